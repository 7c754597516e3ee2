"""What Homeward counts: each measure as data with its plain definition, and the arithmetic behind it.

Every report, the commissioner's pages and `docs/measures.md` read this registry, so a figure means the same everywhere.
When the arithmetic or the definition of a measure changes its `version` goes up, and results stored before keep the
version they were made with. Money is in `outcomes.money`. Pure: nothing reads the time or the database.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from statistics import mean, median


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure: what it is called, what it means, what is divided by what, and where the rule comes from.

    `unit`: days, per cent, cases, pounds. `denominator`: empty for a plain count. `caution`: what it must not be
    taken for.
    """

    code: str
    name: str
    definition: str
    unit: str
    numerator: str
    denominator: str = ""
    source: str = "ours"
    caution: str = ""
    version: int = 1


MEASURES: tuple[Measure, ...] = (
    Measure(
        code="referrals",
        name="Referrals",
        definition="Referrals sent to the service, counted on the day they were sent. Drafts are not counted.",
        unit="cases",
        numerator="Referrals sent in the period",
        caution="A person referred twice is counted twice.",
    ),
    Measure(
        code="clocks_met",
        name="Answers in time",
        definition="Answers given by the time they were due, out of those given or already late.",
        unit="per cent",
        numerator="Clocks stopped on or before their due time",
        denominator="Clocks stopped, and clocks still running past their due time",
        source="Oldham Hospital2Home service standards: 24 hours and 3 working days",
        caution="Clocks still running in time, and paused ones, are shown apart as not yet known.",
    ),
    Measure(
        code="clocks_met_pauses_counted",
        name="Answers in time, had pauses been counted",
        definition=(
            "The same by the time each answer would have been due had its clock never stood still: how much of the "
            "figure without pauses rests on them."
        ),
        unit="per cent",
        numerator="Clocks stopped on or before the due time they had at their start",
        denominator="Clocks stopped, and clocks still running or paused past the due time they had at their start",
        caution="Pauses are for reasons outside the service’s power, so this is not how well it answered. The number "
        "it is of can be larger: answers that stand still now count as late once the time they had is over.",
    ),
    Measure(
        code="ready_to_discharge",
        name="Days from ready to gone home",
        definition="Days from the discharge ready date to the day of discharge; 0 when both are the same day.",
        unit="days",
        numerator="Sum of the days of each person discharged in the period",
        denominator="People discharged in the period who have a discharge ready date",
        source="NHS England, discharge ready date guidance, in force since 1 April 2023",
        caution="Not comparable with delayed transfers of care, which were counted until February 2020.",
    ),
    Measure(
        code="bed_days_saved",
        name="Bed days saved",
        definition=(
            "For each person, the days between the day they would have left without the service and the day they did; "
            "never less than 0. The kind of comparison is kept with each: local baseline, coordinator's estimate with "
            "evidence, fixed standard, or waiting-list comparator."
        ),
        unit="days",
        numerator="Sum of the days saved of each person discharged in the period",
        source="ASSIST Mansfield; Nottingham City Homes Hospital to Home",
        caution="Cases without a comparison are left out and counted as such, not taken as 0.",
    ),
    Measure(
        code="gross_saving",
        name="Gross saving",
        definition="Days saved times the cost of a day in the setting they were saved in, by its price year.",
        unit="pounds",
        numerator="Sum of days saved times unit cost",
        source="Unit costs with their own source and price year",
        caution="Mostly freed capacity, not cash. Preventive and reactive savings are not added up.",
    ),
    Measure(
        code="net_saving",
        name="Net saving",
        definition="Gross saving less what the service cost in the same period.",
        unit="pounds",
        numerator="Gross saving less cost",
    ),
    Measure(
        code="return_gross",
        name="Gross return",
        definition="Pounds saved before cost for each pound spent.",
        unit="pounds for each pound",
        numerator="Gross saving",
        denominator="Cost of the service in the same period",
    ),
    Measure(
        code="return_net",
        name="Net return",
        definition="Pounds saved after cost for each pound spent: the gross return less 1.",
        unit="pounds for each pound",
        numerator="Net saving",
        denominator="Cost of the service in the same period",
    ),
    Measure(
        code="days_to_rehouse",
        name="Days to a new home",
        definition="Days from the referral to the start of the tenancy.",
        unit="days",
        numerator="Sum of the days of each person rehoused in the period",
        denominator="People rehoused in the period",
        source="Nottingham City Homes: 33 days, against 129 on medical priority",
    ),
    Measure(
        code="stay_length",
        name="Length of stay in a temporary flat",
        definition="Nights from moving in to moving out. Stays still going on are not counted.",
        unit="days",
        numerator="Sum of the nights of stays that ended in the period",
        denominator="Stays that ended in the period",
        source="Roseberry Mansions: mean 41 days; limit 42 days",
    ),
    Measure(
        code="at_home_91_strict",
        name="At home on day 91, not reached counted as not at home",
        definition="Living in their own home, extra care or with family on the 91st day after discharge.",
        unit="per cent",
        numerator="People found at home on day 91",
        denominator="Everybody discharged 91 days or more ago, whether reached or not",
        source="Adult Social Care Outcomes Framework, reading of measure 2B part 1, all ages",
        caution="Not the national figure, which is for people of 65 and over after reablement.",
    ),
    Measure(
        code="at_home_91_reached",
        name="At home on day 91, of those reached",
        definition="The same, of people somebody has heard about.",
        unit="per cent",
        numerator="People found at home on day 91",
        denominator="People found at home, in hospital, in a care home or elsewhere, or who have died",
    ),
    Measure(
        code="readmitted_30",
        name="Back in hospital within 30 days (crude, local)",
        definition="Admitted as an emergency on day 0 to day 29 after discharge.",
        unit="per cent",
        numerator="People admitted as an emergency within 30 days",
        denominator="People discharged 30 days or more ago",
        source="After NHS England indicator I02040",
        caution="Not standardised by age or illness, so not comparable with the national indicator.",
    ),
)


