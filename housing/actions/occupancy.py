"""The days on which flats are taken, written behind locked flats so that two people can never have the same one.

Everything here runs inside an action's transaction. Lock order everywhere: case, then flats by id, then stays.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from housing.catalogue import VOID_REASONS, label_of
from housing.errors import UnableToBook
from housing.models import Occupation, Stay, Unit
from housing.stays import Days, day_words, first_free, last_day, span_words
from referrals.london import london_date
from referrals.queries.beyond import guest_in


def lock_units(*units: Unit) -> list[Unit]:
    """Lock flats in the order of their ids: conflicting writers at an exclusion constraint deadlock without it."""
    return list(
        Unit.objects.select_for_update(of=("self",), no_key=True)
        .select_related("building__scheme", "building__organisation", "turnaround_clock")
        .filter(pk__in=[unit.pk for unit in units])
        .order_by("pk")
    )


def take(unit: Unit, stay: Stay, *, from_on: date, until_on: date, at: datetime) -> None:
    """Write the days of a stay and the turnaround after it, in place of those it had. The flat is locked.

    Raises UnableToBook naming what is there.
    """
    turnaround = unit.building.turnaround_days
    check_free(unit, Days(from_on, until_on + timedelta(days=turnaround)), at=at, but=stay)
    release(stay, at=at)
    rows = [_row(unit, Occupation.Kind.STAY, from_on, until_on, stay)]
    if turnaround:
        rows.append(_row(unit, Occupation.Kind.TURNAROUND, until_on, until_on + timedelta(days=turnaround), stay))
    insert(unit, rows)


def settle(unit: Unit, stay: Stay, *, from_on: date, until_on: date, at: datetime) -> None:
    """Write the days a stay really had and the turnaround after it, as far as the next occupation allows. The flat is
    locked.

    For a departure: what happened cannot be refused. Where somebody left late into days already given away, those
    days stay given away and the true dates stand on the stay itself.
    """
    others = [days for days, _ in _taken(unit, but=stay)]
    ends = until_on if until_on > from_on else from_on + timedelta(days=1)
    room = min((days.start for days in others if days.start >= from_on), default=None)
    free_from = ends + timedelta(days=unit.building.turnaround_days)
    if room is not None:
        ends, free_from = min(ends, room), min(free_from, room)
    release(stay, at=at)
    rows = []
    if ends > from_on:
        rows.append(_row(unit, Occupation.Kind.STAY, from_on, ends, stay))
    if free_from > ends:
        rows.append(_row(unit, Occupation.Kind.TURNAROUND, ends, free_from, stay))
    insert(unit, rows)


def release(stay: Stay, *, at: datetime) -> None:
    """Give back the days of a stay."""
    stay.occupations.filter(cancelled_at__isnull=True).update(cancelled_at=at)


def insert(unit: Unit, rows: Iterable[Occupation]) -> None:
    """Write occupations; the database has the last word on overlaps. Raises UnableToBook."""
    try:
        with transaction.atomic():
            for row in rows:
                row.save()
    except IntegrityError as clash:
        if "occupation_no_overlap" not in str(clash):
            raise
        raise UnableToBook(
            f"Somebody else has just taken {unit.name} for these days. Look for another flat."
        ) from clash


def check_free(unit: Unit, wanted: Days, *, at: datetime, but: Stay | None = None) -> None:
    """Raises UnableToBook, naming what is there and from when the flat is free, when any of these days is taken.

    `wanted` includes the turnaround. A guest who should have left and has not is there still, whatever was booked.
    """
    today = london_date(at)
    leaves = guest_in(unit.pk, but=but.pk if but is not None else None)
    soonest = today + timedelta(days=1 + unit.building.turnaround_days)
    if leaves is not None and leaves <= today and wanted.start < soonest:
        raise UnableToBook(
            f"{unit.name} is still taken: the guest was due to leave on {day_words(leaves)} and has not left."
        )
    taken = _taken(unit, but=but)
    clashes = [(days, row) for days, row in taken if days.overlaps(wanted)]
    if not clashes:
        return
    free = first_free([days for days, _ in taken], wanted)
    ends = f" Free from {day_words(free)}." if free is not None else ""
    raise UnableToBook(_describe(unit, clashes, taken) + ends)


def _describe(unit: Unit, clashes: list[tuple[Days, Occupation]], taken: list[tuple[Days, Occupation]]) -> str:
    """Flat 2 is taken from 3 to 14 December (turnaround until 16 December)."""
    said = []
    after = {row.stay_id: days for days, row in taken if row.kind == Occupation.Kind.TURNAROUND}
    stays = {row.stay_id for _, row in clashes if row.kind == Occupation.Kind.STAY}
    for days, row in clashes:
        last = last_day(days)
        when = (
            span_words(days.start, last) if last is not None else f"from {day_words(days.start)} until further notice"
        )
        if row.kind == Occupation.Kind.VOID:
            why = label_of(VOID_REASONS, row.reason).lower()
            said.append(f"{unit.name} is out of use {when}: {why} ({row.owner}).")
        elif row.kind == Occupation.Kind.STAY:
            ready = last_day(after[row.stay_id]) if row.stay_id in after else None
            tail = f" (turnaround until {day_words(ready)})" if ready is not None else ""
            said.append(f"{unit.name} is taken {when}{tail}.")
        elif row.stay_id not in stays:
            said.append(f"{unit.name} is being made ready {when}.")
    return " ".join(said)


def _taken(unit: Unit, *, but: Stay | None = None) -> list[tuple[Days, Occupation]]:
    rows = Occupation.objects.filter(unit=unit, cancelled_at__isnull=True).order_by("during")
    if but is not None and but.pk:
        rows = rows.exclude(stay=but)
    return [(Days(row.during.lower, row.during.upper), row) for row in rows]


def _row(unit: Unit, kind: str, start: date, end: date, stay: Stay) -> Occupation:
    return Occupation(unit=unit, kind=kind, stay=stay, during=(start, end))
