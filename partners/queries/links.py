"""Whether somebody has a private link, and since when. The link itself nobody can show again."""

from partners.models import Organisation, PrivateLink, User


def current_link(user: User, *, kind: str, organisation: Organisation | None = None) -> PrivateLink | None:
    """The link of this kind that works now, or None."""
    return PrivateLink.objects.filter(user=user, kind=kind, organisation=organisation, ended_at__isnull=True).first()
