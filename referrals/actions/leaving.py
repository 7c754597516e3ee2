"""Somebody leaves, or gives up a role in which they lead cases: their cases go to colleagues in the same step.

Whoever records it may be an administrator, who sees no case. They learn how many cases there are, never whose. So goes
a restricted case that only the leaver decides about: the colleague is named on it, and the officer who answers for the
record is told, because whoever chose could not know whose case it is.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from partners import access as partners
from partners import asking, audit, history
from partners.actions.membership import UnableToEndRole, close_account, close_role
from partners.errors import NotAllowed, UnableTo
from partners.models import Membership, User
from partners.notify import notify
from partners.roles import Permission, RoleCode
from partners.words import count
from referrals import access
from referrals.actions.officers import tell_officers
from referrals.actions.restriction import end_naming, name_person
from referrals.actions.team import hold
from referrals.actions.transition import write_event
from referrals.lifecycle import Event
from referrals.models import NamedPerson, Referral
from referrals.queries.restriction import decided_by_nobody_else
from referrals.signals import referral_changed


class UnableToHandOver(UnableTo):
    """The cases cannot go to the colleagues named, or somebody was named for none of them."""


def person_leaves(*, user: User, colleagues: Mapping[int, User], by: User, at: datetime) -> int:
    """Give every open case of this person to a colleague, end their roles, log them out everywhere and deactivate them.

    `colleagues`: who takes the cases, by the organisation that leads them. Returns how many cases went. A case given to
    the leaver a moment before goes too; one given a moment after is refused, because they are no longer there.
    Raises NotAllowed for somebody who may not record it, UnableToEndRole for one's own account, UnableToHandOver when
    an organisation's cases have nobody to go to. Recording it again changes nothing.
    """
    with asking.beyond_own_cases(), history.by_person(by), transaction.atomic():
        return _leave(user, colleagues, by, at)


def _leave(user: User, colleagues: Mapping[int, User], by: User, at: datetime) -> int:
    if not access.can_record_leaving(by, user):
        raise NotAllowed("Only an administrator, or the lead of their team, can record that somebody has left.")
    if user.pk == by.pk:
        raise UnableToEndRole("You cannot deactivate yourself. Ask another administrator.")
    leaver = hold(user, *colleagues.values())[user.pk]
    if not leaver.is_active:
        return 0
    given = sum(
        _hand_over(leaver, organisation, cases, colleagues.get(organisation), by=by, at=at)
        for organisation, cases in _held(leaver).items()
    )
    for membership in leaver.memberships.filter(active=True).order_by("pk"):
        close_role(membership, by=by, at=at)
    end_naming(leaver, by=by, at=at)
    close_account(leaver, by=by, at=at)
    return given


def role_ends(*, membership: Membership, colleague: User | None, by: User, at: datetime) -> int:
    """End one role. When it was the last in which the person could lead cases there, `colleague` takes those.

    Returns how many cases went. Raises what `person_leaves` raises.
    """
    with asking.beyond_own_cases(), history.by_person(by), transaction.atomic():
        return _end_role(membership, colleague, by, at)


def _end_role(membership: Membership, colleague: User | None, by: User, at: datetime) -> int:
    if not access.can_end_role(by, membership):
        raise NotAllowed("Only an administrator can change people and their roles.")
    if membership.user_id == by.pk and membership.role == RoleCode.ADMINISTRATOR:
        raise UnableToEndRole("You cannot end your own role as administrator. Ask another administrator.")
    people = hold(membership.user, *([colleague] if colleague else []))
    held = membership.user.memberships.filter(active=True, organisation=membership.organisation_id)
    if not held.filter(pk=membership.pk).exists():
        return 0
    leaver = people[membership.user_id]
    organisation = membership.organisation_id
    cases = _held(leaver).get(organisation, [])  # before the role ends: after it they decide about nothing there
    close_role(membership, by=by, at=at)
    stays = partners.people_with(Permission.CASE_TRIAGE, organisation).filter(pk=leaver.pk).exists()
    if stays or not cases:
        return 0
    return _hand_over(leaver, organisation, cases, colleague, by=by, at=at)


def _held(leaver: User) -> dict[int, list[Referral]]:
    """The open cases that have nobody without this person, locked, by the organisation that leads them: those they
    have, and the restricted ones that nobody else who is named decides about.

    Asked once every case they are named on is locked, so that two who leave at once do not count on each other.
    """
    # A list and not a subquery: so both halves of the condition have an index.
    named = list(NamedPerson.objects.filter(user=leaver, ended_at__isnull=True).values_list("referral", flat=True))
    locked = list(
        Referral.objects.select_for_update(of=("self",), no_key=True)
        .filter(Q(assignee=leaver) | Q(restricted=True, pk__in=named), is_open=True)
        .order_by("pk")
    )
    alone = set(decided_by_nobody_else(leaver).values_list("pk", flat=True))
    found: dict[int, list[Referral]] = {}
    for case in locked:
        if case.lead_organisation_id is not None and (case.assignee_id == leaver.pk or case.pk in alone):
            found.setdefault(case.lead_organisation_id, []).append(case)
    return found


def _hand_over(
    leaver: User, organisation: int, cases: Sequence[Referral], colleague: User | None, *, by: User, at: datetime
) -> int:
    can_take = partners.people_with(Permission.CASE_TRIAGE, organisation)
    if colleague is None or colleague.pk == leaver.pk or not can_take.filter(pk=colleague.pk).exists():
        raise UnableToHandOver("Select a coordinator of the organisation that leads the cases to take them.")
    for case in cases:
        # A restricted case is there for its new coordinator, and no longer for the old one.
        name_person(case, colleague, by=by, at=at)
        case.named_people.filter(user=leaver, ended_at__isnull=True).update(ended_at=at)
        if case.restricted:
            tell_officers(case, f"given to {colleague.name} unseen, because {leaver.name} left", "given", at)
        if case.assignee_id == leaver.pk:
            _give(case, leaver, colleague, by=by, at=at)
    if colleague != by:
        notify(
            people=[colleague],
            key=f"handed_over:{leaver.pk}:{organisation}:{at.timestamp():.0f}",
            text=f"{count(len(cases), 'case')} given to you because a colleague left",
            path="/caseload/?tab=mine",
            at=at,
        )
    return len(cases)


def _give(case: Referral, leaver: User, colleague: User, *, by: User, at: datetime) -> None:
    case.assignee = colleague
    case.save(update_fields=["assignee"])
    write_event(case, Event.ASSIGN, by=by, at=at, note=f"Given to {colleague.name}, because {leaver.name} left")
    audit.record(
        action=Event.ASSIGN.value,
        by=by,
        at=at,
        object_type="referral",
        object_id=case.pk,
        referral_id=case.pk,
        detail={"assignee": colleague.pk, "from": leaver.pk, "why": "left"},
    )
    referral_changed.send(sender=Referral, referral=case, event=Event.ASSIGN, by=by, at=at)
