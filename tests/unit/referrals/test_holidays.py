"""Days an administrator enters or takes back, and the promises that move with them.

Monday 23 November 2026, 9am: an urgent referral is due on Thursday at 5pm; with Wednesday a holiday, on Friday at 5pm.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from partners.errors import NotAllowed, UnableToActNow
from partners.models import AuditEvent
from referrals.actions import clocks, holidays, recomputing, rescheduling, restriction
from referrals.actions.holidays import ChangedDay, UnableToChangeHolidays
from referrals.models import Clock, OneOffHoliday, Referral, Rescheduling, SlaTarget
from tests import factories as make

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2026, 11, 25)
WEDDING = ChangedDay(on=WEDNESDAY, name="Royal wedding")
CHRISTMAS_IS_WORKED = ChangedDay(on=date(2026, 12, 25), worked=True)
LATER = make.NOW + timedelta(hours=1)
THURSDAY = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)


@pytest.fixture
def world() -> make.World:
    return make.world()


def add(world: make.World, day: ChangedDay = WEDDING) -> Rescheduling:
    return holidays.add_holiday(day=day, by=world.administrator, at=make.NOW)


def added_and_recomputed(world: make.World, day: ChangedDay = WEDDING) -> Rescheduling:
    row = add(world, day)
    recomputing.recompute(rescheduling_id=row.pk, at=LATER)
    return Rescheduling.objects.get(pk=row.pk)


def due_of(case: Referral) -> datetime | None:
    return Clock.objects.get(referral=case).due_at


# Entering and taking back.


def test_add_holiday_writes_the_day(world: make.World) -> None:
    add(world)
    assert OneOffHoliday.objects.values_list("on", "name", "worked").get() == (WEDNESDAY, "Royal wedding", False)


def test_add_worked_day_takes_the_name_of_the_holiday_it_was(world: make.World) -> None:
    add(world, CHRISTMAS_IS_WORKED)
    assert OneOffHoliday.objects.get().name == "Christmas Day"


def test_add_holiday_leaves_an_audit_row(world: make.World) -> None:
    row = add(world)
    event = AuditEvent.objects.get(action="holiday_added")
    assert (event.actor_id, event.detail) == (
        world.administrator.pk,
        {"on": "2026-11-25", "worked": False, "rescheduling": row.pk},
    )


def test_add_holiday_sends_its_task_once_it_is_committed(
    world: make.World, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        add(world)
    assert len(callbacks) == 1


def test_add_holiday_again_by_the_same_person_changes_nothing(world: make.World) -> None:
    assert add(world) == add(world)


def test_add_holiday_a_colleague_entered_is_refused(world: make.World) -> None:
    add(make.world())
    with pytest.raises(UnableToChangeHolidays, match="Wednesday 25 November 2026 has been entered already"):
        add(world)


@pytest.mark.parametrize("who", ["coordinator", "team_lead", "ig_officer", "commissioner"])
def test_add_holiday_by_another_role_is_refused(world: make.World, who: str) -> None:
    with pytest.raises(NotAllowed):
        holidays.add_holiday(day=WEDDING, by=getattr(world, who), at=make.NOW)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (ChangedDay(on=date(2026, 11, 28), name="Fair"), "Saturday 28 November 2026 is not counted as a working day"),
        (ChangedDay(on=date(2026, 12, 25), name="Fair"), "is a bank holiday already: Christmas Day"),
        (ChangedDay(on=WEDNESDAY, worked=True), "is no bank holiday, so it is worked already"),
        (ChangedDay(on=date(2029, 6, 4), name="Fair"), "Enter a day from 2012 to 2028"),
        (ChangedDay(on=date(2011, 6, 3), name="Fair"), "Enter a day from 2012 to 2028"),
    ],
)
def test_add_day_that_changes_nothing_is_refused(world: make.World, day: ChangedDay, why: str) -> None:
    with pytest.raises(UnableToChangeHolidays, match=why):
        add(world, day)


def test_remove_holiday_deletes_the_day(world: make.World) -> None:
    add(world)
    holidays.remove_holiday(holiday=OneOffHoliday.objects.get(), by=world.administrator, at=make.NOW)
    assert not OneOffHoliday.objects.exists()


def test_remove_holiday_today_is_done(world: make.World) -> None:
    add(world)
    at = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    holidays.remove_holiday(holiday=OneOffHoliday.objects.get(), by=world.administrator, at=at)
    assert not OneOffHoliday.objects.exists()


def test_remove_holiday_that_has_passed_is_refused(world: make.World) -> None:
    add(world)
    with pytest.raises(UnableToChangeHolidays, match="has passed"):
        holidays.remove_holiday(
            holiday=OneOffHoliday.objects.get(), by=world.administrator, at=datetime(2026, 11, 26, 0, 0, tzinfo=UTC)
        )


def test_remove_holiday_twice_says_that_it_is_gone(world: make.World) -> None:
    add(world)
    holiday = OneOffHoliday.objects.get()
    holidays.remove_holiday(holiday=holiday, by=world.administrator, at=make.NOW)
    holiday = OneOffHoliday(pk=-1, on=WEDNESDAY, name="Royal wedding")
    with pytest.raises(UnableToActNow, match="removed this day already"):
        holidays.remove_holiday(holiday=holiday, by=world.administrator, at=make.NOW)


def test_remove_holiday_by_another_role_is_refused(world: make.World) -> None:
    add(world)
    with pytest.raises(NotAllowed):
        holidays.remove_holiday(holiday=OneOffHoliday.objects.get(), by=world.team_lead, at=make.NOW)


# Before saving.


def preview(world: make.World, day: ChangedDay = WEDDING) -> recomputing.Preview:
    return holidays.preview_added(day=day, by=world.administrator, at=LATER)


def test_preview_lists_what_would_move_by_scheme_and_reference(world: make.World) -> None:
    case = make.referral(world)
    assert preview(world).listed == [recomputing.Listed(world.scheme.name, case.reference, THURSDAY, FRIDAY)]


def test_preview_writes_nothing(world: make.World) -> None:
    case = make.referral(world)
    preview(world)
    assert (due_of(case), OneOffHoliday.objects.exists()) == (THURSDAY, False)


def test_preview_counts_every_scheme(world: make.World) -> None:
    make.referral(world)
    make.referral(make.world())
    assert preview(world).moves == 2


def test_preview_counts_a_restricted_case_and_does_not_list_it(world: make.World) -> None:
    case = make.referral(world, "accepted")
    clocks.start_clock(referral=case, kind="work", label="Key safe", target_name="urgent", at=make.NOW)
    restriction.restrict_case(
        referral=case, reason="staff", people=[world.coordinator], by=world.team_lead, at=make.NOW
    )
    found = preview(world)
    assert (found.moves, found.listed) == (1, [])


def test_preview_leaves_out_what_has_passed(world: make.World) -> None:
    make.referral(world)
    at = THURSDAY + timedelta(minutes=1)
    assert holidays.preview_added(day=WEDDING, by=world.administrator, at=at).moves == 0


def test_preview_of_more_than_are_counted_says_at_least(world: make.World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recomputing, "COUNTED", 1)
    make.referral(world)
    make.referral(world)
    found = preview(world)
    assert (found.moves, found.at_least) == (1, True)


def test_preview_of_removing_says_what_would_be_overdue_at_once(world: make.World) -> None:
    add(world)
    make.referral(world)
    at = THURSDAY + timedelta(hours=1)
    OneOffHoliday.objects.update(on=date(2026, 11, 26))
    Clock.objects.update(due_at=FRIDAY)
    found = holidays.preview_removed(holiday=OneOffHoliday.objects.get(), by=world.administrator, at=at - timedelta(0))
    assert (found.moves, found.late_at_once) == (1, 1)


def test_preview_by_another_role_is_refused(world: make.World) -> None:
    with pytest.raises(NotAllowed):
        holidays.preview_added(day=WEDDING, by=world.coordinator, at=make.NOW)


@pytest.mark.parametrize("cases", [2, 50])
def test_preview_asks_as_often_for_many_cases(world: make.World, cases: int) -> None:
    for _ in range(cases):
        make.referral(world)
    with CaptureQueriesContext(connection) as asked:
        assert preview(world).moves == cases
    assert len([query for query in asked if query["sql"].startswith("SELECT")]) == 4


# Counting anew.


def test_recompute_moves_the_due_time(world: make.World) -> None:
    case = make.referral(world)
    added_and_recomputed(world)
    assert due_of(case) == FRIDAY


def test_recompute_after_removing_moves_it_back(world: make.World) -> None:
    case = make.referral(world)
    added_and_recomputed(world)
    row = holidays.remove_holiday(holiday=OneOffHoliday.objects.get(), by=world.administrator, at=LATER)
    recomputing.recompute(rescheduling_id=row.pk, at=LATER)
    assert due_of(case) == THURSDAY


def test_recompute_with_a_worked_holiday_brings_the_due_time_forward(world: make.World) -> None:
    case = make.referral(world, at=datetime(2026, 12, 23, 12, 0, tzinfo=UTC))
    row = add(world, CHRISTMAS_IS_WORKED)
    recomputing.recompute(rescheduling_id=row.pk, at=datetime(2026, 12, 23, 13, 0, tzinfo=UTC))
    assert due_of(case) == datetime(2026, 12, 29, 17, 0, tzinfo=UTC)


def test_recompute_leaves_an_emergency(world: make.World) -> None:
    case = make.referral(world, urgency="emergency", at=make.NOW + timedelta(days=2))
    row = add(world)
    recomputing.recompute(rescheduling_id=row.pk, at=make.NOW + timedelta(days=2))
    assert due_of(case) == make.NOW + timedelta(days=3)


def test_recompute_leaves_a_breach_as_it_is(world: make.World) -> None:
    case = make.referral(world)
    row = add(world)
    recomputing.recompute(rescheduling_id=row.pk, at=THURSDAY + timedelta(minutes=1))
    assert due_of(case) == THURSDAY


def test_recompute_moves_a_service_that_closes_on_bank_holidays_and_no_other(world: make.World) -> None:
    case = make.referral(world, "accepted")
    evening = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
    SlaTarget.objects.update(off=False)
    for every_day in (False, True):
        clock = clocks.start_clock(referral=case, kind="work", label="Call", target_name="first_response", at=evening)
        Clock.objects.filter(pk=clock.pk).update(open_on_bank_holidays=every_day)
    row = add(world)
    recomputing.recompute(rescheduling_id=row.pk, at=evening)
    found = Clock.objects.filter(label="Call").order_by("open_on_bank_holidays").values_list("due_at", flat=True)
    assert list(found) == [THURSDAY, THURSDAY - timedelta(days=1)]


def test_recompute_says_how_many_moved_and_which(world: make.World) -> None:
    case = make.referral(world)
    row = added_and_recomputed(world)
    assert (row.total, row.looked_at, row.moved, row.finished_at) == (1, 1, 1, LATER)
    assert row.first_moves == [
        {
            "scheme": world.scheme.name,
            "reference": case.reference,
            "due_before": "2026-11-26T17:00:00+00:00",
            "due_after": "2026-11-27T17:00:00+00:00",
        }
    ]


def test_recompute_leaves_an_audit_row_for_each_that_moved(world: make.World) -> None:
    case = make.referral(world)
    row = added_and_recomputed(world)
    event = AuditEvent.objects.get(action="deadline_moved", referral_id=case.pk)
    assert (event.actor_kind, event.detail["rescheduling"]) == ("rescheduling", row.pk)


def test_recompute_twice_moves_once(world: make.World) -> None:
    make.referral(world)
    row = added_and_recomputed(world)
    assert recomputing.recompute(rescheduling_id=row.pk, at=LATER) == 0
    assert AuditEvent.objects.filter(action="deadline_moved").count() == 1


def test_recompute_cut_short_goes_on_where_it_was(world: make.World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rescheduling, "BATCH", 1)
    cases = [make.referral(world) for _ in range(3)]
    row = add(world)
    original, calls = rescheduling.move_batch, iter([1, 2])

    def killed_after_two(*args: Any, **kwargs: Any) -> rescheduling.Batch:
        if next(calls, None) is None:
            raise KeyboardInterrupt
        return original(*args, **kwargs)

    monkeypatch.setattr(rescheduling, "move_batch", killed_after_two)
    with pytest.raises(KeyboardInterrupt):
        recomputing.recompute(rescheduling_id=row.pk, at=LATER)
    monkeypatch.setattr(rescheduling, "move_batch", original)
    assert recomputing.unfinished() == [row.pk]
    assert recomputing.recompute(rescheduling_id=row.pk, at=LATER) == 1
    assert [due_of(case) for case in cases] == [FRIDAY] * 3


def test_recompute_finished_is_no_longer_continued(world: make.World) -> None:
    added_and_recomputed(world)
    assert recomputing.unfinished() == []


@pytest.mark.parametrize("fields", [{"finished_at": make.NOW - timedelta(days=1)}, {"moved": 1}])
def test_rescheduling_that_cannot_be_is_refused_by_the_database(world: make.World, fields: dict[str, Any]) -> None:
    row = add(world)
    with pytest.raises(IntegrityError, match="rescheduling_"), transaction.atomic():
        Rescheduling.objects.filter(pk=row.pk).update(**fields)
