"""The counts a report is made from, before anything is hidden. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Row:
    """So many of one kind in one scheme and month (its first day, London). `total` is their sum where one is taken."""

    scheme: int
    month: date
    n: int
    code: str = ""
    other: str = ""
    total: int = 0


@dataclass(frozen=True, slots=True)
class Price:
    """What a day costs, with where that is from."""

    pk: int
    setting: str
    pounds: Decimal
    price_year: str
    source: str


@dataclass(frozen=True, slots=True)
class Medians:
    """Days from ready to gone home in the period and in the same months a year before; None of nobody."""

    now: float | None
    before: float | None


@dataclass(frozen=True, slots=True)
class Counts:
    """Everything the report is made from.

    `answers`: code met, missed or open; other the same had their pauses counted.
    `ready`: people who left hospital with a known ready date, total their days.
    `left`: code is the destination, other the purpose. `claims`: code is the kind of comparison, other the purpose and
    the price's id; total the days saved. `ended`: code is the outcome. `day_91`: code home, not_home or not_reached.
    `urgencies` and `needs`: of the chosen schemes in the period and, under other "before", a year before.
    """

    referrals: list[Row]
    answers: list[Row]
    left: list[Row]
    ready: list[Row]
    claims: list[Row]
    ended: list[Row]
    day_91: list[Row]
    urgencies: dict[str, int]
    needs: dict[str, int]
    medians: Medians
    prices: list[Price]
