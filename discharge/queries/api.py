"""What the API lists."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from partners import access as partners
from partners.models import Scheme, User
from partners.roles import Permission
from referrals import access
from referrals.lifecycle import Part, Status
from referrals.models import Referral, ReferralParty


def sent_cases(user: User, status: str = "") -> QuerySet[Referral]:
    """The cases this person may see, drafts left out, of one status when one is named. `looks`: for `reader_of`."""
    whole = partners.organisations_where(user, Permission.REFERRAL_VIEW)
    looks = ReferralParty.objects.filter(
        referral=OuterRef("pk"), organisation__in=whole, part=Part.VIEWER, to_at__isnull=True
    )
    cases = (
        access.visible_to(user)
        .filter(submitted_at__isnull=False)
        .exclude(status=Status.DRAFT)
        .select_related("scheme", "ward", "assignee")
        .prefetch_related("needs")
        .annotate(looks=Exists(looks))
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
