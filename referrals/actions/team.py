"""Who is told about a case, for whom somebody acts, and who is held still while a case is given to them."""

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


def hold(*people: User) -> dict[int, User]:
    """Lock people's rows and give them as they are now, by id. Called before any case is locked.

    So giving somebody a case and recording that they left wait for each other, and never in a circle.
    """
    wanted = {each.pk for each in people}
    rows = User.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=wanted).order_by("pk")
    return {each.pk: each for each in rows}
