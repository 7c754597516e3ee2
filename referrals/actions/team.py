"""Who is told about a case, for whom somebody acts, and who is held still while a case is given to them.

Every notice about a case goes through here, so that nobody learns of a restricted one.
"""

from collections.abc import Iterable
from datetime import datetime

from partners import access as partners
from partners.models import User
from partners.notify import notify
from partners.roles import Permission
from referrals.models import Referral


def who_acts(referral: Referral) -> list[User]:
    """Whoever has the case, while they still work where it is led; otherwise everybody there who decides about cases.

    So that a deadline or a word from the ward never goes only to somebody who has left. Of a restricted case, the
    named among them. One query, two where it is restricted.
    """
    if referral.lead_organisation_id is None:
        return []
    team = may_know(referral, partners.people_with(Permission.CASE_TRIAGE, referral.lead_organisation_id))
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


def tell(*, referral: Referral, people: Iterable[User], key: str, text: str, path: str, at: datetime) -> None:
    """Put a line about this case into these people's lists, once for each key: of a restricted case, the named only."""
    notify(people=may_know(referral, people), key=key, text=text, path=path, at=at)


def may_know(referral: Referral, people: Iterable[User]) -> list[User]:
    """Those of these people who may know that this case is there: all, or the named when it is restricted."""
    if not referral.restricted:
        return list(people)
    named = set(referral.named_people.filter(ended_at__isnull=True).values_list("user_id", flat=True))
    return [each for each in people if each.pk in named]
