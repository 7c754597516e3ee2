"""Pausing a promise by hand and letting it run again: who may, when, and what is written down."""

from datetime import timedelta

import pytest

from partners.errors import NotAllowed, UnableTo, UnableToActNow
from partners.models import AuditEvent
from referrals.actions import clocks, triage
from referrals.actions.pauses import pause_by_hand, resume_by_hand
from referrals.lifecycle import Event
from referrals.models import Clock, ClockPause, Referral, ReferralEvent
from referrals.signals import referral_changed
from tests import factories as make

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
OTHERS = [
    "sister",
    "discharge_team",
    "provider_worker",
    "flat_manager",
    "commissioner",
    "ig_officer",
    "administrator",
]


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def case(world: make.World) -> Referral:
    return make.referral(world, "accepted")


@pytest.fixture
def work(case: Referral) -> Clock:
    """Due 24 hours after it began."""
    return clocks.start_clock(referral=case, kind="work", label="Key safe", target_name="emergency", at=make.NOW)


def pause(world: make.World, clock: Clock, reason: str = "landlord") -> Clock:
    return pause_by_hand(clock=clock, reason=reason, by=world.coordinator, at=make.NOW + HOUR)


def resume(world: make.World, clock: Clock) -> Clock:
    return resume_by_hand(clock=clock, by=world.coordinator, at=make.NOW + 3 * HOUR)


def test_paused_clock_has_no_due_time(world: make.World, work: Clock) -> None:
    assert pause(world, work).due_at is None


def test_resumed_clock_is_due_later_by_the_pause(world: make.World, work: Clock) -> None:
    pause(world, work)
    assert resume(world, work).due_at == make.NOW + 26 * HOUR


def test_resumed_clock_keeps_when_it_was_planned_to_be_due(world: make.World, work: Clock) -> None:
    pause(world, work)
    assert resume(world, work).planned_due_at == make.NOW + 24 * HOUR


def test_pause_keeps_who_paused_and_who_let_it_run(world: make.World, work: Clock) -> None:
    pause(world, work)
    resume_by_hand(clock=work, by=world.team_lead, at=make.NOW + 3 * HOUR)
    kept = ClockPause.objects.get(clock=work)
    assert (kept.reason, kept.paused_by, kept.resumed_by) == ("landlord", world.coordinator, world.team_lead)


def test_pause_ended_with_its_clock_was_ended_by_nobody(world: make.World, work: Clock) -> None:
    pause(world, work)
    clocks.stop_clock(clock=work, at=make.NOW + 2 * HOUR)
    assert ClockPause.objects.get(clock=work).resumed_by is None


def test_advisory_clock_can_be_paused(world: make.World, case: Referral) -> None:
    stay = clocks.start_clock(
        referral=case, kind="stay", label="Stay limit", target_name="emergency", at=make.NOW, advisory=True
    )
    assert pause(world, stay).due_at is None


def test_pause_leaves_a_line_with_the_reason(world: make.World, case: Referral, work: Clock) -> None:
    pause(world, work)
    line = ReferralEvent.objects.get(referral=case, event=Event.PAUSE_CLOCK)
    assert (line.note, line.lead_only) == ("Key safe. Waiting for the landlord's permission", False)


def test_resume_leaves_a_line(world: make.World, case: Referral, work: Clock) -> None:
    pause(world, work)
    resume(world, work)
    assert ReferralEvent.objects.get(referral=case, event=Event.RESUME_CLOCK).note == "Key safe"


def test_pause_and_resume_are_audited_with_clock_and_reason(world: make.World, case: Referral, work: Clock) -> None:
    pause(world, work)
    resume(world, work)
    rows = AuditEvent.objects.filter(referral_id=case.pk, action__in=["pause_clock", "resume_clock"])
    assert [(row.detail["clock"], row.detail["reason"]) for row in rows] == [(work.pk, "landlord")] * 2


@pytest.mark.parametrize("role", OTHERS)
def test_pause_by_anybody_else_is_not_allowed(world: make.World, work: Clock, role: str) -> None:
    with pytest.raises(NotAllowed):
        pause_by_hand(clock=work, reason="landlord", by=getattr(world, role), at=make.NOW)


