"""What the API lists."""

from django.db.models import Q, QuerySet

from partners import access as partners
from partners.models import Scheme, User
from referrals import access
from referrals.lifecycle import Status
from referrals.models import Referral


def sent_cases(user: User, status: str = "") -> QuerySet[Referral]:
    """The cases this person may see, drafts left out, of one status when one is named."""
    cases = (
        access.visible_to(user)
        .filter(submitted_at__isnull=False)
        .exclude(status=Status.DRAFT)
        .select_related("scheme", "ward", "assignee")
        .prefetch_related("needs")
    )
    return cases.filter(status=status) if status else cases


def schemes_of(user: User) -> QuerySet[Scheme]:
    """The services that this person's organisation leads or takes part in, in the role they work in."""
    if user.working_as is not None:
        organisations = {user.working_as.organisation_id}
    else:
        organisations = {each.organisation_id for each in partners.active_memberships(user)}
    return (
        Scheme.objects.filter(
            Q(lead_organisation__in=organisations) | Q(partners__organisation__in=organisations), active=True
        )
        .select_related("lead_organisation")
        .distinct()
        .order_by("name")
    )
