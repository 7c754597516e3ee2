"""How long each thing may take, as data: kinds of time, targets, and the clocks Homeward ships with.

A scheme may have its own targets (rows in a table); these are the defaults where it has none. Figures marked
"Homeward’s own" are ours because no service published one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from referrals.calendar import WorkingCalendar
from referrals.london import london_instant


class Unit(StrEnum):
    """The kinds of time a clock can count. The value is what is stored."""

    ELAPSED_HOURS = "elapsed_hours"
    WORKING_DAYS = "working_days"
    SAME_OPERATING_DAY = "same_operating_day"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"


#: How much of each kind of time a service can allow at the most.
MOST: dict[Unit, int] = {
    Unit.ELAPSED_HOURS: 744,
    Unit.WORKING_DAYS: 260,
    Unit.SAME_OPERATING_DAY: 1,
    Unit.CALENDAR_DAYS: 730,
    Unit.MONTHS: 36,
}

#: Opening and closing time on one day, London time. Closing at midnight, 00:00, means the end of that day.
Hours = tuple[time, time]
#: The same as two moments, UTC, the end not included.
Window = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class OperatingHours:
    """When a service answers: for each weekday, Monday first, its opening and closing times in London.

    A day may have several (08:00 to 13:00 and 16:45 to 21:45) or none. Raises `ValueError` for a week
    without hours and for times that are not in order.
    """

    week: tuple[tuple[Hours, ...], ...]
    open_on_bank_holidays: bool = False

    def __post_init__(self) -> None:
        if len(self.week) != 7 or not any(self.week):
            raise ValueError("Operating hours need seven days, at least one of them open.")
        for day in self.week:
            edges = [_minutes(edge, end=place == 1) for hours in day for place, edge in enumerate(hours)]
            if edges != sorted(set(edges)):
                raise ValueError("Opening and closing times of a day must follow one another.")

    @classmethod
    def weekdays(cls, opens: time, closes: time) -> "OperatingHours":
        """Monday to Friday, closed on bank holidays."""
        return cls(week=(((opens, closes),),) * 5 + ((),) * 2)

    @classmethod
    def every_day(cls, *hours: Hours) -> "OperatingHours":
        """The same hours on every day of the year, bank holidays included."""
        return cls(week=(hours,) * 7, open_on_bank_holidays=True)

    def windows_on(self, day: date, calendar: WorkingCalendar) -> tuple[Window, ...]:
        """The moments between which the service is open on this day, in order; empty when it is closed.

        Raises `BeyondKnownHolidays` when the service closes on bank holidays and they are not known.
        """
        hours = self.week[day.weekday()]
        if not hours or (not self.open_on_bank_holidays and calendar.holiday_name(day) is not None):
            return ()
        return tuple((london_instant(day, opens), _closing(day, closes)) for opens, closes in hours)


def _minutes(clock: time, *, end: bool) -> int:
    minutes = clock.hour * 60 + clock.minute
    return 24 * 60 if end and minutes == 0 else minutes


def _closing(day: date, closes: time) -> datetime:
    return london_instant(day + timedelta(days=1), closes) if closes == time(0) else london_instant(day, closes)


OFFICE_HOURS = OperatingHours.weekdays(time(9), time(17))
ROUND_THE_CLOCK = OperatingHours.every_day((time(0), time(0)))


@dataclass(frozen=True, slots=True)
class Target:
    """How much of which kind of time is allowed.

    `amount`: hours, days or months, as `unit` says; always 1 for the same operating day.
    `cut_off`: working days only. What comes in after this time of day counts as received on the next working
    day; what comes in on the stroke of it still counts today.
    `day_opens`, `day_closes`: the hours of a working day, between which a pause costs working time;
    everything counted in days is due when its last day closes.
    `hours`: same operating day only. When the service answers.
    """

    unit: Unit
    amount: int
    cut_off: time = time(17)
    day_opens: time = time(9)
    day_closes: time = time(17)
    hours: OperatingHours = OFFICE_HOURS

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError("A target allows at least one hour, day or month.")
        if self.unit is Unit.SAME_OPERATING_DAY and self.amount != 1:
            raise ValueError("The same operating day is one day.")
        if self.day_opens >= self.day_closes:
            raise ValueError("A working day opens before it closes.")

    @property
    def in_words(self) -> str:
        """The length alone: '24 hours', '3 working days', 'the same operating day'."""
        if self.unit is Unit.SAME_OPERATING_DAY:
            return "the same operating day"
        noun = {
            Unit.ELAPSED_HOURS: "hour",
            Unit.WORKING_DAYS: "working day",
            Unit.CALENDAR_DAYS: "day",
            Unit.MONTHS: "month",
        }[self.unit]
        return f"{self.amount} {noun}" if self.amount == 1 else f"{self.amount} {noun}s"


@dataclass(frozen=True, slots=True)
class ClockKind:
    """One clock: what starts it, what stops it, how long it may run, and where the figure comes from.

    `advisory`: going over is flagged and authorised, never blocked.
    `may_be_off`: a service may choose not to promise it. An answer and work by its urgency are always promised.
    """

    name: str
    label: str
    starts: str
    stops: str
    target: Target
    source: str
    advisory: bool = False
    may_be_off: bool = True

    @property
    def units(self) -> tuple[Unit, ...]:
        """The kinds of time that make sense for it: months not for what is done within days, hours not for the rest."""
        if self.target.unit in (Unit.CALENDAR_DAYS, Unit.MONTHS):
            return (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.MONTHS)
        return (Unit.ELAPSED_HOURS, Unit.SAME_OPERATING_DAY, Unit.WORKING_DAYS, Unit.CALENDAR_DAYS)


# Data, made when the module is read: `make mutate` could not break it in time. A test names every figure.
def _clocks() -> Iterator[ClockKind]:  # pragma: no mutate block
    hours, working, days, months = Unit.ELAPSED_HOURS, Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.MONTHS
    own = "Homeward’s own"
    oldham = "Oldham Hospital2Home service standard"
    reablement = "Heatherstones Court and Roseberry Mansions; intermediate care up to 6 weeks, NICE NG74"
    yield ClockKind(
        "emergency", "Emergency", "asked for", "answered or done", Target(hours, 24), oldham, may_be_off=False
    )
    yield ClockKind("urgent", "Urgent", "asked for", "answered or done", Target(working, 3), oldham, may_be_off=False)
    yield ClockKind("routine", "Routine", "asked for", "answered or done", Target(working, 10), own, may_be_off=False)
    yield ClockKind(
        "first_response",
        "First response",
        "referral received",
        "first contact or decision",
        Target(Unit.SAME_OPERATING_DAY, 1),
        "Sefton hospital discharge service: same day in operational hours",
    )
    yield ClockKind(
        "support_plan",
        "Support plan",
        "moved in to the flat",
        "plan agreed",
        Target(hours, 48),
        "Roseberry Mansions: plan within 48 hours of admission to the flat",
    )
    yield ClockKind(
        "mdt_review",
        "Team review",
        "last review",
        "next review",
        Target(days, 7),
        "Heatherstones Court and Roseberry Mansions: weekly meeting",
    )
    yield ClockKind("stay_limit", "End of stay", "moved in", "moved out", Target(days, 42), reablement, advisory=True)
    yield ClockKind(
        "support_period",
        "End of support",
        "gone home",
        "support ended",
        Target(days, 42),
        "Sefton: practical support for up to 6 weeks after discharge",
        advisory=True,
    )
    yield ClockKind("call_48h", "Call after 48 hours", "gone home", "spoken to", Target(hours, 48), own)
    yield ClockKind(
        "home_visit",
        "Home visit",
        "gone home",
        "visited",
        Target(days, 7),
        "Oldham: home visit with reassessment; the 7 days are Homeward’s own",
    )
    yield ClockKind(
        "readmission",
        "30 days after going home",
        "gone home",
        "readmission known",
        Target(days, 30),
        "NHS England indicator I02040: emergency readmission within 30 days",
    )
    yield ClockKind(
        "at_home_90",
        "At home after 90 days",
        "gone home",
        "whereabouts known",
        Target(days, 90),
        "Kirklees Home from Home",
    )
    yield ClockKind(
        "at_home_91",
        "At home after 91 days",
        "gone home",
        "whereabouts known",
        Target(days, 91),
        "Adult Social Care Outcomes Framework: still at home 91 days after discharge",
    )
    yield ClockKind(
        "needs_review",
        "Review of support needs",
        "moved in to the new home",
        "reviewed",
        Target(months, 6),
        "Nottingham City Homes: review at 6 months",
    )
    yield ClockKind("survey", "Satisfaction survey", "moved in to the new home", "answered", Target(days, 28), own)
    yield ClockKind(
        "benefit_claim",
        "Housing benefit claim",
        "moved in",
        "claim sent",
        Target(working, 5),
        "Kirklees: late claims cause arrears; the 5 working days are Homeward’s own",
    )
    yield ClockKind(
        "void_turnaround",
        "Flat ready to let",
        "moved out",
        "ready to let",
        Target(working, 5),
        "Kirklees: turnaround needs an owner; the 5 working days are Homeward’s own",
    )
    homeless = (
        "Housing Act 1996, sections 195 and 189B: the duty to prevent or relieve homelessness usually lasts 56 days"
    )
    grants = "Housing Grants, Construction and Regeneration Act 1996"
    yield ClockKind("dtr_answer", "Answer to the duty to refer", "sent", "council answered", Target(working, 5), own)
    yield ClockKind(
        "dtr_56_days",
        "End of the 56 days",
        "council accepted",
        "duty ended",
        Target(days, 56),
        homeless,
        advisory=True,
    )
    yield ClockKind("dfg_visit", "Occupational therapist’s visit", "asked for", "visited", Target(working, 10), own)
    yield ClockKind("dfg_application", "Grant application", "visited", "valid application", Target(working, 20), own)
    yield ClockKind(
        "dfg_decision",
        "Decision on the grant",
        "valid application",
        "council decided",
        Target(months, 6),
        f"{grants}, section 34: decided within 6 months",
    )
    yield ClockKind(
        "dfg_works",
        "Works paid by the grant",
        "approved",
        "works finished",
        Target(months, 12),
        f"{grants}, section 37: paid within 12 months",
    )
    yield ClockKind(
        "contract_renewal",
        "Contract renewal",
        "contract started",
        "renewed or ended",
        Target(months, 12),
        "Nottingham City Homes: 12 months; Home Group and Kettering had 6, Oldham 18",
    )


#: Every clock by its name.
CLOCKS: dict[str, ClockKind] = {clock.name: clock for clock in _clocks()}

#: The target of every clock by its name.
DEFAULT_TARGETS: dict[str, Target] = {name: clock.target for name, clock in CLOCKS.items()}