def measure(code: str) -> Measure:
    """The measure with this code. Raises `LookupError`."""
    for candidate in MEASURES:
        if candidate.code == code:
            return candidate
    raise LookupError(code)


# ── Days ────────────────────────────────────────────────────────────────────────────────────────────────


def bed_days_saved(counterfactual_on: date | None, discharged_on: date | None) -> int | None:
    """Days between the day somebody would have left and the day they did, never negative; None while either is unknown.

    Both are London dates. A person who left later than expected saved nothing; the loss is not set off against others.
    """
    if counterfactual_on is None or discharged_on is None:
        return None
    return max(0, (counterfactual_on - discharged_on).days)


def days_ready_to_discharge(ready_on: date | None, discharged_on: date | None) -> int | None:
    """Days from the discharge ready date to the discharge, 0 on the same day; None while either is unknown.

    A ready date after the discharge is a slip of the pen and counts as 0.
    """
    if ready_on is None or discharged_on is None:
        return None
    return max(0, (discharged_on - ready_on).days)


def readmitted_within(discharged_on: date, readmitted_on: date | None, days: int = 30) -> bool:
    """True when the readmission fell on day 0 to day `days` - 1 after discharge (NHS England I02040)."""
    return readmitted_on is not None and 0 <= (readmitted_on - discharged_on).days < days


def most_stays_possible(flats: int, mean_stay_days: float, period_days: int = 365) -> int:
    """How many stays so many flats could hold if none ever stood empty: an upper bound."""
    return int(flats * period_days / mean_stay_days)


@dataclass(frozen=True, slots=True)
class Average:
    """Mean and median of `n` values, with how many more cases had no value. Both None when there is none."""

    n: int
    mean: float | None
    median: float | None
    missing: int = 0


