"""The promises that hang on no case: what starts and stops them, what the database refuses, what is announced to whom.

A guest leaves on Monday 23 November 2026 at 9am: the flat must be ready by Monday 30 at 5pm (five working days).
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from partners import asking
from partners.errors import NotAllowed
from partners.models import AuditEvent, Membership, Notification, Scheme, User
from referrals import tasks
from referrals.actions import holidays, recomputing, service_alerts
from referrals.actions.contracts import set_contract
from referrals.actions.service_clocks import recount_service_clocks, start_service_clock, stop_service_clock
from referrals.models import ServiceClock, SlaTarget
from tests import factories as make

pytestmark = pytest.mark.django_db
Kind = ServiceClock.Kind
MINUTE = timedelta(minutes=1)
DUE = datetime(2026, 11, 30, 17, tzinfo=UTC)
LATE = DUE + MINUTE
NEXT_MORNING = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def clock(world: make.World) -> ServiceClock:
    return started(world)


def started(world: make.World, path: str = "/flats/1/") -> ServiceClock:
    found = start_service_clock(
        scheme=Scheme.objects.get(pk=world.scheme.pk),
        organisation=world.landlord,
        kind=Kind.VOID_TURNAROUND,
        label="Turnaround of Flat 1, Elm Court",
        path=path,
        at=make.NOW,
    )
    assert found is not None
    return found


def told(at: datetime) -> set[int]:
    """Who was told at this moment."""
    return set(Notification.objects.filter(created_at=at).values_list("recipient", flat=True))


def texts() -> list[str]:
    return list(Notification.objects.order_by("pk").values_list("text", flat=True))


# Starting and stopping


def test_service_clock_starts_with_the_target_of_its_scheme(clock: ServiceClock) -> None:
    assert (clock.unit, clock.amount, clock.target_name, clock.due_at) == ("working_days", 5, "void_turnaround", DUE)


def test_service_clock_of_a_promise_the_service_does_not_make_is_none(world: make.World) -> None:
    SlaTarget.objects.create(
        scheme=world.scheme,
        name="void_turnaround",
        unit="working_days",
        amount=5,
        valid_from=date(2020, 1, 1),
        off=True,
    )
    with pytest.raises(AssertionError):
        started(world)


def test_service_clock_with_a_very_long_label_is_cut(world: make.World) -> None:
    found = start_service_clock(
        scheme=Scheme.objects.get(pk=world.scheme.pk),
        organisation=world.landlord,
        kind=Kind.VOID_TURNAROUND,
        label="x" * 300,
        path="/flats/1/",
        at=make.NOW,
    )
    assert found is not None
    assert found.label == "x" * 200


def test_service_clock_stopped_in_time_is_no_breach(clock: ServiceClock) -> None:
    stop_service_clock(clock=clock, at=DUE)
    clock.refresh_from_db()
    assert (clock.stopped_at, clock.breached_at, clock.next_alert_at) == (DUE, None, None)


def test_service_clock_stopped_late_is_a_breach(clock: ServiceClock) -> None:
    stop_service_clock(clock=clock, at=LATE)
    clock.refresh_from_db()
    assert clock.breached_at == DUE


def test_service_clock_stopped_twice_keeps_the_first(clock: ServiceClock) -> None:
    for moment in (DUE, LATE):
        stop_service_clock(clock=clock, at=moment)
    clock.refresh_from_db()
    assert (clock.stopped_at, clock.breached_at) == (DUE, None)


def test_service_clock_stopped_before_it_started_stops_as_it_starts(clock: ServiceClock) -> None:
    stop_service_clock(clock=clock, at=make.NOW - timedelta(days=1))
    clock.refresh_from_db()
    assert clock.stopped_at == make.NOW


def holiday(world: make.World, on: date) -> None:
    changed = holidays.add_holiday(
        day=holidays.ChangedDay(on=on, name="Royal wedding"), by=world.administrator, at=make.NOW
    )
    recomputing.recompute(rescheduling_id=changed.pk, at=make.NOW + timedelta(hours=1))


def test_bank_holiday_entered_moves_what_is_counted_in_working_days(world: make.World, clock: ServiceClock) -> None:
    holiday(world, date(2026, 11, 25))
    clock.refresh_from_db()
    assert (clock.due_at, clock.next_alert_at) == (DUE + timedelta(days=1), clock.half_at)


def test_bank_holiday_entered_leaves_what_has_passed(world: make.World, clock: ServiceClock) -> None:
    assert recount_service_clocks(at=LATE) == 0
    holiday(world, date(2026, 11, 25))
    ServiceClock.objects.update(due_at=make.NOW, started_at=make.NOW - timedelta(days=9))
    assert recount_service_clocks(at=make.NOW + MINUTE) == 0


def test_changed_target_moves_the_promises_it_is_for(world: make.World, clock: ServiceClock) -> None:
    changed = SlaTarget.objects.create(
        scheme=clock.scheme, name=clock.target_name, unit="working_days", amount=1, valid_from=date(2026, 11, 1)
    )
    assert recount_service_clocks(at=make.NOW + MINUTE, changed=changed) == 1
    clock.refresh_from_db()
    assert (clock.amount, clock.due_at) == (1, datetime(2026, 11, 24, 17, 0, tzinfo=UTC))


def test_changed_target_of_another_promise_moves_nothing(world: make.World, clock: ServiceClock) -> None:
    changed = SlaTarget.objects.create(
        scheme=clock.scheme, name="contract_renewal", unit="months", amount=6, valid_from=date(2026, 11, 1)
    )
    assert recount_service_clocks(at=make.NOW + MINUTE, changed=changed) == 0


# What the database refuses


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("service_clock_stops_after_start", {"stopped_at": make.NOW - MINUTE, "next_alert_at": None}),
        ("service_clock_due_after_start", {"due_at": make.NOW - MINUTE}),
        ("service_clock_stopped_is_quiet", {"stopped_at": make.NOW}),
        ("service_clock_announced_known", {"announced": 60}),
        ("service_clock_has_words", {"label": ""}),
        ("service_clock_has_words", {"path": ""}),
    ],
)
def test_service_clock_nonsense_is_refused(clock: ServiceClock, name: str, changes: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ServiceClock.objects.filter(pk=clock.pk).update(**changes)


def test_service_clock_second_running_turnaround_of_a_flat_is_refused(world: make.World, clock: ServiceClock) -> None:
    with pytest.raises(IntegrityError, match="service_clock_one_void"), transaction.atomic():
        started(world)


def test_service_clock_second_running_renewal_of_a_scheme_is_refused(world: make.World) -> None:
    set_contract(scheme=world.scheme, started_on=date(2026, 11, 1), by=world.administrator, at=make.NOW)
    running = ServiceClock.objects.get()
    running.pk = None
    with pytest.raises(IntegrityError, match="service_clock_one_contract"), transaction.atomic():
        running.save()


def test_constraints_of_service_clocks_are_all_named_in_this_file() -> None:
    with open(__file__, encoding="utf-8") as file:
        source = file.read()
    assert [each.name for each in ServiceClock._meta.constraints if each.name not in source] == []


# Contracts


def contract(world: make.World, started_on: date | None, at: datetime = make.NOW, by: User | None = None) -> Scheme:
    return set_contract(scheme=world.scheme, started_on=started_on, by=by or world.administrator, at=at)


def test_contract_set_starts_the_leads_clock_from_that_day(world: make.World) -> None:
    contract(world, date(2026, 4, 1))
    clock = ServiceClock.objects.get()
    assert (clock.organisation, clock.kind, clock.path) == (world.council, "contract_renewal", "/team/")
    assert (clock.started_at, clock.due_at) == (
        datetime(2026, 3, 31, 23, tzinfo=UTC),
        datetime(2027, 4, 1, 16, tzinfo=UTC),
    )


@pytest.mark.parametrize(("months", "due"), [(6, date(2026, 10, 1)), (18, date(2027, 10, 1))])
def test_contract_is_renewed_within_the_months_of_its_scheme(world: make.World, months: int, due: date) -> None:
    SlaTarget.objects.create(
        scheme=world.scheme, name="contract_renewal", unit="months", amount=months, valid_from=date(2020, 1, 1)
    )
    contract(world, date(2026, 4, 1))
    assert ServiceClock.objects.get().due_at.date() == due


def test_contract_renewed_stops_the_clock_before_and_starts_another(world: make.World) -> None:
    contract(world, date(2026, 4, 1))
    contract(world, date(2026, 11, 1))
    first, second = ServiceClock.objects.order_by("pk")
    assert (first.stopped_at, second.stopped_at) == (make.NOW, None)


def test_contract_that_ended_stops_its_clock(world: make.World) -> None:
    contract(world, date(2026, 4, 1))
    assert contract(world, None).contract_started_on is None
    assert ServiceClock.objects.get().stopped_at == make.NOW


def test_contract_set_twice_is_quiet(world: make.World) -> None:
    for _ in range(2):
        contract(world, date(2026, 4, 1))
    assert AuditEvent.objects.filter(action="contract_set").count() == 1


def test_contract_that_begins_later_can_be_taken_back(world: make.World) -> None:
    contract(world, date(2027, 4, 1))
    contract(world, None)
    clock = ServiceClock.objects.get()
    assert clock.stopped_at == clock.started_at


@pytest.mark.parametrize("role", ["coordinator", "team_lead", "commissioner", "flat_manager", "sister", "ig_officer"])
def test_contract_by_anybody_but_an_administrator_is_refused(world: make.World, role: str) -> None:
    with pytest.raises(NotAllowed):
        contract(world, date(2026, 4, 1), by=getattr(world, role))


# What is announced


def test_half_of_the_time_gone_is_announced_with_the_due_time(clock: ServiceClock) -> None:
    service_alerts.announce_due(at=clock.half_at + MINUTE)
    assert texts() == ["Turnaround of Flat 1, Elm Court is due 5pm on Monday 30 November: half of the time is gone"]


def test_shares_are_announced_once_each(clock: ServiceClock) -> None:
    for moment in (clock.half_at, clock.most_at, DUE, DUE + MINUTE):
        service_alerts.announce_due(at=moment + MINUTE)
    kinds = list(Notification.objects.order_by("pk").values_list("kind", "key"))
    assert kinds == [
        ("half", f"service:{clock.pk}:50"),
        ("most", f"service:{clock.pk}:80"),
        ("passed", f"service:{clock.pk}:100"),
    ]


def test_due_time_on_the_stroke_is_not_overdue(clock: ServiceClock) -> None:
    service_alerts.announce_due(at=DUE)
    clock.refresh_from_db()
    assert clock.breached_at is None


def test_passed_is_stamped_and_written_down(clock: ServiceClock) -> None:
    service_alerts.announce_due(at=LATE)
    clock.refresh_from_db()
    assert (clock.breached_at, clock.announced, clock.next_alert_at) == (DUE, 100, NEXT_MORNING)
    assert AuditEvent.objects.get(action="service_clock_breached").detail == {"due_on": "2026-11-30"}


def test_overdue_is_announced_each_morning_until_it_is_kept(clock: ServiceClock) -> None:
    for moment in (LATE, NEXT_MORNING + MINUTE, NEXT_MORNING + 2 * MINUTE, NEXT_MORNING + timedelta(days=1, minutes=1)):
        service_alerts.announce_due(at=moment)
    stop_service_clock(clock=clock, at=NEXT_MORNING + timedelta(days=2))
    assert service_alerts.announce_due(at=NEXT_MORNING + timedelta(days=5)) == 0
    assert texts() == [
        "Turnaround of Flat 1, Elm Court is overdue",
        *["Turnaround of Flat 1, Elm Court is still overdue"] * 2,
    ]


def test_turnaround_is_announced_to_who_manages_flats_for_the_landlord_alone(
    world: make.World, clock: ServiceClock
) -> None:
    make.world()
    service_alerts.announce_due(at=LATE)
    assert told(LATE) == {world.flat_manager.pk}
    assert Notification.objects.get().path == "/flats/1/"


def test_contract_is_announced_to_the_team_leads_of_the_lead_alone(world: make.World) -> None:
    contract(world, date(2025, 11, 1))
    service_alerts.announce_due(at=LATE)
    assert told(LATE) == {world.team_lead.pk}
    assert texts() == [f"Contract renewal, {world.scheme.name} is overdue"]


@pytest.mark.parametrize("gone", ["role", "person"])
def test_nobody_who_has_left_is_told(world: make.World, clock: ServiceClock, gone: str) -> None:
    if gone == "role":
        Membership.objects.filter(user=world.flat_manager).update(active=False, ended_at=make.NOW)
    else:
        User.objects.filter(pk=world.flat_manager.pk).update(is_active=False)
    assert service_alerts.announce_due(at=LATE) == 1
    assert told(LATE) == set()


def test_sweep_of_more_than_a_batch_announces_all(world: make.World) -> None:
    for number in range(5):
        started(world, path=f"/flats/{number}/")
    assert service_alerts.announce_due(at=LATE, batch=2) == 5


def test_sweep_that_is_undone_and_run_again_announces_once(clock: ServiceClock) -> None:
    with transaction.atomic():
        service_alerts.announce_due(at=LATE)
        transaction.set_rollback(True)
    for _ in range(2):
        service_alerts.announce_due(at=LATE)
    assert len(texts()) == 1


def test_sweep_after_a_line_that_was_written_already_writes_no_second(clock: ServiceClock) -> None:
    service_alerts.announce_due(at=LATE)
    ServiceClock.objects.filter(pk=clock.pk).update(announced=0, next_alert_at=make.NOW)
    service_alerts.announce_due(at=LATE)
    assert len(texts()) == 1


def test_sweep_finds_what_is_due_by_its_index(clock: ServiceClock) -> None:
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute(
            "explain select id from referrals_serviceclock where stopped_at is null and next_alert_at is not null "
            "and next_alert_at < now() order by next_alert_at, id limit 500 for no key update skip locked"
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "service_clock_alert" in plan
    assert "Sort" not in plan


def test_system_with_its_own_role_announces(clock: ServiceClock) -> None:
    with asking.as_system():
        assert service_alerts.announce_due(at=LATE) == 1
    assert texts() == ["Turnaround of Flat 1, Elm Court is overdue"]


def test_task_of_the_sweep_announces_these_too(world: make.World) -> None:
    contract(world, date(2020, 1, 1))
    tasks.announce_due()
    assert ServiceClock.objects.get().announced == 100