@pytest.mark.parametrize("role", OTHERS)
def test_resume_by_anybody_else_is_not_allowed(world: make.World, work: Clock, role: str) -> None:
    pause(world, work)
    with pytest.raises(NotAllowed):
        resume_by_hand(clock=work, by=getattr(world, role), at=make.NOW + 2 * HOUR)


@pytest.mark.parametrize("reason", ["", "holiday"])
def test_pause_for_a_reason_not_listed_is_refused(world: make.World, work: Clock, reason: str) -> None:
    with pytest.raises(UnableTo, match="reasons listed"):
        pause(world, work, reason)
    assert not work.pauses.exists()


def test_pause_twice_is_one_pause_and_one_line(world: make.World, case: Referral, work: Clock) -> None:
    pause(world, work)
    pause(world, work)
    assert (work.pauses.count(), case.events.filter(event=Event.PAUSE_CLOCK).count()) == (1, 1)


def test_pause_of_what_somebody_else_paused_says_who_and_why(world: make.World, work: Clock) -> None:
    pause(world, work)
    with pytest.raises(UnableToActNow, match=f"landlord's permission. {world.coordinator.name} paused it"):
        pause_by_hand(clock=work, reason="deciding", by=world.team_lead, at=make.NOW + 2 * HOUR)


def test_resume_of_a_running_clock_writes_nothing(world: make.World, case: Referral, work: Clock) -> None:
    resume(world, work)
    assert not case.events.filter(event=Event.RESUME_CLOCK).exists()


@pytest.mark.parametrize("act", [pause, resume])
def test_clock_that_ended_is_neither_paused_nor_resumed(world: make.World, work: Clock, act: object) -> None:
    clocks.stop_clock(clock=work, at=make.NOW)
    with pytest.raises(UnableToActNow, match="Key safe has ended"):
        act(world, work)  # type: ignore[operator]


@pytest.mark.parametrize("status", ["closed", "declined", "withdrawn"])
def test_clock_of_an_ended_case_is_not_paused(world: make.World, status: str) -> None:
    clock = Clock.objects.filter(referral=make.referral(world, status)).first()
    assert clock is not None
    with pytest.raises(UnableToActNow):
        pause(world, clock)


def test_pause_is_undone_with_what_listens(world: make.World, work: Clock) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError

    referral_changed.connect(fail, dispatch_uid="fail")
    try:
        with pytest.raises(RuntimeError):
            pause(world, work)
    finally:
        referral_changed.disconnect(dispatch_uid="fail")
    work.refresh_from_db()
    assert (work.pauses.exists(), work.due_at) == (False, make.NOW + 24 * HOUR)


# The answer to the ward.


def test_answer_is_not_paused_by_hand_for_what_a_question_is_for(world: make.World) -> None:
    answer = Clock.objects.get(referral=make.referral(world))
    with pytest.raises(UnableTo, match="Ask the ward"):
        pause(world, answer, "information")


def test_answer_paused_by_a_question_is_not_resumed_by_hand(world: make.World) -> None:
    answer = Clock.objects.get(referral=make.referral(world, "information_requested"))
    with pytest.raises(UnableToActNow, match="runs again when they have answered"):
        resume_by_hand(clock=answer, by=world.coordinator, at=make.NOW + 2 * HOUR)
    assert answer.pauses.filter(to_at__isnull=True).exists()


def test_question_answered_keeps_who_answered_with_the_pause(world: make.World) -> None:
    case = make.referral(world, "information_requested")
    triage.answer_question(referral=case, answer="Here", by=world.sister, at=make.NOW + 2 * HOUR)
    assert ClockPause.objects.get(clock__referral=case).resumed_by == world.sister


def test_question_answered_leaves_an_answer_paused_by_hand_before_it(world: make.World) -> None:
    case = make.referral(world)
    answer = pause(world, Clock.objects.get(referral=case), "unwell")
    triage.ask_for_information(referral=case, question="Key?", by=world.coordinator, at=make.NOW + 2 * HOUR)
    triage.answer_question(referral=case, answer="Here", by=world.sister, at=make.NOW + 3 * HOUR)
    assert answer.pauses.get().to_at is None
