"""Works out anew when running promises are due, after what they are counted by has changed: bank holidays, targets.

A promise that has passed stays as it is, also one that no sweep has stamped yet: a breach is frozen, and nobody's
record is made better or worse afterwards. One that stands still gets its earlier alerts anew; its due time stays
unknown until it runs again.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import sleep

from django.db import OperationalError, connection
from django.db.models import QuerySet

from referrals import clock as arithmetic
from referrals import deadlines
from referrals.calendar import WorkingCalendar
from referrals.models import Clock, Referral
from referrals.targets import Target

#: How many cases one transaction locks.
BATCH = 200
#: How often, and with how many seconds between, it is asked whether the readers of a table are done.
LOOKS, BETWEEN_LOOKS = 100, 0.05


@dataclass(frozen=True, slots=True)
class Move:
    """One running promise whose times or target change, and to what. `clock` is as it was. Times are UTC."""

    clock: Clock
    target: Target
    half_at: datetime | None
    most_at: datetime | None
    due_at: datetime | None
    planned_due_at: datetime
    next_alert_at: datetime | None

    @property
    def is_seen(self) -> bool:
        """Whether the due time itself moves, not only an alert or the target of a promise that stands still."""
        return self.due_at != self.clock.due_at


@dataclass(frozen=True, slots=True)
class Batch:
    """What one batch did. `last`: the id of its last case, from which the next one goes on; None when none was left."""

    moves: list[Move]
    looked_at: int
    last: int | None


def open_clocks(at: datetime) -> QuerySet[Clock]:
    """The promises that may still move at this moment (UTC): they run or stand still, and have not passed."""
    return Clock.objects.filter(stopped_at__isnull=True, breached_at__isnull=True).exclude(due_at__lt=at)


def wait_for_readers(table: str) -> None:
    """Wait until everybody who uses this table now has committed or given up, so that no promise which was reckoned
    with the rows as they were starts behind our back. Call it outside a transaction, after the change is committed.

    It takes no lock, so it holds nobody up and two may wait at once. Raises OperationalError after five seconds; a
    backup, which uses every table while it lasts, can be the reason.
    """
    with connection.cursor() as cursor:
        cursor.execute(_USERS, [table])
        users = [user for (user,) in cursor.fetchall()]
        for _ in range(LOOKS):
            if not users:
                return
            sleep(BETWEEN_LOOKS)
            cursor.execute(_STILL_THERE, [users])
            users = [user for (user,) in cursor.fetchall()]
    raise OperationalError(f"{table} is still read by whoever may have seen it as it was before the change")


def moves(
    clocks: Iterable[Clock],
    calendar: WorkingCalendar,
    *,
    at: datetime,
    target_for: Callable[[Clock], Target] | None = None,
) -> list[Move]:
    """Which of these clocks change when counted with this calendar and these targets (each clock's own unless said).

    Writes nothing. Give it clocks with their pauses prefetched, or each asks for its own. Raises BeyondKnownHolidays.
    """
    found = (_move(clock, calendar, at, target_for) for clock in clocks)
    return [each for each in found if each is not None]


def apply_moves(found: Sequence[Move]) -> None:
    """Write these moves in one statement. The caller holds the clocks and their cases locked since they were found.

    A trigger on the clocks keeps the earliest deadline of each case.
    """
    if not found:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _WRITE,
            [
                [each.clock.pk for each in found],
                [each.target.unit.value for each in found],
                [each.target.amount for each in found],
                [each.target.cut_off for each in found],
                [each.half_at for each in found],
                [each.most_at for each in found],
                [each.due_at for each in found],
                [each.planned_due_at for each in found],
                [each.next_alert_at for each in found],
            ],
        )


def move_batch(
    clocks: QuerySet[Clock],
    calendar: WorkingCalendar,
    *,
    at: datetime,
    after: int = 0,
    target_for: Callable[[Clock], Target] | None = None,
) -> Batch:
    """Move those of these clocks that belong to the next `BATCH` cases with an id above `after`.

    Inside the caller's transaction: cases are locked before their clocks and in the order of their ids, as everywhere,
    and what is open is asked again under the lock. Running it again finds nothing to move. Raises BeyondKnownHolidays.
    """
    open_ones = clocks & open_clocks(at)
    following = open_ones.filter(referral__gt=after).order_by("referral").values_list("referral", flat=True)
    wanted = list(following.distinct()[:BATCH])
    if not wanted:
        return Batch([], 0, None)
    locked = Referral.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=wanted).order_by("pk")
    held = list(
        open_ones.filter(referral__in=[case.pk for case in locked])
        .select_for_update(of=("self",), no_key=True)
        .select_related("referral")
        .prefetch_related("pauses")
        .order_by("pk")
    )
    found = moves(held, calendar, at=at, target_for=target_for)
    apply_moves(found)
    return Batch(found, len(held), wanted[-1])


def _move(
    clock: Clock, calendar: WorkingCalendar, at: datetime, target_for: Callable[[Clock], Target] | None
) -> Move | None:
    if clock.stopped_at is not None or clock.breached_at is not None or arithmetic.is_late(clock.due_at, at):
        return None
    own = deadlines.target_of(clock)
    target = own if target_for is None else target_for(clock)
    times = deadlines.times_of(clock, calendar, target)
    planned = _planned(clock, target, calendar, at)
    was = (clock.half_at, clock.most_at, clock.due_at, clock.planned_due_at)
    if target == own and (times[50], times[80], times[100], planned) == was:
        return None
    next_alert = arithmetic.next_alert(times, clock.announced)
    return Move(clock, target, times[50], times[80], times[100], planned, next_alert)


def _planned(clock: Clock, target: Target, calendar: WorkingCalendar, at: datetime) -> datetime:
    """When it would be due had it never stood still; once that has passed it stays, as a breach does."""
    if arithmetic.is_late(clock.planned_due_at, at):
        return clock.planned_due_at
    return deadlines.planned(clock.started_at, target, calendar)


# Whoever uses a table holds a lock on it to the end of their transaction, readers too. Another database of the same
# server may have a table with the same number.
_USERS = """
select distinct virtualtransaction from pg_locks
where relation = %s::regclass and pid is distinct from pg_backend_pid()
  and database = (select oid from pg_database where datname = current_database())
"""
_STILL_THERE = "select distinct virtualtransaction from pg_locks where virtualtransaction = any(%s)"

_WRITE = """
update referrals_clock c set unit = v.unit, amount = v.amount, cut_off = v.cut_off,
  half_at = v.half_at, most_at = v.most_at, due_at = v.due_at, planned_due_at = v.planned_due_at,
  next_alert_at = v.next_alert_at
from unnest(%s::bigint[], %s::varchar[], %s::smallint[], %s::time[],
            %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[])
  as v(id, unit, amount, cut_off, half_at, most_at, due_at, planned_due_at, next_alert_at)
where c.id = v.id
"""
