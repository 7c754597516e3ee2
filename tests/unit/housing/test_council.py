"""Applications to a council: their stages as data, and what recording one does."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from housing.actions.council import NEEDS_CONSENT, record_stage, start_application
from housing.council import CONSENTS, DUTY_TO_REFER, FACILITIES_GRANT, KINDS, OPEN_STAGES, Kind
from housing.errors import NotAllowed, UnableToActNow, UnableToApply
from housing.models import CouncilApplication, CouncilStage
from outcomes.actions.close import close_with_outcome
from partners.models import AuditEvent
from referrals.models import Clock, SlaTarget
from referrals.targets import CLOCKS
from tests import factories as make

LATER = make.NOW + timedelta(hours=3)
TODAY = date(2026, 11, 23)
AGREED = [each.code for each in CONSENTS]
MIDDAY = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_stages_of_a_kind_lead_to_stages_it_has(kind: Kind) -> None:
    assert {code for stage in kind.stages for code in stage.leads_to} == {stage.code for stage in kind.stages[1:]}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_open_stages_have_a_clock_that_exists_and_final_ones_none(kind: Kind) -> None:
    assert all((stage.clock in CLOCKS) is not stage.is_final for stage in kind.stages)


def test_stages_in_which_an_application_is_over() -> None:
    assert {stage.code for kind in KINDS for stage in kind.stages} - set(OPEN_STAGES) == {
        *("ended", "not_accepted", "withdrawn", "finished", "refused"),
    }


def test_stages_that_need_a_reason() -> None:
    assert {stage.code for kind in KINDS for stage in kind.stages if stage.reasons} == {
        *("not_accepted", "withdrawn", "refused"),
    }


def sent(world: make.World, **changes: Any) -> CouncilApplication:
    values: dict[str, Any] = {
        "referral": changes.pop("referral", None) or make.referral(world, "accepted"),
        "kind": DUTY_TO_REFER,
        "council": "Mansfield District Council",
        "on": TODAY,
        "agreed": AGREED,
        "by": world.coordinator,
        "at": LATER,
    }
    return start_application(**{**values, **changes})


def grant(world: make.World, **changes: Any) -> CouncilApplication:
    return sent(world, kind=FACILITIES_GRANT, agreed=(), **changes)


def moved(application: CouncilApplication, stage: str, **changes: Any) -> CouncilApplication:
    values: dict[str, Any] = {"on": TODAY, "by": application.started_by, "at": LATER + timedelta(minutes=5)}
    return record_stage(application=application, stage=stage, **{**values, **changes})


def running(application: CouncilApplication) -> list[str]:
    clocks = Clock.objects.filter(referral=application.referral, kind=Clock.Kind.COUNCIL, stopped_at__isnull=True)
    return [clock.target_name for clock in clocks]


def test_duty_to_refer_sent_starts_the_clock_of_the_answer(world: make.World) -> None:
    application = sent(world)
    assert (application.stage, running(application)) == ("sent", ["dtr_answer"])


def test_duty_to_refer_sent_today_runs_from_now(world: make.World) -> None:
    clock = sent(world).clock
    assert clock is not None
    assert clock.started_at == LATER


def test_duty_to_refer_sent_on_an_earlier_day_runs_from_midday_of_that_day(world: make.World) -> None:
    clock = sent(world, on=MIDDAY.date()).clock
    assert clock is not None
    assert clock.started_at == MIDDAY


@pytest.mark.parametrize("missing", AGREED)
def test_duty_to_refer_without_one_of_the_three_is_refused_with_what_to_do(world: make.World, missing: str) -> None:
    with pytest.raises(UnableToApply) as refusal:
        sent(world, agreed=[each for each in AGREED if each != missing])
    assert refusal.value.message == NEEDS_CONSENT


def test_duty_to_refer_keeps_what_the_person_agreed_to(world: make.World) -> None:
    application = sent(world)
    assert all(getattr(application, code) for code in AGREED)


def test_grant_needs_none_of_the_three_and_keeps_none(world: make.World) -> None:
    application = sent(world, kind=FACILITIES_GRANT)
    assert not any(getattr(application, code) for code in AGREED)


def test_start_by_the_ward_is_refused(world: make.World) -> None:
    with pytest.raises(NotAllowed):
        sent(world, by=world.sister)


def test_start_by_a_provider_is_refused(world: make.World) -> None:
    with pytest.raises(NotAllowed):
        sent(world, by=world.provider_worker)


def test_start_without_a_council_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToApply, match="Enter the council"):
        sent(world, council=" ")


def test_start_on_a_day_to_come_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToApply, match="today or in the past"):
        sent(world, on=TODAY + timedelta(days=1))


def test_start_of_a_case_not_accepted_yet_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToActNow):
        sent(world, referral=make.referral(world))


def test_start_twice_by_the_same_person_is_quiet(world: make.World) -> None:
    first = sent(world)
    assert sent(world, referral=first.referral) == first
    assert CouncilStage.objects.count() == 1


def test_start_of_a_second_one_names_the_first(world: make.World) -> None:
    first = sent(world)
    with pytest.raises(UnableToActNow, match="Mansfield District Council has been asked already"):
        sent(world, referral=first.referral, council="Ashfield")


def test_start_of_a_grant_beside_the_duty_is_possible(world: make.World) -> None:
    first = sent(world)
    assert grant(world, referral=first.referral).pk != first.pk


def test_accepted_stops_the_answer_and_starts_the_56_days(world: make.World) -> None:
    application = moved(sent(world), "accepted")
    assert (application.stage, running(application)) == ("accepted", ["dtr_56_days"])


def test_accepted_56_days_end_at_the_close_of_the_56th(world: make.World) -> None:
    clock = moved(sent(world, on=date(2026, 11, 19)), "accepted", on=date(2026, 11, 20)).clock
    assert clock is not None
    assert clock.due_at == datetime(2027, 1, 15, 17, tzinfo=UTC)


def test_accepted_56_days_are_advisory(world: make.World) -> None:
    clock = moved(sent(world), "accepted").clock
    assert clock is not None
    assert clock.advisory


@pytest.mark.parametrize(("stage", "reason"), [("not_accepted", "no_contact"), ("withdrawn", "found_other")])
def test_application_that_is_over_has_no_clock(world: make.World, stage: str, reason: str) -> None:
    application = moved(sent(world), stage, reason=reason)
    assert (application.clock, running(application)) == (None, [])


@pytest.mark.parametrize("reason", ["", "means", "nonsense"])
def test_not_accepted_without_a_reason_of_its_list_is_refused(world: make.World, reason: str) -> None:
    with pytest.raises(UnableToApply, match="Select why"):
        moved(sent(world), "not_accepted", reason=reason)


def test_stage_that_needs_no_reason_keeps_none(world: make.World) -> None:
    moved(sent(world), "accepted", reason="no_contact")
    assert set(CouncilStage.objects.values_list("reason", flat=True)) == {""}


def test_stage_that_cannot_come_next_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToApply, match="Select what has happened"):
        moved(sent(world), "ended")


def test_stage_before_the_last_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToApply, match="cannot be before 23 November"):
        moved(sent(world), "accepted", on=TODAY - timedelta(days=1))


def test_stage_in_the_future_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToApply, match="today or in the past"):
        moved(sent(world), "accepted", on=TODAY + timedelta(days=1))


def test_stage_by_the_ward_is_refused(world: make.World) -> None:
    with pytest.raises(NotAllowed):
        moved(sent(world), "accepted", by=world.sister)


def test_stage_recorded_twice_by_the_same_person_is_quiet(world: make.World) -> None:
    application = moved(sent(world), "accepted")
    assert moved(application, "accepted") == application
    assert CouncilStage.objects.count() == 2


def test_stage_that_a_colleague_has_recorded_names_them(world: make.World) -> None:
    first = sent(world)
    moved(first, "accepted", by=world.team_lead)
    with pytest.raises(UnableToActNow, match=world.team_lead.name):
        moved(first, "accepted")


def test_stage_from_a_page_opened_before_a_colleague_s_names_them(world: make.World) -> None:
    first = sent(world)
    moved(CouncilApplication.objects.get(pk=first.pk), "accepted", by=world.team_lead)
    with pytest.raises(UnableToActNow, match=world.team_lead.name):
        moved(first, "withdrawn", reason="mistake")


def test_grant_runs_through_its_clocks_to_the_end(world: make.World) -> None:
    application, seen = grant(world), []
    for stage in ("visited", "applied", "approved", "finished"):
        seen += running(application)
        application = moved(application, stage)
    assert seen == ["dfg_visit", "dfg_application", "dfg_decision", "dfg_works"]
    assert running(application) == []


def test_grant_is_decided_within_6_months_of_the_valid_application(world: make.World) -> None:
    clock = moved(grant(world), "applied").clock
    assert clock is not None
    assert clock.due_at == datetime(2027, 5, 23, 16, tzinfo=UTC)


def test_grant_works_are_finished_within_12_months_of_approval(world: make.World) -> None:
    clock = moved(moved(grant(world), "applied"), "approved").clock
    assert clock is not None
    assert clock.due_at == datetime(2027, 11, 23, 17, tzinfo=UTC)


def test_stage_that_the_service_does_not_promise_has_no_clock(world: make.World) -> None:
    SlaTarget.objects.create(
        scheme=world.scheme, name="dtr_answer", unit="working_days", amount=5, valid_from=date(2026, 1, 1), off=True
    )
    application = sent(world)
    assert (application.stage, application.clock) == ("sent", None)
    assert moved(application, "accepted").stage == "accepted"


def test_timeline_says_to_whom_it_was_sent(world: make.World) -> None:
    application = sent(world, note="The daughter rings them")
    line = application.referral.events.get(event="duty_to_refer")
    assert (line.note, line.lead_only) == ("Sent to Mansfield District Council, 23 November", False)


def test_timeline_says_why_it_was_not_accepted(world: make.World) -> None:
    application = moved(sent(world), "not_accepted", reason="no_contact")
    line = application.referral.events.filter(event="duty_to_refer").order_by("-pk")[0]
    assert line.note == (
        "Not accepted: Mansfield District Council, 23 November. The council could not reach the person"
    )


def test_audit_names_the_stage_and_no_council(world: make.World) -> None:
    application = sent(world)
    row = AuditEvent.objects.get(object_type="councilapplication", object_id=application.pk)
    assert row.detail == {"stage": "sent", "on": "2026-11-23"}


def test_case_that_is_closed_stops_the_clock_and_leaves_the_stage(world: make.World) -> None:
    case = make.referral(world, "discharged")
    application = sent(world, referral=case, at=LATER + timedelta(days=1))
    close_with_outcome(
        referral=case, outcome="settled_home", note="", by=world.coordinator, at=LATER + timedelta(days=2)
    )
    application.refresh_from_db()
    assert (application.stage, running(application)) == ("sent", [])
