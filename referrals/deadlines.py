"""Joins the pure arithmetic of `referrals.clock` to the rows: which target applies, which days are holidays, when it
is due.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time

from django.db.models import Q

from partners.models import Scheme
from referrals import clock as arithmetic
from referrals.calendar import WorkingCalendar
from referrals.london import london_date
from referrals.models import Clock, OneOffHoliday, SlaTarget
from referrals.targets import CLOCKS, OperatingHours, Target, Unit


def working_calendar() -> WorkingCalendar:
    """England's working days with the changed days from the table."""
    return calendar_with(OneOffHoliday.objects.all())


def calendar_with(days: Iterable[OneOffHoliday]) -> WorkingCalendar:
    """England's working days with these changed days and no others."""
    changed = list(days)
    return WorkingCalendar(
        {day.on: day.name for day in changed if not day.worked}, cancelled=[day.on for day in changed if day.worked]
    )


def target_for(scheme: Scheme | None, name: str, at: datetime) -> Target | None:
    """How long `name` may take for this scheme at this time: the scheme's own row, else everybody's row, else the
    default. None when the service does not promise it.

    Raises KeyError for a name that neither the table nor the defaults know.
    """
    rows = SlaTarget.objects.filter(name=name, valid_from__lte=london_date(at)).filter(scheme__isnull=True)
    if scheme is not None:
        rows = rows | SlaTarget.objects.filter(name=name, valid_from__lte=london_date(at), scheme=scheme)
    # The scheme's own row first (nulls sort last when ascending), then the newest.
    row = rows.order_by("scheme_id", "-valid_from").first()
    hours = _hours_of(scheme)
    if row is None:
        default = CLOCKS[name].target
        return Target(default.unit, default.amount, cut_off=default.cut_off, hours=hours or default.hours)
    if row.off:
        return None
    return Target(Unit(row.unit), row.amount, cut_off=row.cut_off, hours=hours or arithmetic.OFFICE_HOURS)


def row_in_force(rows: Iterable[SlaTarget], on: date) -> SlaTarget | None:
    """Of the rows of one name, one scheme's and everybody's: the one that holds on this London day. None: the default.

    The same choice as `target_for`, for many days or names at once.
    """
    holding = [row for row in rows if row.valid_from <= on]
    return max(holding, key=lambda row: (row.scheme_id is not None, row.valid_from), default=None)


def targets_by_start(scheme_id: int | None, name: str, changed: SlaTarget | None = None) -> Callable[[Clock], Target]:
    """Which target a running promise of this name in this scheme has: the one that held on the day it began.

    One query, now. Its own where the service has chosen since not to promise this; always with the hours it began
    with. `changed`: a row that is not saved, as if it were.
    """
    rows = list(SlaTarget.objects.filter(Q(scheme=scheme_id) | Q(scheme__isnull=True), name=name))
    if changed is not None:
        same_place = (changed.scheme_id, changed.valid_from)
        rows = [row for row in rows if (row.scheme_id, row.valid_from) != same_place] + [changed]

    def by_start(clock: Clock) -> Target:
        own = target_of(clock)
        row = row_in_force(rows, london_date(clock.started_at))
        if row is None:
            usual = CLOCKS[name].target
            return Target(usual.unit, usual.amount, cut_off=usual.cut_off, hours=own.hours)
        return own if row.off else Target(Unit(row.unit), row.amount, cut_off=row.cut_off, hours=own.hours)

    return by_start


def target_of(clock: Clock) -> Target:
    """The target a running clock was started with."""
    return Target(
        Unit(clock.unit),
        clock.amount,
        cut_off=clock.cut_off,
        hours=_operating_hours(clock),
    )


def times_of(clock: Clock, calendar: WorkingCalendar, target: Target | None = None) -> dict[int, datetime | None]:
    """When half, four fifths and all of this clock's time are gone, with all its pauses: {50: …, 80: …, 100: due}, UTC.

    `target`: another one than it was started with. None for what an open pause leaves unknown.
    """
    pauses = [(pause.from_at, pause.to_at) for pause in clock.pauses.all()]
    return arithmetic.alert_times(clock.started_at, target or target_of(clock), calendar, pauses)


def promise(scheme: Scheme | None, name: str, at: datetime) -> datetime:
    """When an answer would be due if it were asked for at this time: for "answer by 5pm on Thursday".

    Raises KeyError for what the service does not promise; an answer to the ward always is.
    """
    target = target_for(scheme, name, at)
    if target is None:
        raise KeyError(name)
    return planned(at, target, working_calendar())


def planned(started_at: datetime, target: Target, calendar: WorkingCalendar) -> datetime:
    """When a clock that never stands still is due, UTC."""
    due = arithmetic.due_at(started_at, target, calendar).due_at
    if due is None:  # only an open pause makes a due time unknown, and there is none here
        raise AssertionError("A clock without pauses has a due time.")
    return due


def _hours_of(scheme: Scheme | None) -> OperatingHours | None:
    return None if scheme is None else _operating_hours(scheme)


def _operating_hours(of: Scheme | Clock) -> OperatingHours:
    week = tuple(
        tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in day) for day in of.hours
    )
    return OperatingHours(week, of.open_on_bank_holidays)
