"""Who may see and do what with what came of a case, and who may see figures.

- Follow-ups and outcomes belong to a case: whoever may see the case sees them, and the lifecycle table says who records
  a follow-up or closes the case (the leading organisation's coordinators and team leads). See `referrals.access`.
- Figures are seen scheme by scheme, by people with the right to see figures at the scheme: `partners.roles` says which
  parts of their organisation in it give the right. Figures never open a case.
"""

from django.db.models import QuerySet

from outcomes.models import FollowUp
from partners import access as partners
from partners.models import Scheme, User
from partners.roles import Permission
from referrals import access as referrals
from referrals.lifecycle import Event


def follow_ups_visible_to(user: User) -> QuerySet[FollowUp]:
    """The follow-ups of the cases this person may open."""
    return FollowUp.objects.filter(referral__in=referrals.visible_to(user))


def can_view_follow_up(user: User, follow_up: FollowUp) -> bool:
    """May this person open the case of this follow-up?"""
    return referrals.can_view(user, follow_up.referral)


def can_record_follow_up(user: User, follow_up: FollowUp) -> bool:
    """May this person record this follow-up now? Only while it waits, and as the lifecycle table says."""
    waits = follow_up.done_at is None and follow_up.cancelled_at is None
    return waits and referrals.can_do(user, Event.RECORD_FOLLOW_UP, follow_up.referral)


def schemes_with_figures_for(user: User) -> QuerySet[Scheme]:
    """The schemes whose figures this person may see: rule at the top of this module."""
    return Scheme.objects.filter(pk__in=partners.schemes_where(user, Permission.REPORT_VIEW)).order_by("name")


def can_see_figures(user: User, scheme: Scheme) -> bool:
    """May this person see this scheme's figures? Rule at the top of this module."""
    return scheme.pk in partners.schemes_where(user, Permission.REPORT_VIEW)
