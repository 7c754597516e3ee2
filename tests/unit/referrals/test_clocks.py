"""The clocks of a case: the sweep, pauses, and the earliest deadline."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from partners.actions.membership import set_active
from partners.models import AuditEvent, Notification, Scheme
from referrals import deadlines
from referrals.actions import alerts, clocks, messages, triage
from referrals.models import Clock, Referral, SlaTarget
from tests import factories as make

pytestmark = pytest.mark.django_db
AFTER = make.NOW + timedelta(hours=24, minutes=1)


@pytest.fixture
def world() -> make.World:
    return make.world()


def test_sweep_stamps_an_unmet_deadline_with_its_due_time(world: make.World) -> None:
    case = make.referral(world, urgency="emergency")
    alerts.announce_due(at=AFTER)
    assert Clock.objects.get(referral=case).breached_at == make.NOW + timedelta(hours=24)


def test_sweep_before_the_deadline_stamps_nothing(world: make.World) -> None:
    case = make.referral(world, urgency="emergency")
    alerts.announce_due(at=make.NOW + timedelta(hours=23, minutes=59))
    assert Clock.objects.get(referral=case).breached_at is None


def test_sweep_of_an_unassigned_case_tells_the_whole_team(world: make.World) -> None:
    case = make.referral(world, urgency="emergency")
    alerts.announce_due(at=AFTER)
    told = Notification.objects.filter(text__contains="overdue", text__startswith=case.reference)
    assert set(told.values_list("recipient", flat=True)) == {world.coordinator.pk, world.team_lead.pk}


def test_sweep_twice_announces_once(world: make.World) -> None:
    make.referral(world, urgency="emergency")
    alerts.announce_due(at=AFTER)
    alerts.announce_due(at=AFTER)
    assert Notification.objects.filter(text__contains="overdue", recipient=world.coordinator).count() == 1


def test_sweep_of_a_paused_clock_stamps_nothing(world: make.World) -> None:
    make.referral(world, "information_requested", urgency="emergency")
    assert alerts.announce_due(at=AFTER) == 0


def test_sweep_leaves_an_audit_row_by_the_system(world: make.World) -> None:
    case = make.referral(world, urgency="emergency")
    alerts.announce_due(at=AFTER)
    row = AuditEvent.objects.get(action="clock_breached", referral_id=case.pk)
    assert (row.actor_id, row.actor_kind) == (None, "sweep")


def test_question_after_the_deadline_keeps_the_breach(world: make.World) -> None:
    case = make.referral(world, urgency="emergency")
    triage.ask_for_information(referral=case, question="Key?", by=world.coordinator, at=AFTER)
    assert Clock.objects.get(referral=case).breached_at == make.NOW + timedelta(hours=24)


def test_answer_after_a_breach_never_takes_it_back(world: make.World) -> None:
    case = make.referral(world, urgency="emergency")
    triage.ask_for_information(referral=case, question="Key?", by=world.coordinator, at=AFTER)
    triage.answer_question(referral=case, answer="Here", by=world.sister, at=AFTER + timedelta(hours=3))
    assert Clock.objects.get(referral=case).breached_at is not None


def test_breached_clock_that_ran_again_is_not_announced_again(world: make.World) -> None:
    case = make.referral(world, urgency="emergency")
    alerts.announce_due(at=AFTER)
    triage.ask_for_information(referral=case, question="Key?", by=world.coordinator, at=AFTER)
    triage.answer_question(referral=case, answer="Here", by=world.sister, at=AFTER + timedelta(hours=3))
    assert Clock.objects.get(referral=case).next_alert_at is None


def test_two_clocks_show_the_earlier_deadline_on_the_case(world: make.World) -> None:
    case = make.referral(world)
    clocks.start_clock(referral=case, kind="work", label="Key safe", target_name="emergency", at=make.NOW)
    assert Referral.objects.get(pk=case.pk).next_due_at == make.NOW + timedelta(hours=24)


def test_stopping_the_earlier_clock_shows_the_later_deadline(world: make.World) -> None:
    case = make.referral(world)
    clock = clocks.start_clock(referral=case, kind="work", label="Key safe", target_name="emergency", at=make.NOW)
    clocks.stop_clock(clock=clock, at=make.NOW)
    answer = Clock.objects.get(referral=case, kind="answer")
    assert Referral.objects.get(pk=case.pk).next_due_at == answer.due_at


def test_stop_twice_keeps_the_first_time(world: make.World) -> None:
    clock = Clock.objects.get(referral=make.referral(world))
    clocks.stop_clock(clock=clock, at=make.NOW + timedelta(hours=1))
    clocks.stop_clock(clock=clock, at=make.NOW + timedelta(hours=5))
    assert clock.stopped_at == make.NOW + timedelta(hours=1)


def test_pause_of_a_stopped_clock_does_nothing(world: make.World) -> None:
    clock = Clock.objects.get(referral=make.referral(world))
    clocks.stop_clock(clock=clock, at=make.NOW)
    clocks.pause_clock(clock=clock, reason="information", by=world.coordinator, at=make.NOW)
    assert not clock.pauses.exists()


def test_pause_of_a_late_clock_leaves_the_case_overdue(world: make.World) -> None:
    case = make.referral(world, urgency="emergency")
    triage.ask_for_information(referral=case, question="Key?", by=world.coordinator, at=AFTER)
    assert Referral.objects.get(pk=case.pk).next_due_at == make.NOW + timedelta(hours=24)


def test_pause_of_a_late_clock_not_announced_yet_is_announced_by_the_sweep(world: make.World) -> None:
    case = make.referral(world, urgency="emergency")
    triage.ask_for_information(referral=case, question="Key?", by=world.coordinator, at=AFTER)
    alerts.announce_due(at=AFTER + timedelta(minutes=1))
    assert Notification.objects.filter(text__contains="overdue", text__startswith=case.reference).exists()


def test_sweep_of_a_case_whose_coordinator_has_left_tells_the_team(world: make.World) -> None:
    case = make.referral(world, "accepted")
    clocks.start_clock(referral=case, kind="work", label="Key safe", target_name="emergency", at=make.NOW)
    set_active(user=world.coordinator, active=False, by=world.administrator, at=make.NOW)
    alerts.announce_due(at=AFTER)
    told = Notification.objects.filter(text__contains="overdue", text__startswith=case.reference)
    assert list(told.values_list("recipient", flat=True)) == [world.team_lead.pk]


# Promises that a service may choose not to make.


@pytest.fixture
def answered_the_same_day(world: make.World) -> Referral:
    """A new referral to a service that promises a first response."""
    SlaTarget.objects.filter(name="first_response").update(off=False)
    return make.referral(world)


def first_response(case: Referral) -> Clock:
    return Clock.objects.get(referral=case, kind="first_response")


def test_first_response_is_due_as_the_service_closes_that_day(answered_the_same_day: Referral) -> None:
    assert first_response(answered_the_same_day).due_at == make.NOW.replace(hour=17)


@pytest.mark.parametrize(("hour", "due"), [(9, (23, 21, 45)), (14, (23, 21, 45)), (22, (24, 21, 45))])
def test_first_response_of_a_service_with_two_openings_a_day_is_due_as_it_closes_for_the_night(
    world: make.World, hour: int, due: tuple[int, int, int]
) -> None:
    SlaTarget.objects.filter(name="first_response").update(off=False)
    world.scheme.hours = [[["08:00", "13:00"], ["16:45", "21:45"]]] * 7
    world.scheme.save()
    case = make.referral(world, at=make.NOW.replace(hour=hour))
    assert first_response(case).due_at == datetime(2026, 11, *due, tzinfo=UTC)


def test_first_response_of_a_service_closed_on_saturday_is_due_on_the_next_day_it_opens(world: make.World) -> None:
    SlaTarget.objects.filter(name="first_response").update(off=False)
    world.scheme.hours = [*[[["09:00", "17:00"]]] * 5, [], [["10:00", "16:00"]]]
    world.scheme.save()
    case = make.referral(world, at=datetime(2026, 11, 28, 11, 0, tzinfo=UTC))
    assert first_response(case).due_at == datetime(2026, 11, 29, 16, 0, tzinfo=UTC)


def test_first_response_keeps_the_hours_it_began_with(answered_the_same_day: Referral) -> None:
    Scheme.objects.update(hours=[[["08:00", "20:00"]]] * 7)
    clock = first_response(answered_the_same_day)
    assert deadlines.times_of(clock, deadlines.working_calendar())[100] == make.NOW.replace(hour=17)


def test_first_response_of_a_service_that_does_not_promise_it_is_not_started(world: make.World) -> None:
    assert not Clock.objects.filter(referral=make.referral(world), kind="first_response").exists()


@pytest.mark.parametrize("how", ["accept", "decline", "ask", "write", "withdraw"])
def test_first_response_ends_with_the_first_contact(
    answered_the_same_day: Referral, world: make.World, how: str
) -> None:
    case, by, at = answered_the_same_day, world.coordinator, make.NOW + timedelta(hours=1)
    if how == "accept":
        triage.accept_referral(referral=case, assignee=by, by=by, at=at)
    elif how == "decline":
        triage.decline_referral(referral=case, reason="no_housing_need", note="Nothing to do", by=by, at=at)
    elif how == "ask":
        triage.ask_for_information(referral=case, question="Which floor?", by=by, at=at)
    elif how == "write":
        messages.send_message(referral=case, body="We ring the family today", by=by, at=at)
    else:
        triage.withdraw_referral(referral=case, reason="solved", note="", by=world.sister, at=at)
    assert first_response(case).stopped_at == at


def test_first_response_does_not_end_with_the_ward_s_own_words(
    answered_the_same_day: Referral, world: make.World
) -> None:
    messages.send_message(referral=answered_the_same_day, body="Please hurry", by=world.sister, at=make.NOW)
    assert first_response(answered_the_same_day).stopped_at is None


def test_second_first_response_at_a_time_is_refused_by_the_database(answered_the_same_day: Referral) -> None:
    with pytest.raises(IntegrityError, match="clock_one_first_response"), transaction.atomic():
        clocks.start_clock(
            referral=answered_the_same_day, kind="first_response", label="x", target_name="first_response", at=make.NOW
        )


def test_clock_belongs_to_the_scheme_of_its_case(world: make.World) -> None:
    assert Clock.objects.get(referral=make.referral(world)).scheme == world.scheme