def average(values: Iterable[float | None]) -> Average:
    """Mean and median of the values that are known, and how many are not."""
    everything = list(values)
    known = [value for value in everything if value is not None]
    missing = len(everything) - len(known)
    if not known:
        return Average(0, None, None, missing)
    return Average(len(known), mean(known), median(known), missing)


# ── Rates ───────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many, with those about whom nothing is known yet, who are in neither.

    Raises `ValueError` when the numerator is not within the denominator.
    """

    numerator: int
    denominator: int
    not_known: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.numerator <= self.denominator or self.not_known < 0:
            raise ValueError("A rate counts some of all.")

    @property
    def per_cent(self) -> float | None:
        """The rate in per cent, not rounded; None of nobody."""
        return 100 * self.numerator / self.denominator if self.denominator else None


class ClockResult(StrEnum):
    MET = "met"
    MISSED = "missed"
    NOT_YET_KNOWN = "not_yet_known"


def clock_result(due_at: datetime | None, stopped_at: datetime | None, as_at: datetime) -> ClockResult:
    """How a clock did, as known at this moment. Stopped on the stroke is met; running past its due time is missed.

    A clock without a due time (paused) is not yet known while it runs, and was met if it stopped so: it could not be
    late.
    """
    if stopped_at is not None and stopped_at <= as_at:
        return ClockResult.MET if due_at is None or stopped_at <= due_at else ClockResult.MISSED
    if due_at is not None and as_at > due_at:
        return ClockResult.MISSED
    return ClockResult.NOT_YET_KNOWN


def clocks_met(results: Iterable[ClockResult]) -> Rate:
    """Clocks met out of those decided; the others are not known yet."""
    counted = list(results)
    met, missed = counted.count(ClockResult.MET), counted.count(ClockResult.MISSED)
    return Rate(met, met + missed, len(counted) - met - missed)


@dataclass(frozen=True, slots=True)
class AtHome:
    """The two readings of "still at home", always shown together: they differ by the people nobody reached."""

    strict: Rate
    of_those_reached: Rate


def still_at_home(*, at_home: int, not_at_home: int, not_reached: int, not_yet_due: int = 0) -> AtHome:
    """Both readings from four counts of people. `not_at_home` includes those who have died.

    The strict one counts people nobody reached as not at home, as the national measure does.
    """
    reached = at_home + not_at_home
    return AtHome(
        strict=Rate(at_home, reached + not_reached, not_yet_due),
        of_those_reached=Rate(at_home, reached, not_reached + not_yet_due),
    )


def smallest_base(percentages: Sequence[int], *, limit: int = 1000) -> int | None:
    """The smallest number of people of whom whole numbers give all these percentages when rounded; None up to `limit`.

    For reading reports that print percentages without their base.
    """
    for base in range(1, limit + 1):
        reachable = {(200 * people + base) // (2 * base) for people in range(base + 1)}
        if reachable.issuperset(percentages):
            return base
    return None


# ── The page of definitions ─────────────────────────────────────────────────────────────────────────────


def as_markdown() -> str:
    """`docs/measures.md`: every measure with its definition. Generated, so that the page cannot differ from the
    code.
    """
    lines = [
        "# What Homeward counts",
        "",
        "Written by the program from `outcomes/measures.py`. Change it there.",
        "",
        "Percentages are shown with the number they are of, and with how many are not known. Small numbers are hidden "
        "(`outcomes/suppression.py`). Each result is stored with the version of its measure.",
    ]
    for one in MEASURES:
        lines += ["", f"## {one.name}", "", one.definition, ""]
        facts = [
            ("Unit", one.unit),
            ("Counted", one.numerator),
            ("Out of", one.denominator),
            ("Source", one.source),
            ("Take care", one.caution),
            ("Code and version", f"`{one.code}`, version {one.version}"),
        ]
        lines += [f"- {heading}: {text}" for heading, text in facts if text]
    return "\n".join(lines) + "\n"
