"""Who is told about a case, and for whom somebody acts."""

from partners import access as partners
from partners.models import User
from partners.roles import Permission
from referrals.models import Referral


def who_acts(referral: Referral) -> list[User]:
    """Whoever has the case, while they still work where it is led; otherwise everybody there who decides about cases.

    So that a deadline or a word from the ward never goes only to somebody who has left. One query.
    """
    if referral.lead_organisation_id is None:
        return []
    team = list(partners.people_with(Permission.CASE_TRIAGE, referral.lead_organisation_id))
    return [each for each in team if each.pk == referral.assignee_id] or team


def acting_organisation(by: User, referral: Referral) -> int:
    """The organisation somebody acts for on this case: of the role they work in, or else of the side they are on."""
    if by.working_as is not None:
        return by.working_as.organisation_id
    mine = {membership.organisation_id for membership in partners.active_memberships(by)}
    sides = [referral.lead_organisation_id, referral.referrer_organisation_id]
    return next((side for side in sides if side in mine), referral.referrer_organisation_id)
