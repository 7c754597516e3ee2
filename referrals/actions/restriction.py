"""Restricts a case to named people, changes who they are, and ends it.

Everybody who can be named takes part in the case already: naming narrows, it never opens a case to somebody outside.
At least one of the named always decides about cases where this one is led, so that no deadline of it goes unseen.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from partners import access as partners
from partners import asking, audit, history
from partners.errors import NotAllowed, UnableTo
from partners.models import User
from partners.roles import Permission
from referrals import access
from referrals.actions.officers import tell_officers
from referrals.actions.team import hold, tell
from referrals.actions.transition import lock, write_event
from referrals.models import NamedPerson, Referral
from referrals.paths import case_path
from referrals.queries import beyond
from referrals.queries.restriction import candidates, decided_by_nobody, number_named


class UnableToRestrict(UnableTo):
    """Who is named does not fit, or the case is restricted already, or no longer."""


@transaction.atomic
def restrict_case(*, referral: Referral, reason: str, people: Iterable[User], by: User, at: datetime) -> Referral:
    """Show this case to these people and to `by` alone, from now on. `reason`: a code of `RESTRICT_REASONS`.

    Raises NotAllowed without the right; UnableToRestrict when it is restricted already, somebody takes no part in the
    case, nobody who decides about it is among them, or whoever has the case is left out.
    """
    # Before the case: somebody who leaves at this moment is either gone, or finds that they are named.
    chosen = hold(*people, by)
    locked = lock(referral)
    _check(locked, by)
    if locked.restricted:
        raise UnableToRestrict("This case is restricted already. Change who may see it instead.")
    _check_named(locked, set(chosen))
    # Named first: from the moment it is restricted, the database shows the case to nobody else.
    NamedPerson.objects.bulk_create(
        [NamedPerson(referral=locked, user=each, named_by=by, named_at=at) for each in chosen.values()]
    )
    locked.restricted, locked.restricted_reason = True, reason
    locked.save(update_fields=["restricted", "restricted_reason"])
    _forget_notices(locked, set(chosen))
    _write(locked, "case_restricted", by, at, {"reason": reason, "named": sorted(chosen)})
    _tell_named(locked, [each for each in chosen.values() if each != by], at)
    return locked


@transaction.atomic
def change_named(
    *, referral: Referral, add: Iterable[User], remove: Iterable[User], by: User, at: datetime
) -> Referral:
    """Name more people on a restricted case, and some no longer. Who is named already, or is not, stays so.

    Raises what `restrict_case` raises; UnableToRestrict also when the case is not restricted.
    """
    adding = hold(*add)
    locked = lock(referral)
    _check(locked, by)
    if not locked.restricted:
        raise UnableToRestrict("This case is not restricted any more.")
    named = set(locked.named_people.filter(ended_at__isnull=True).values_list("user_id", flat=True))
    new = {pk: each for pk, each in adding.items() if pk not in named}
    gone = {each.pk for each in remove if each.pk in named}
    _check_named(locked, (named | set(new)) - gone, known=frozenset(named))
    for each in new.values():
        name_person(locked, each, by=by, at=at)
    locked.named_people.filter(ended_at__isnull=True, user__in=gone).update(ended_at=at)
    if gone:
        _forget_notices(locked, (named | set(new)) - gone)
        _write(locked, "named_people_ended", by, at, {"people": sorted(gone)})
    return locked


@transaction.atomic
def lift_restriction(*, referral: Referral, by: User, at: datetime) -> Referral:
    """Show the case again to everybody who takes part in it. A second press changes nothing.

    Raises NotAllowed without the right, which a person who is not named never has.
    """
    locked = lock(referral)
    _check(locked, by)
    if not locked.restricted:
        return locked
    locked.restricted, locked.restricted_reason = False, ""
    locked.save(update_fields=["restricted", "restricted_reason"])
    locked.named_people.filter(ended_at__isnull=True).update(ended_at=at)
    _write(locked, "restriction_ended", by, at, {})
    return locked


def name_person(referral: Referral, person: User, *, by: User, at: datetime) -> None:
    """Let somebody see a restricted case, inside the caller's transaction with the case locked: they were named, or
    were given the case. Twice changes nothing, and so it does where the case is open to all that take part.
    """
    if not referral.restricted:
        return
    _, new = NamedPerson.objects.get_or_create(
        referral=referral, user=person, ended_at=None, defaults={"named_by": by, "named_at": at}
    )
    if new:
        _write(referral, "person_named", by, at, {"person": person.pk})
        if person != by:
            _tell_named(referral, [person], at)


def end_naming(person: User, *, by: User, at: datetime) -> None:
    """Name somebody who has left nowhere any more, inside the caller's transaction. What they alone decided about has
    gone to a colleague before.
    """
    rows = NamedPerson.objects.filter(user=person, ended_at__isnull=True)
    for row in rows.select_related("referral").order_by("referral"):
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        _write(row.referral, "named_people_ended", by, at, {"people": [person.pk]})


@transaction.atomic
def find_decided_by_nobody(*, at: datetime) -> int:
    """Tell the officer of the lead, once a day for each, of the restricted open cases on which nobody who is named
    can decide any more. Gives how many there are.

    No action leaves such a case; rows written by hand, or two organisations' changes in an unforeseen order, could.
    """
    found = list(decided_by_nobody().order_by("pk"))
    for case in found:
        tell_officers(case, "restricted, and nobody who may see it can work on it. Name somebody", "nobody", at)
    return len(found)


def name_somebody(*, referral: Referral, person: User, by: User, at: datetime) -> None:
    """Name a coordinator of the lead on a restricted case that nobody decides about, as the officer who answers for the
    record and need not see the case. The same person again changes nothing.

    Raises NotAllowed for anybody else; UnableToRestrict for somebody who decides about no case of the lead, and when
    somebody who decides is named already.
    """
    if not access.can_name_somebody(by, referral) or referral.lead_organisation_id is None:
        raise NotAllowed("Only the information-governance officer of the organisation that leads the case can do this.")
    # Naming is for those who work on the case: the officer's own connection may not.
    with asking.beyond_own_cases(), history.by_person(by), transaction.atomic():
        hold(person)
        locked = lock(referral)
        if locked.named_people.filter(user=person, ended_at__isnull=True).exists():
            return
        if not decided_by_nobody().filter(pk=locked.pk).exists():
            raise UnableToRestrict("Somebody can work on this case again, so nobody has to be named.")
        if not partners.people_with(Permission.CASE_TRIAGE, referral.lead_organisation_id).filter(pk=person.pk):
            raise UnableToRestrict("Select a coordinator of the organisation that leads the case.")
        name_person(locked, person, by=by, at=at)


def _check(referral: Referral, by: User) -> None:
    if not access.can_restrict(by, referral):
        raise NotAllowed("You do not have the right to say who may see this case.")


def _check_named(referral: Referral, chosen: set[int], *, known: frozenset[int] = frozenset()) -> None:
    possible = {each.pk: each for each in candidates(referral)}
    if chosen - set(possible) - known:
        raise UnableToRestrict("Select only people of organisations that take part in this case.")
    if not any(possible[pk].decides for pk in chosen if pk in possible):
        raise UnableToRestrict(
            "Select at least one coordinator or team lead of the organisation that leads this case, "
            "so that somebody answers for it."
        )
    if referral.assignee is not None and referral.assignee_id in possible and referral.assignee_id not in chosen:
        raise UnableToRestrict(
            f"{referral.assignee.name} has this case. Select them too, or give the case to somebody else first."
        )


def _write(referral: Referral, code: str, by: User, at: datetime, detail: dict[str, object]) -> None:
    """The timeline says that it happened, never why: it is read by everybody again once the restriction ends."""
    write_event(referral, code, by=by, at=at, lead_only=True)
    audit.record(
        action=code,
        by=by,
        at=at,
        object_type="referral",
        object_id=referral.pk,
        referral_id=referral.pk,
        detail={**detail, "number": number_named(referral)},
    )


def _forget_notices(referral: Referral, named: set[int]) -> None:
    """Earlier lines about the case go from the lists of people who may no longer know of it."""
    others = {each.pk for each in candidates(referral)} - named
    beyond.forget_notices(path=case_path(referral.reference), people=others)


def _tell_named(referral: Referral, people: list[User], at: datetime) -> None:
    tell(
        referral=referral,
        people=people,
        key=f"referral:{referral.pk}:named:{at.timestamp():.0f}",
        text=f"{referral.reference}: restricted, and you are named on it",
        path=case_path(referral.reference),
        at=at,
    )
