"""A second, slow way to work out due times, to compare the real one with. It shares no code with it.

It walks through time a quarter of an hour at a time and asks of each whether it counts. So it is right only for starts,
pauses and hours on the quarter; shares of the time allowed may fall between. Days are walked one by one. Bank holidays
are those of an independent copy of the GOV.UK list.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from govuk_bank_holidays.bank_holidays import BankHolidays

from referrals.clock import Pause, Target, Unit

STEP = timedelta(minutes=15)
_DAY = timedelta(days=1)
_LONDON = ZoneInfo("Europe/London")
_PUBLISHED = frozenset(
    entry["date"] for entry in BankHolidays(use_cached_holidays=True).get_holidays(division="england-and-wales")
)


class SlowClock:
    """One clock: when it started, what it may take, when it stood still, which days are holidays beside the published.

    `worked`: published holidays that are worked after all.
    """

    def __init__(
        self,
        start: datetime,
        target: Target,
        pauses: Sequence[Pause] = (),
        extra: frozenset[date] = frozenset(),
        worked: frozenset[date] = frozenset(),
    ) -> None:
        self.start, self.target, self.pauses = start, target, pauses
        self.holidays = (_PUBLISHED - worked) | extra

    def reached(self, share: int) -> datetime | None:
        """When this share of the time allowed, in per cent, is used up; None when it stands still for ever before."""
        if self.target.unit in (Unit.CALENDAR_DAYS, Unit.MONTHS):
            return self._day_reached(share)
        left = self.allowed() * share / 100
        now = self.start
        while left > timedelta(0):
            if self._paused(now):
                if self._for_ever(now):
                    return None
            elif self._counts(now):
                if left <= STEP:
                    return now + left
                left -= STEP
            now += STEP
        return now

    def allowed(self) -> timedelta:
        """Counting time from the start to the due time without pauses."""
        if self.target.unit is Unit.ELAPSED_HOURS:
            return self.target.amount * timedelta(hours=1)
        return self._counted(self.start, self.planned(), pauses=False)

    def used(self, until: datetime) -> timedelta:
        """Counting time from the start to `until`, a moment on the quarter, without the pauses; or days closed."""
        if self.target.unit in (Unit.CALENDAR_DAYS, Unit.MONTHS):
            closings = [self._closing(self._today(self.start) + number * _DAY) for number in range(1, 500)]
            return sum((_DAY for each in closings if each <= until and not self._paused(each)), timedelta(0))
        return self._counted(self.start, until, pauses=True)

    def planned(self) -> datetime:
        """The due time of a clock in working days or on the same operating day if nothing pauses it."""
        day = self._today(self.start)
        if self.target.unit is Unit.SAME_OPERATING_DAY:
            while not (self._spans(day) and self._spans(day)[-1][1] > self.start):
                day += _DAY
            return self._spans(day)[-1][1]
        if self._works(day) and self.start.astimezone(_LONDON).time() > self.target.cut_off:
            day += _DAY
        while not self._works(day):
            day += _DAY
        left = self.target.amount
        while left:
            day += _DAY
            left -= self._works(day)
        return self._closing(day)

    def _day_reached(self, share: int) -> datetime | None:
        day = last = self._today(self.start)
        if self.target.unit is Unit.MONTHS:
            year, month = last.year, last.month + self.target.amount
            while month > 12:
                year, month = year + 1, month - 12
            number = last.day
            while True:
                try:
                    last = date(year, month, number)
                    break
                except ValueError:
                    number -= 1
            days = (last - day).days
        else:
            days = self.target.amount
        wanted = 0
        while wanted * 100 < days * share:
            wanted += 1
        while wanted:
            day += _DAY
            if self._paused(self._closing(day)):
                if self._for_ever(self._closing(day)):
                    return None
            else:
                wanted -= 1
        return self._closing(day)

    def _counted(self, since: datetime, until: datetime, *, pauses: bool) -> timedelta:
        total, now = timedelta(0), since
        while now < until:
            if self._counts(now) and not (pauses and self._paused(now)):
                total += STEP
            now += STEP
        return total

    def _counts(self, now: datetime) -> bool:
        if self.target.unit is Unit.ELAPSED_HOURS:
            return True
        wall = now.astimezone(_LONDON)
        if self.target.unit is Unit.WORKING_DAYS:
            return self._works(wall.date()) and self.target.day_opens <= wall.time() < self.target.day_closes
        return any(opens <= now < closes for opens, closes in self._spans(wall.date()))

    def _spans(self, day: date) -> list[tuple[datetime, datetime]]:
        if not self.target.hours.open_on_bank_holidays and day in self.holidays:
            return []
        found = []
        for opens, closes in self.target.hours.week[day.weekday()]:
            last = day + _DAY if closes == time(0) else day
            found.append((self._moment(day, opens), self._moment(last, closes)))
        return found

    def _works(self, day: date) -> bool:
        return day.isoweekday() <= 5 and day not in self.holidays

    def _closing(self, day: date) -> datetime:
        return self._moment(day, self.target.day_closes)

    def _paused(self, now: datetime) -> bool:
        return any(begun <= now and (ended is None or now < ended) for begun, ended in self.pauses)

    def _for_ever(self, now: datetime) -> bool:
        return any(begun <= now and ended is None for begun, ended in self.pauses)

    @staticmethod
    def _today(now: datetime) -> date:
        return now.astimezone(_LONDON).date()

    @staticmethod
    def _moment(day: date, wall: time) -> datetime:
        return datetime.combine(day, wall, tzinfo=_LONDON).astimezone(UTC)
