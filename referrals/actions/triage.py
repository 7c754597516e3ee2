"""The coordinator answers the ward: accept and assign, ask, decline. The ward answers back, or withdraws."""

from datetime import datetime

from django.db import transaction

from partners import access as partners
from partners.errors import UnableTo, UnableToActNow
from partners.models import User
from partners.roles import Permission
from referrals.actions import clocks
from referrals.actions.death import DIED, record_death
from referrals.actions.messages import post
from referrals.actions.restriction import name_person
from referrals.actions.team import hold, tell, who_acts
from referrals.actions.transition import AlreadyDone, carry_out, check, lock
from referrals.catalogue import DECLINE_REASONS, WARD_S_ANSWER, WITHDRAW_REASONS, label_of
from referrals.lifecycle import Event
from referrals.models import Message, Referral
from referrals.paths import case_path


class UnableToAssign(UnableTo):
    """The person named cannot take the case."""


@transaction.atomic
def accept_referral(*, referral: Referral, assignee: User, by: User, at: datetime) -> Referral:
    """Take the case on and give it to a coordinator, who is named on it if it is restricted; the answer clock stops.

    Raises UnableToAssign when the assignee is no coordinator of the leading organisation, and what
    `transition.check` raises.
    """
    hold(assignee)
    locked = lock(referral)
    try:
        check(locked, Event.ACCEPT, by)
    except AlreadyDone:
        return locked
    _check_assignee(locked, assignee)
    name_person(locked, assignee, by=by, at=at)
    carry_out(locked, Event.ACCEPT, by=by, at=at, assignee=assignee, decided_at=at, detail={"assignee": assignee.pk})
    _stop_answer(locked, at)
    _tell_ward(locked, f"{locked.reference}: accepted", f"referral:{locked.pk}:accepted", at)
    if assignee != by:
        _tell(
            locked,
            [assignee],
            f"{locked.reference}: given to you",
            f"referral:{locked.pk}:assigned:{assignee.pk}:{at.timestamp():.0f}",
            at,
        )
    return locked


@transaction.atomic
def assign_case(*, referral: Referral, assignee: User, by: User, at: datetime) -> Referral:
    """Give an open case to another coordinator. Giving it to the one who has it changes nothing."""
    hold(assignee)
    locked = lock(referral)
    check(locked, Event.ASSIGN, by)
    _check_assignee(locked, assignee)
    if locked.assignee_id == assignee.pk:
        return locked
    name_person(locked, assignee, by=by, at=at)
    carry_out(
        locked,
        Event.ASSIGN,
        by=by,
        at=at,
        note=f"Given to {assignee.name}",
        assignee=assignee,
        detail={"assignee": assignee.pk},
    )
    if assignee != by:
        _tell(
            locked,
            [assignee],
            f"{locked.reference}: given to you",
            f"referral:{locked.pk}:assigned:{assignee.pk}:{at.timestamp():.0f}",
            at,
        )
    return locked


@transaction.atomic
def ask_for_information(*, referral: Referral, question: str, by: User, at: datetime) -> Referral:
    """Ask the ward; the answer clock stands still until they reply, if it does not stand still already."""
    locked = lock(referral)
    try:
        check(locked, Event.ASK, by)
    except AlreadyDone:
        return locked
    carry_out(locked, Event.ASK, by=by, at=at)
    post(referral=locked, kind=Message.Kind.QUESTION, body=question, by=by, at=at)
    clocks.stop_first_response(referral=locked, at=at)
    clock = clocks.running(locked, "answer")
    if clock is not None:
        clocks.pause_clock(clock=clock, reason=WARD_S_ANSWER, by=by, at=at)
        locked.next_due_at = clock.referral.next_due_at
    _tell_ward(
        locked,
        f"{locked.reference}: the coordinator asks you something",
        f"referral:{locked.pk}:asked:{at.timestamp():.0f}",
        at,
    )
    return locked


