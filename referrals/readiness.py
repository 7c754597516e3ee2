"""How long somebody has been ready to leave hospital and could not.

A patient is discharge-ready when no reason to reside in hospital is left. They may become ill again and
ready again, so readiness is kept as periods. The discharge ready date is the start of the final period, or
of the present one while the patient is still in hospital; the days of delay are the days from it to the day
of discharge (NHS England, discharge ready date guidance, in force since 1 April 2023).

Every date is a day in London. Days are counted as bed nights: ready and gone on one day is 0 days. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, order=True, slots=True)
class ReadyPeriod:
    """From `start`, the first day ready, to `end`, the day no longer ready, which is not counted; None while
    it lasts.

    Raises `ValueError` when it ends before it starts.
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError("A period of readiness ends after it starts.")


def ready_since(periods: Iterable[ReadyPeriod], discharged_on: date | None = None) -> date | None:
    """The discharge ready date; None when the patient is not ready now, or was not when they left.

    Before discharge only a period that still lasts counts. After it, the final period counts when it lasted
    until then (a period closed on the day of discharge did).
    """
    ordered = sorted(periods, key=lambda period: period.start)
    if not ordered:
        return None
    final = ordered[-1]
    if discharged_on is None:
        return final.start if final.end is None else None
    lasted = final.end is None or final.end >= discharged_on
    return final.start if lasted and final.start <= discharged_on else None


def days_ready(periods: Iterable[ReadyPeriod], on: date, discharged_on: date | None = None) -> int | None:
    """Days since the discharge ready date, up to the discharge, or up to `on` while the patient is in
    hospital.

    None when there is no such date; 0 on the day itself and when it lies ahead.
    """
    since = ready_since(periods, discharged_on)
    if since is None:
        return None
    return max(0, ((discharged_on or on) - since).days)


def delay_days(periods: Iterable[ReadyPeriod], until: date) -> int:
    """Every bed night spent ready, over all periods, up to `until`. Overlapping ones are counted once.

    This is what the delay cost; `days_ready` is what the national return counts, which forgets earlier periods.
    """
    total = 0
    counted_to = date.min
    for period in sorted(periods, key=lambda period: period.start):
        begin = max(period.start, counted_to)
        end = min(until, period.end or until)
        total += max(0, (end - begin).days)
        counted_to = max(counted_to, end)
    return total


#: A night of which nobody said what the delay was.
NOT_RECORDED = ""


@dataclass(frozen=True, slots=True)
class DelayPart:
    """From `start` to before `end` (None: still) the delay sat with `party`, by the main reason of those days."""

    start: date
    end: date | None
    party: str


def days_by_party(
    periods: Iterable[ReadyPeriod], delays: Iterable[DelayPart], on: date, discharged_on: date | None = None
) -> dict[str, int]:
    """The days of `days_ready`, split by whom each night was spent waiting for. The parts add up to them.

    Nights without a reason count as `NOT_RECORDED`. Where parts overlap the earlier one counts. Empty when there are
    no days.
    """
    kept = list(periods)
    since, total = ready_since(kept, discharged_on), days_ready(kept, on, discharged_on)
    if since is None or not total:
        return {}
    until, split, counted_to = since + timedelta(days=total), dict[str, int](), since
    for part in sorted(delays, key=lambda each: each.start):
        begin = max(part.start, counted_to)
        nights = (min(until, part.end or until) - begin).days
        if nights > 0:
            split[part.party] = split.get(part.party, 0) + nights
            counted_to = begin + timedelta(days=nights)
    missing = total - sum(split.values())
    if missing:
        split[NOT_RECORDED] = split.get(NOT_RECORDED, 0) + missing
    return split
