"""The clocks of a case: the sweep, pauses, and the earliest deadline."""

from datetime import timedelta

import pytest

from partners.actions.membership import set_active
from partners.models import AuditEvent, Notification
from referrals.actions import alerts, clocks, triage
from referrals.models import Clock, Referral
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
