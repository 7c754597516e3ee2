"""Links to join: the one somebody opened, and how far a person has come."""

from datetime import datetime

from partners.models import Invitation, User


def invitation_with(token_hash: str) -> Invitation | None:
    """The invitation behind a link, whatever became of it, with its person."""
    return Invitation.objects.select_related("user").filter(token_hash=token_hash).first()


def log_in_words(user: User, at: datetime) -> str:
    """Whether a person can log in, for the administrator's pages. `user.open_invitations` was fetched with them."""
    if user.has_joined or not user.is_active:
        return "Active" if user.is_active else "Deactivated" if user.has_joined else "Invitation taken back"
    waiting = user.open_invitations[0] if user.open_invitations else None  # type: ignore[attr-defined]
    if waiting is None:
        return "Not invited yet"
    return "Invited, not yet joined" if waiting.expires_at > at else "Invited, but the link has expired"
