"""What the sweep announces, when, and to whom.

Monday 23 November 2026, 9am: an emergency's 24 hours are half gone at 9pm, four fifths at 4.12am, and over on Tuesday
at 9am. An urgent referral's three working days end on Thursday at 5pm.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse

from partners.models import Absence, AuditEvent, DutyShift, Membership, Notification, User
from partners.roles import RoleCode
from referrals.actions import alerts, clocks, restriction
from referrals.lifecycle import Event
from referrals.models import Clock, Referral, ReferralEvent
from tests import factories as make

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
EVENING = make.NOW + 12 * HOUR + MINUTE  # 9.01pm, the council is closed
NIGHT = make.NOW + 20 * HOUR  # 5am
LATE = make.NOW + 24 * HOUR + MINUTE  # 9.01am, a working day
NEXT_MORNING = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def case(world: make.World) -> Referral:
    """An emergency nobody has answered and nobody has."""
    return make.referral(world, urgency="emergency")


def told(at: datetime) -> set[int]:
    """Who was told at this moment."""
    return set(Notification.objects.filter(created_at=at, key__startswith="clock:").values_list("recipient", flat=True))


def texts(case: Referral, at: datetime) -> set[str]:
    return set(Notification.objects.filter(created_at=at, key__startswith="clock:").values_list("text", flat=True))


def give(case: Referral, user: User | None) -> None:
    Referral.objects.filter(pk=case.pk).update(assignee=user)


def away(user: User, cover: User | None) -> None:
    Absence.objects.create(
        person=user, cover=cover, from_on=date(2026, 11, 20), until_on=date(2026, 11, 24), recorded_by=user,
        recorded_at=make.NOW,
    )  # fmt: skip


def shift(world: make.World, user: User, from_at: datetime, to_at: datetime) -> None:
    DutyShift.objects.create(organisation=world.council, person=user, from_at=from_at, to_at=to_at)


def colleague(world: make.World) -> User:
    return make.person(RoleCode.COORDINATOR, world.council)


# When


def test_half_of_the_time_gone_is_announced_with_the_due_time(case: Referral) -> None:
    alerts.announce_due(at=EVENING)
    label = Clock.objects.get(referral=case).label
    words = f"{case.reference}: {label} is due 9am on Tuesday 24 November: half of the time is gone"
    assert texts(case, EVENING) == {words}


def test_most_of_the_time_gone_is_announced(case: Referral) -> None:
    alerts.announce_due(at=EVENING)
    alerts.announce_due(at=NIGHT)
    assert {text.rsplit(": ", 1)[1] for text in texts(case, NIGHT)} == {"a fifth of the time is left"}


def test_passed_deadline_is_announced_as_overdue(case: Referral) -> None:
    alerts.announce_due(at=LATE)
    assert {text.endswith(" is overdue") for text in texts(case, LATE)} == {True}


def test_shares_that_passed_between_two_sweeps_are_announced_as_the_last_of_them(case: Referral) -> None:
    alerts.announce_due(at=LATE)
    assert set(Notification.objects.filter(key__startswith="clock:").values_list("kind", flat=True)) == {"passed"}


def test_due_time_on_the_stroke_is_not_overdue(case: Referral) -> None:
    alerts.announce_due(at=make.NOW + 24 * HOUR)
    assert Clock.objects.get(referral=case).breached_at is None


def test_overdue_and_nobody_acts_is_announced_again_in_the_morning(case: Referral) -> None:
    alerts.announce_due(at=LATE)
    alerts.announce_due(at=NEXT_MORNING + MINUTE)
    assert {text.split(" is ")[1] for text in texts(case, NEXT_MORNING + MINUTE)} == {
        "still overdue, and nobody has said that they are dealing with it"
    }


def test_overdue_is_announced_once_a_day(case: Referral) -> None:
    for moment in (LATE, NEXT_MORNING + MINUTE, NEXT_MORNING + HOUR):
        alerts.announce_due(at=moment)
    assert not told(NEXT_MORNING + HOUR)


def test_passed_at_night_is_announced_daily_from_the_same_morning(world: make.World) -> None:
    case = make.referral(world, urgency="emergency", at=make.NOW - 5 * HOUR)
    alerts.announce_due(at=make.NOW + 20 * HOUR)  # 5am, an hour late
    assert Clock.objects.get(referral=case).next_alert_at == make.NOW + 24 * HOUR  # 9am


def test_reminder_keeps_to_the_clock_on_the_wall_when_it_changes(world: make.World) -> None:
    saturday = datetime(2027, 3, 27, 9, 30, tzinfo=UTC)  # the clocks go forward in the night
    case = make.referral(world, urgency="emergency", at=saturday - 25 * HOUR)
    alerts.announce_due(at=saturday)
    assert Clock.objects.get(referral=case).next_alert_at == datetime(2027, 3, 28, 8, 0, tzinfo=UTC)


def test_sweep_of_a_stopped_clock_announces_nothing(case: Referral) -> None:
    clocks.stop_clock(clock=Clock.objects.get(referral=case), at=make.NOW)
    assert alerts.announce_due(at=LATE) == 0


def test_sweep_of_more_than_a_batch_announces_all(world: make.World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alerts, "BATCH", 2)
    for _ in range(5):
        make.referral(world, urgency="emergency")
    assert alerts.announce_due(at=LATE) == 5


def test_sweep_that_is_undone_has_announced_nothing(case: Referral) -> None:
    with transaction.atomic():
        alerts.announce_due(at=LATE)
        transaction.set_rollback(True)
    assert not told(LATE)
    assert Clock.objects.get(referral=case).announced == 0


def test_sweep_finds_what_is_due_by_its_index(world: make.World) -> None:
    make.referral(world)
    with connection.cursor() as cursor:
        # A small table is read faster any other way; a large one only off the index and in its order.
        cursor.execute("set local enable_seqscan = off; set local enable_bitmapscan = off")
        cursor.execute(f"explain {alerts.DUE}", alerts.facts(make.NOW))
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "clock_alert" in plan
    assert "Sort" not in plan


# To whom


def test_case_of_a_coordinator_is_announced_to_them_alone(world: make.World) -> None:
    give(make.referral(world), world.coordinator)
    alerts.announce_due(at=make.NOW + 80 * HOUR)
    assert told(make.NOW + 80 * HOUR) == {world.coordinator.pk}


def test_emergency_that_passed_is_announced_to_the_team_lead_as_well(case: Referral, world: make.World) -> None:
    give(case, world.coordinator)
    alerts.announce_due(at=LATE)
    assert told(LATE) == {world.coordinator.pk, world.team_lead.pk}


def test_case_of_somebody_who_is_away_is_announced_to_their_cover(case: Referral, world: make.World) -> None:
    other = colleague(world)
    give(case, world.coordinator)
    away(world.coordinator, other)
    alerts.announce_due(at=EVENING)
    assert told(EVENING) == {other.pk}


def test_case_of_somebody_who_is_away_without_cover_is_announced_to_the_team(case: Referral, world: make.World) -> None:
    give(case, world.coordinator)
    away(world.coordinator, None)
    alerts.announce_due(at=EVENING)
    assert told(EVENING) == {world.team_lead.pk}


def test_cover_who_is_away_too_is_passed_over(case: Referral, world: make.World) -> None:
    other = colleague(world)
    give(case, world.coordinator)
    away(world.coordinator, other)
    away(other, None)
    alerts.announce_due(at=EVENING)
    assert told(EVENING) == {world.team_lead.pk}


def test_cover_who_has_left_is_passed_over(case: Referral, world: make.World) -> None:
    other = colleague(world)
    give(case, world.coordinator)
    away(world.coordinator, other)
    User.objects.filter(pk=other.pk).update(is_active=False)
    alerts.announce_due(at=EVENING)
    assert told(EVENING) == {world.team_lead.pk}


def test_absence_that_is_over_counts_no_more(case: Referral, world: make.World) -> None:
    give(case, world.coordinator)
    away(world.coordinator, None)
    Absence.objects.update(until_on=date(2026, 11, 22))
    alerts.announce_due(at=EVENING)
    assert told(EVENING) == {world.coordinator.pk}


def test_case_nobody_has_is_announced_to_who_is_on_duty(case: Referral, world: make.World) -> None:
    shift(world, world.coordinator, EVENING - HOUR, EVENING + HOUR)
    alerts.announce_due(at=EVENING)
    assert told(EVENING) == {world.coordinator.pk}


def test_case_nobody_has_is_announced_to_everybody_when_no_one_is_on_duty(case: Referral, world: make.World) -> None:
    shift(world, world.coordinator, EVENING + HOUR, EVENING + 2 * HOUR)
    alerts.announce_due(at=EVENING)
    assert told(EVENING) == {world.coordinator.pk, world.team_lead.pk}


def test_team_that_is_away_altogether_is_told_all_the_same(case: Referral, world: make.World) -> None:
    away(world.coordinator, None)
    away(world.team_lead, None)
    alerts.announce_due(at=EVENING)
    assert told(EVENING) == {world.coordinator.pk, world.team_lead.pk}


def test_duty_at_another_organisation_is_no_duty_here(case: Referral, world: make.World) -> None:
    DutyShift.objects.create(
        organisation=world.landlord, person=world.coordinator, from_at=EVENING - HOUR, to_at=EVENING + HOUR
    )
    alerts.announce_due(at=EVENING)
    assert told(EVENING) == {world.coordinator.pk, world.team_lead.pk}


def test_emergency_at_night_is_announced_to_who_is_on_duty_as_well(case: Referral, world: make.World) -> None:
    other = colleague(world)
    give(case, world.coordinator)
    shift(world, other, EVENING - HOUR, EVENING + HOUR)
    alerts.announce_due(at=EVENING)
    assert told(EVENING) == {world.coordinator.pk, other.pk}


def test_emergency_in_the_day_is_not_announced_to_who_is_on_duty(world: make.World) -> None:
    case, midday = make.referral(world, urgency="emergency", at=make.NOW - 10 * HOUR), make.NOW + 3 * HOUR
    give(case, world.coordinator)
    shift(world, colleague(world), midday - HOUR, midday + HOUR)
    alerts.announce_due(at=midday)
    assert told(midday) == {world.coordinator.pk}


HEATHERSTONES = [["08:00", "13:00"], ["16:45", "21:45"]]


@pytest.mark.parametrize(
    ("after", "is_open"),
    [(timedelta(hours=3), True), (timedelta(hours=5), False), (timedelta(hours=8), True), (timedelta(hours=13), False)],
)
def test_emergency_between_two_opening_times_is_announced_to_who_is_on_duty_as_well(
    world: make.World, after: timedelta, is_open: bool
) -> None:
    world.scheme.hours = [HEATHERSTONES] * 7
    world.scheme.save()
    case, at, other = (
        make.referral(world, urgency="emergency", at=make.NOW - 10 * HOUR),
        make.NOW + after,
        colleague(world),
    )
    give(case, world.coordinator)
    shift(world, other, at - HOUR, at + HOUR)
    alerts.announce_due(at=at)
    assert told(at) == ({world.coordinator.pk} if is_open else {world.coordinator.pk, other.pk})


@pytest.mark.parametrize("is_open", [True, False])
def test_emergency_on_a_bank_holiday_is_announced_to_who_is_on_duty_where_the_service_closes(
    world: make.World, is_open: bool
) -> None:
    world.scheme.open_on_bank_holidays = is_open
    world.scheme.save()
    christmas, other = datetime(2026, 12, 25, 12, 0, tzinfo=UTC), colleague(world)  # a Friday
    case = make.referral(world, urgency="emergency", at=christmas - 13 * HOUR)
    give(case, world.coordinator)
    shift(world, other, christmas - HOUR, christmas + HOUR)
    alerts.announce_due(at=christmas)
    assert told(christmas) == ({world.coordinator.pk} if is_open else {world.coordinator.pk, other.pk})


def test_emergency_before_midnight_of_a_service_open_until_then_is_announced_in_its_hours(world: make.World) -> None:
    world.scheme.hours = [[["12:00", "00:00"]]] * 7
    world.scheme.save()
    case, at = make.referral(world, urgency="emergency", at=make.NOW), make.NOW + 14 * HOUR + MINUTE
    give(case, world.coordinator)
    shift(world, colleague(world), at - HOUR, at + HOUR)
    alerts.announce_due(at=at)
    assert told(at) == {world.coordinator.pk}


def test_daily_reminder_goes_to_the_team_lead(case: Referral, world: make.World) -> None:
    give(case, world.coordinator)
    alerts.announce_due(at=LATE)
    alerts.announce_due(at=NEXT_MORNING + MINUTE)
    assert told(NEXT_MORNING + MINUTE) == {world.team_lead.pk}


def test_daily_reminder_of_a_team_without_a_lead_goes_to_everybody(case: Referral, world: make.World) -> None:
    Membership.objects.filter(user=world.team_lead).update(active=False, ended_at=make.NOW)
    alerts.announce_due(at=LATE)
    alerts.announce_due(at=NEXT_MORNING + MINUTE)
    assert told(NEXT_MORNING + MINUTE) == {world.coordinator.pk}


def test_promise_a_firm_can_meet_is_announced_to_it_in_its_own_words(world: make.World) -> None:
    case = make.referral(world, "accepted")
    clocks.start_clock(
        referral=case, kind="work", label="Key safe", target_name="emergency", at=make.NOW,
        partner=clocks.Partner(world.provider, "Job 7: Key safe", "/jobs/7/"),
    )  # fmt: skip
    alerts.announce_due(at=LATE)
    line = Notification.objects.get(recipient=world.provider_worker, key__startswith="clock:")
    assert (line.text, line.path) == ("Job 7: Key safe is overdue", "/jobs/7/")


def test_restricted_case_is_announced_to_the_named_alone(case: Referral, world: make.World) -> None:
    restriction.restrict_case(referral=case, reason="staff", people=[world.team_lead], by=world.team_lead, at=make.NOW)
    alerts.announce_due(at=LATE)
    assert told(LATE) == {world.team_lead.pk}


def test_emergency_that_passed_is_urgent(case: Referral) -> None:
    alerts.announce_due(at=LATE)
    assert set(Notification.objects.filter(created_at=LATE).values_list("urgent", flat=True)) == {True}


def test_half_of_an_emergency_is_not_urgent(case: Referral) -> None:
    alerts.announce_due(at=EVENING)
    assert set(Notification.objects.filter(created_at=EVENING).values_list("urgent", flat=True)) == {False}


# Somebody deals with it


def test_breach_taken_up_ends_the_reminders(case: Referral, world: make.World) -> None:
    alerts.announce_due(at=LATE)
    clocks.take_up_breach(clock=Clock.objects.get(referral=case), by=world.coordinator, at=LATE)
    assert alerts.announce_due(at=NEXT_MORNING + MINUTE) == 0


def test_breach_taken_up_before_the_sweep_is_announced_once(case: Referral, world: make.World) -> None:
    clocks.take_up_breach(clock=Clock.objects.get(referral=case), by=world.coordinator, at=LATE)
    alerts.announce_due(at=LATE + MINUTE)
    assert Clock.objects.get(referral=case).next_alert_at is None
    assert told(LATE + MINUTE)


def test_breach_taken_up_stays_late(case: Referral, world: make.World) -> None:
    clock = clocks.take_up_breach(clock=Clock.objects.get(referral=case), by=world.coordinator, at=LATE)
    assert clock.breached_at == make.NOW + 24 * HOUR


def test_breach_taken_up_twice_keeps_the_first(case: Referral, world: make.World) -> None:
    clock = Clock.objects.get(referral=case)
    clocks.take_up_breach(clock=clock, by=world.coordinator, at=LATE)
    clocks.take_up_breach(clock=clock, by=world.team_lead, at=LATE + HOUR)
    clock.refresh_from_db()
    assert (clock.acted_by, clock.acted_at) == (world.coordinator, LATE)


def test_breach_taken_up_is_on_the_timeline(case: Referral, world: make.World) -> None:
    clocks.take_up_breach(clock=Clock.objects.get(referral=case), by=world.coordinator, at=LATE)
    line = ReferralEvent.objects.get(referral=case, event=Event.TAKE_UP_BREACH)
    assert (line.by, line.at) == (world.coordinator, LATE)


def test_clock_that_is_not_late_is_not_taken_up(case: Referral, world: make.World) -> None:
    clock = clocks.take_up_breach(clock=Clock.objects.get(referral=case), by=world.coordinator, at=make.NOW)
    assert clock.acted_at is None


def test_breach_leaves_an_audit_row_with_the_day_it_was_due(case: Referral) -> None:
    alerts.announce_due(at=LATE)
    assert AuditEvent.objects.get(action="clock_breached").detail == {"due_on": "2026-11-24"}


def test_breach_of_a_service_with_nobody_left_to_answer_is_told_to_who_manages_its_people(world: make.World) -> None:
    case = make.referral(world, urgency="emergency")
    Membership.objects.filter(user__in=[world.coordinator, world.team_lead]).update(active=False, ended_at=make.NOW)
    alerts.announce_due(at=LATE)
    [line] = Notification.objects.filter(recipient=world.administrator)
    assert (
        line.text == f"{case.reference}: Answer to the ward (emergency) is overdue, and your team has nobody to answer"
    )
    assert line.path == reverse("people")


def test_breach_of_a_service_with_a_team_is_not_told_to_who_manages_its_people(world: make.World) -> None:
    make.referral(world, urgency="emergency")
    alerts.announce_due(at=LATE)
    assert not Notification.objects.filter(recipient=world.administrator).exists()