@transaction.atomic
def answer_question(
    *, referral: Referral, answer: str, by: User, at: datetime, question: int | None = None
) -> Referral:
    """The ward answers; the clock that stood still for it runs again. `question`: the message on the page they
    answered from, if known.

    Raises UnableToActNow when another question was asked since, and what `transition.check` raises.
    """
    locked = lock(referral)
    try:
        check(locked, Event.ANSWER, by)
    except AlreadyDone:
        return locked
    _check_question(locked, question)
    carry_out(locked, Event.ANSWER, by=by, at=at)
    post(referral=locked, kind=Message.Kind.ANSWER, body=answer, by=by, at=at)
    clock = clocks.running(locked, "answer")
    if clock is not None:
        clocks.resume_clock(clock=clock, by=by, at=at, reason=WARD_S_ANSWER)
    people = who_acts(locked)
    _tell(
        locked,
        people,
        f"{locked.reference}: the ward answered",
        f"referral:{locked.pk}:answered:{at.timestamp():.0f}",
        at,
    )
    return locked


@transaction.atomic
def decline_referral(*, referral: Referral, reason: str, note: str, by: User, at: datetime) -> Referral:
    """Say no, with a coded reason and words for the ward. Every clock stops."""
    locked = lock(referral)
    try:
        check(locked, Event.DECLINE, by)
    except AlreadyDone:
        return locked
    text = label_of(DECLINE_REASONS, reason) + (f". {note}" if note else "")
    carry_out(
        locked,
        Event.DECLINE,
        by=by,
        at=at,
        note=text,
        reason_code=reason,
        decided_at=at,
        ended_at=at,
        detail={"reason": reason},
    )
    clocks.stop_all(referral=locked, at=at)
    _tell_ward(locked, f"{locked.reference}: declined", f"referral:{locked.pk}:declined", at)
    return locked


@transaction.atomic
def withdraw_referral(*, referral: Referral, reason: str, note: str, by: User, at: datetime) -> Referral:
    """Take a referral back, with a coded reason. Every clock stops; planned work and bookings are cancelled with it."""
    locked = lock(referral)
    try:
        check(locked, Event.WITHDRAW, by)
    except AlreadyDone:
        return locked
    text = label_of(WITHDRAW_REASONS, reason) + (f". {note}" if note else "")
    carry_out(
        locked,
        Event.WITHDRAW,
        by=by,
        at=at,
        note=text,
        reason_code=reason,
        ended_at=at,
        draft_answers={},
        detail={"reason": reason},
    )
    clocks.stop_all(referral=locked, at=at)
    if reason == DIED:
        record_death(referral=locked, by=by, at=at)
    people = who_acts(locked)
    _tell(
        locked,
        [each for each in people if each != by],
        f"{locked.reference}: withdrawn",
        f"referral:{locked.pk}:withdrawn",
        at,
    )
    return locked


def _check_question(referral: Referral, question: int | None) -> None:
    asked = referral.messages.filter(kind=Message.Kind.QUESTION).order_by("-written_at", "-pk").first()
    if question is not None and asked is not None and asked.pk != question:
        raise UnableToActNow(
            "The coordinator has asked another question since you opened this page. "
            "Read it and change your answer before you send it."
        )


def _check_assignee(referral: Referral, assignee: User) -> None:
    if referral.lead_organisation_id is None or not (
        partners.people_with(Permission.CASE_TRIAGE, referral.lead_organisation_id).filter(pk=assignee.pk).exists()
    ):
        raise UnableToAssign("Select a coordinator of the organisation that leads this case.")


def _stop_answer(referral: Referral, at: datetime) -> None:
    clocks.stop_first_response(referral=referral, at=at)
    clock = clocks.running(referral, "answer")
    if clock is not None:
        clocks.stop_clock(clock=clock, at=at)
        referral.next_due_at = clock.referral.next_due_at


def _tell_ward(referral: Referral, text: str, key: str, at: datetime) -> None:
    people = [each for each in {referral.submitted_by, referral.made_by} if each is not None]
    _tell(referral, people, text, key, at)


def _tell(referral: Referral, people: list[User], text: str, key: str, at: datetime) -> None:
    tell(referral=referral, people=people, key=key, text=text, path=case_path(referral.reference), at=at)
