"""Planning, recording and dropping the calls and visits after somebody went home."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError

from outcomes.actions.follow_ups import plan_follow_ups, record_attempt, record_follow_up
from outcomes.errors import NotAllowed, UnableToActNow, UnableToRecordFollowUp
from outcomes.models import FollowUp
from partners.models import AuditEvent
from referrals.actions.discharge import close_case, record_discharge
from referrals.models import Clock, Referral, SlaTarget
from referrals.queries.case import timeline
from tests import factories as make
from tests.unit.outcomes.breaking import refused_inserts

pytestmark = pytest.mark.django_db

LATER = make.NOW + timedelta(days=1)


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def case(world: make.World) -> Referral:
    return make.referral(world, "discharged")


def follow_up(case: Referral, kind: str = "call_48h") -> FollowUp:
    return FollowUp.objects.select_related("referral").get(referral=case, kind=kind)


def record(case: Referral, world: make.World, result: str = "fine", kind: str = "call_48h", note: str = "") -> FollowUp:
    return record_follow_up(follow_up=follow_up(case, kind), result=result, note=note, by=world.coordinator, at=LATER)


def discharge(case: Referral, world: make.World, destination: str = "usual_home", **changes: object) -> Referral:
    details = {"discharged_on": make.NOW.date(), "note": "", "by": world.coordinator, "at": LATER, **changes}
    return record_discharge(referral=case, destination=destination, **details)  # type: ignore[arg-type]


def test_discharge_plans_six_follow_ups(case: Referral) -> None:
    assert set(case.follow_ups.values_list("kind", "due_on")) == {
        ("call_48h", date(2026, 11, 25)),
        ("home_visit", date(2026, 11, 30)),
        ("readmission", date(2026, 12, 23)),
        ("support_period", date(2027, 1, 4)),
        ("at_home_91", date(2027, 2, 22)),
        ("needs_review", date(2027, 5, 23)),
    }


def test_discharge_gives_each_follow_up_a_running_clock(case: Referral) -> None:
    assert case.clocks.filter(kind="follow_up", stopped_at__isnull=True).count() == 6


def test_discharge_makes_the_first_call_the_next_thing_due(case: Referral) -> None:
    call = follow_up(case).clock
    assert call is not None
    assert Referral.objects.get(pk=case.pk).next_due_at == call.due_at


def test_discharge_of_earlier_day_counts_from_its_end(world: make.World) -> None:
    case = discharge(make.referral(world, "accepted"), world, discharged_on=date(2026, 11, 20))
    call = follow_up(case).clock
    assert call is not None
    assert call.due_at == datetime(2026, 11, 22, 17, tzinfo=UTC)


def test_discharge_of_somebody_who_died_plans_none(world: make.World) -> None:
    case = discharge(make.referral(world, "accepted"), world, destination="died")
    assert not case.follow_ups.exists()


def test_discharge_uses_the_scheme_s_own_target(world: make.World) -> None:
    SlaTarget.objects.create(
        scheme=world.scheme, name="home_visit", unit="calendar_days", amount=3, valid_from=date(2026, 1, 1)
    )
    assert follow_up(make.referral(world, "discharged"), "home_visit").due_on == date(2026, 11, 26)


def test_plan_twice_makes_no_second_set(case: Referral) -> None:
    plan_follow_ups(referral=case, at=LATER)
    assert case.follow_ups.count() == 6


def test_discharge_whose_follow_ups_fail_is_undone(world: make.World) -> None:
    case = make.referral(world, "accepted")
    before = written(case)
    with refused_inserts("outcomes_followup"), pytest.raises(IntegrityError):
        discharge(case, world)
    assert written(case) == before


def test_record_stops_the_clock_in_time(case: Referral, world: make.World) -> None:
    clock = record(case, world).clock
    assert clock is not None
    assert (clock.stopped_at, clock.breached_at) == (LATER, None)


def test_record_moves_the_case_s_next_due_on(case: Referral, world: make.World) -> None:
    record(case, world)
    visit = follow_up(case, "home_visit").clock
    assert visit is not None
    assert Referral.objects.get(pk=case.pk).next_due_at == visit.due_at


def test_record_writes_a_line_on_the_timeline(case: Referral, world: make.World) -> None:
    record(case, world, note="Managing well")
    event = case.events.get(event="record_follow_up")
    assert event.note == "Call after 48 hours: at home and managing. Managing well"


def test_record_audits_codes_only(case: Referral, world: make.World) -> None:
    done = record(case, world, note="Her daughter Zoe is there")
    row = AuditEvent.objects.get(action="record_follow_up", referral_id=case.pk)
    assert row.detail == {
        "from": "discharged",
        "to": "discharged",
        "follow_up": done.pk,
        "kind": "call_48h",
        "result": "fine",
    }


def test_record_twice_by_same_person_is_quiet(case: Referral, world: make.World) -> None:
    record(case, world)
    record(case, world)
    assert case.events.filter(event="record_follow_up").count() == 1


def test_record_after_a_colleague_did_names_the_colleague(case: Referral, world: make.World) -> None:
    record(case, world)
    with pytest.raises(UnableToActNow, match=f"{world.coordinator.name} recorded this follow-up on 24 November 2026"):
        record_follow_up(follow_up=follow_up(case), result="fine", note="", by=world.team_lead, at=LATER)


def test_record_help_needed_without_saying_which_is_refused(case: Referral, world: make.World) -> None:
    with pytest.raises(UnableToRecordFollowUp, match="Enter what help"):
        record(case, world, "needs_help")


def test_record_unknown_result_is_refused(case: Referral, world: make.World) -> None:
    with pytest.raises(UnableToRecordFollowUp):
        record(case, world, "nonsense")


def test_record_death_drops_the_other_follow_ups(case: Referral, world: make.World) -> None:
    record(case, world, "died")
    assert case.follow_ups.filter(cancelled_at__isnull=False).count() == 5


def test_record_death_stops_every_clock(case: Referral, world: make.World) -> None:
    record(case, world, "died")
    assert not Clock.objects.filter(referral=case, stopped_at__isnull=True).exists()


def test_record_dropped_follow_up_is_refused(case: Referral, world: make.World) -> None:
    record(case, world, "died")
    with pytest.raises(UnableToActNow, match="no longer needed"):
        record(case, world, "fine", "home_visit")


def test_record_nobody_reached_in_the_end_is_done(case: Referral, world: make.World) -> None:
    assert record(case, world, "not_reached").done_at == LATER


def test_attempt_leaves_the_follow_up_due(case: Referral, world: make.World) -> None:
    record_attempt(follow_up=follow_up(case), note="No answer", by=world.coordinator, at=LATER)
    waiting = follow_up(case)
    assert waiting.clock is not None
    assert (waiting.done_at, waiting.clock.stopped_at) == (None, None)


def test_record_with_a_note_is_not_on_the_ward_s_timeline(case: Referral, world: make.World) -> None:
    record(case, world, note="Her son takes her money")
    assert not [line for line in timeline(world.sister, case) if "son" in line.text]


def test_record_without_a_note_is_on_the_ward_s_timeline(case: Referral, world: make.World) -> None:
    record(case, world)
    assert "at home and managing" in timeline(world.sister, case)[0].text


def test_attempt_writes_a_line_on_the_timeline(case: Referral, world: make.World) -> None:
    record_attempt(follow_up=follow_up(case), note="No answer", by=world.coordinator, at=LATER)
    event = case.events.get(event="record_follow_up")
    assert event.note == "Call after 48 hours: nobody was reached, to be tried again. No answer"


def test_attempt_in_the_same_words_within_a_minute_is_one_line(case: Referral, world: make.World) -> None:
    for seconds in (0, 59):
        later = LATER + timedelta(seconds=seconds)
        record_attempt(follow_up=follow_up(case), note="No answer", by=world.coordinator, at=later)
    assert case.events.filter(event="record_follow_up").count() == 1


def test_record_that_fails_late_is_undone(case: Referral, world: make.World) -> None:
    before = written(case)
    with refused_inserts("partners_auditevent"), pytest.raises(IntegrityError):
        record(case, world)
    assert written(case) == before


@pytest.mark.parametrize(
    "name",
    ["sister", "discharge_team", "provider_worker", "flat_manager", "commissioner", "ig_officer", "administrator"],
)
def test_record_by_other_roles_is_refused(case: Referral, world: make.World, name: str) -> None:
    with pytest.raises(NotAllowed):
        record_follow_up(follow_up=follow_up(case), result="fine", note="", by=world.people[name], at=LATER)


def test_record_by_team_lead_is_done(case: Referral, world: make.World) -> None:
    done = record_follow_up(follow_up=follow_up(case), result="fine", note="", by=world.team_lead, at=LATER)
    assert done.done_by == world.team_lead


def test_close_drops_the_follow_ups_that_wait(case: Referral, world: make.World) -> None:
    record(case, world)
    close_case(referral=case, note="", by=world.coordinator, at=LATER)
    assert case.follow_ups.filter(cancelled_at__isnull=False).count() == 5


def test_record_on_closed_case_is_refused(case: Referral, world: make.World) -> None:
    close_case(referral=case, note="", by=world.coordinator, at=LATER)
    with pytest.raises(UnableToActNow):
        record(case, world)


@pytest.mark.parametrize(
    "broken",
    [
        {"kind": "call_48h"},
        {"kind": "new", "result": "fine"},
        {"kind": "new", "done_at": LATER},
    ],
    ids=["second of a kind", "result without time and person", "time without result and person"],
)
def test_follow_up_that_contradicts_itself_is_refused_by_the_database(
    case: Referral, broken: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError):
        FollowUp.objects.create(referral=case, due_on=LATER.date(), **broken)


def written(case: Referral) -> tuple[object, ...]:
    """Everything a discharge or follow-up could have left behind."""
    row = Referral.objects.get(pk=case.pk)
    return (
        row.status,
        row.discharged_on,
        row.next_due_at,
        list(row.follow_ups.order_by("pk").values()),
        list(row.clocks.order_by("pk").values()),
        row.events.count(),
        AuditEvent.objects.filter(referral_id=case.pk).count(),
    )


def test_end_of_support_is_six_weeks_after_leaving_and_advisory(case: Referral) -> None:
    clock = follow_up(case, "support_period").clock
    assert clock is not None
    assert (clock.unit, clock.amount, clock.advisory) == ("calendar_days", 42, True)


def test_follow_up_a_service_does_not_do_is_not_planned(world: make.World) -> None:
    SlaTarget.objects.create(
        scheme=world.scheme, name="home_visit", unit="calendar_days", amount=7, valid_from=date(2020, 1, 1), off=True
    )
    case = make.referral(world, "discharged")
    assert not case.follow_ups.filter(kind="home_visit").exists()
