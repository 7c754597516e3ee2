"""Working days in England: Monday to Friday, less bank holidays.

Bank holidays are those of England and Wales as GOV.UK publishes them (Banking and Financial Dealings Act
1971 and royal proclamations). They are computed by the `holidays` library, which needs no network, and are
checked in the tests day by day against an independent copy of the GOV.UK list.

GOV.UK publishes about two years ahead. The library goes on for ever, but what it says for a year nobody has
published is a guess: a coronation or a state funeral may still be proclaimed. So the years we vouch for are
written down here, and a question about any other year fails loudly (`BeyondKnownHolidays`) instead of
answering with a guess. One-off holidays proclaimed later are rows in a table an administrator edits; they
are passed in.

Everything here is pure: nothing reads the time, a setting or the database. All dates are dates in London.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays

from partners.errors import UnableTo

#: The first and last years for which the tests have compared our days with the GOV.UK list. Raise the last
#: one when GOV.UK publishes the next year and `tests/unit/referrals/test_calendar.py` agrees.
FIRST_KNOWN_YEAR = 2012
LAST_KNOWN_YEAR = 2028

#: What an extra holiday is called when nobody gave it a name.
UNNAMED_HOLIDAY = "Extra bank holiday"

_SUBSTITUTE = " (substitute day)"
# The library's names are not the ones people in England use; these are GOV.UK's.
_BRITISH_NAMES = {
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
}
# Days to which GOV.UK gives a name of their own.
_PARTICULAR_NAMES = {
    date(2012, 6, 4): "Spring bank holiday (substitute day)",
    date(2012, 6, 5): "Queen's Diamond Jubilee",
    date(2020, 5, 8): "Early May bank holiday (VE day)",
    date(2022, 6, 3): "Platinum Jubilee bank holiday",
    date(2022, 9, 19): "Bank Holiday for the State Funeral of Queen Elizabeth II",
    date(2023, 5, 8): "Bank holiday for the coronation of King Charles III",
}

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


class BeyondKnownHolidays(UnableTo):
    """A date lies outside the years whose bank holidays are known. `day` is the date asked about.

    An action that meets it is refused with these words, like any other refusal.
    """

    def __init__(self, day: date, first_year: int, last_year: int) -> None:
        self.day = day
        super().__init__(
            f"Bank holidays are known from {first_year} to {last_year}, so working days cannot be counted "
            f"for {day.day} {day:%B %Y}. Ask an administrator to update the bank holidays."
        )


@dataclass(frozen=True, order=True, slots=True)
class Holiday:
    """One bank holiday that falls on a weekday."""

    date: date
    name: str


@lru_cache(maxsize=64)
def _published_holidays(year: int) -> Mapping[date, str]:
    """Bank holidays of one year in England, weekdays only, with GOV.UK's names.

    The library also lists the Saturday or Sunday a holiday falls on beside its substitute day; GOV.UK lists
    only the substitute, and so do we.
    """
    found: dict[date, str] = {}
    for day, library_name in holidays.country_holidays("GB", subdiv="ENG", years=year).items():
        if day.weekday() >= _SATURDAY:
            continue
        name = library_name.removesuffix(" (observed)")
        substitute = _SUBSTITUTE if name != library_name else ""
        found[day] = _PARTICULAR_NAMES.get(day, _BRITISH_NAMES.get(name, name) + substitute)
    return found


class WorkingCalendar:
    """England's working days, with the one-off changes an administrator has entered.

    `one_off`: extra holidays, as dates or as a mapping from date to name.
    `cancelled`: published holidays that are worked after all. When a holiday is moved (May 2020, June 2022)
    the old day goes here and the new one in `one_off`.
    `last_known_year`: the last year that may be asked about.
    """

    def __init__(
        self,
        one_off: Mapping[date, str] | Iterable[date] = (),
        *,
        cancelled: Iterable[date] = (),
        last_known_year: int = LAST_KNOWN_YEAR,
    ) -> None:
        named = one_off if isinstance(one_off, Mapping) else dict.fromkeys(one_off, UNNAMED_HOLIDAY)
        self._one_off: dict[date, str] = dict(named)
        self._cancelled = frozenset(cancelled)
        self._last_known_year = last_known_year

    def holiday_name(self, day: date) -> str | None:
        """The name of the bank holiday on this day, or None.

        A Saturday or Sunday whose holiday is taken on a later weekday has no name here, as on GOV.UK.
        Raises `BeyondKnownHolidays`.
        """
        if not FIRST_KNOWN_YEAR <= day.year <= self._last_known_year:
            raise BeyondKnownHolidays(day, FIRST_KNOWN_YEAR, self._last_known_year)
        if day in self._one_off:
            return self._one_off[day]
        if day in self._cancelled:
            return None
        return _published_holidays(day.year).get(day)

    def is_working_day(self, day: date) -> bool:
        """True on Monday to Friday, except bank holidays. Raises `BeyondKnownHolidays`."""
        return self.holiday_name(day) is None and day.weekday() < _SATURDAY

    def working_day_on_or_after(self, day: date) -> date:
        """This day if it is a working day, else the first one after it. Raises `BeyondKnownHolidays`."""
        while not self.is_working_day(day):
            day += _ONE_DAY
        return day

    def next_working_day(self, day: date) -> date:
        """The first working day after this day, this day itself never. Raises `BeyondKnownHolidays`."""
        return self.working_day_on_or_after(day + _ONE_DAY)

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after this day; with 0, this day or the first working day after it.

        Raises `ValueError` for a negative count, `BeyondKnownHolidays`.
        """
        if count < 0:
            raise ValueError("Working days are only added, never taken away.")
        if count == 0:
            return self.working_day_on_or_after(day)
        for _ in range(count):
            day = self.next_working_day(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and including `end`; 0 when `end` is not later.

        The inverse of `add_working_days`. Raises `BeyondKnownHolidays`.
        """
        return sum(self.is_working_day(start + timedelta(days=number)) for number in range(1, (end - start).days + 1))

    def holidays_between(self, start: date, end: date) -> tuple[Holiday, ...]:
        """Bank holidays on weekdays from `start` to `end`, both included, in order. Raises
        `BeyondKnownHolidays`.
        """
        found = []
        for number in range((end - start).days + 1):
            day = start + timedelta(days=number)
            name = self.holiday_name(day)
            if name is not None and day.weekday() < _SATURDAY:
                found.append(Holiday(day, name))
        return tuple(found)
