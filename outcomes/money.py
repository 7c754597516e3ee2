"""Savings and costs: to the penny, with their components, and never without saying how they were reached.

Amounts are pounds as `Decimal`. A saving and a return are always named gross (before the cost of the service) or net
(after it). Savings that stopped something from happening (preventive) and savings on something that was happening
(reactive) are kept apart. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

PENNY = Decimal("0.01")


def to_the_penny(amount: Decimal) -> Decimal:
    """Rounded to pence, half a penny up, away from zero."""
    return amount.quantize(PENNY, rounding=ROUND_HALF_UP)


class SavingKind(StrEnum):
    """Preventive: something did not happen. Reactive: something that was happening ended sooner."""

    PREVENTIVE = "preventive"
    REACTIVE = "reactive"


@dataclass(frozen=True, slots=True)
class CostedDays:
    """Days saved somewhere, at what a day there costs.

    `setting`: acute bed, rehabilitation bed, care home. `price_year` and `source`: of the unit cost, in pounds a day.
    A unit cost belongs to a setting and a year: an acute bed day and a blended one differ several times over.
    """

    days: int
    unit_cost: Decimal
    setting: str
    price_year: str
    source: str
    kind: SavingKind = SavingKind.REACTIVE

    @property
    def amount(self) -> Decimal:
        """The gross saving in pounds."""
        return to_the_penny(self.days * self.unit_cost)


def gross_savings(items: Iterable[CostedDays]) -> dict[SavingKind, Decimal]:
    """The gross saving of each kind in pounds, zero where there is none. On purpose there is no sum of the two."""
    totals = dict.fromkeys(SavingKind, Decimal(0))
    for item in items:
        totals[item.kind] += item.amount
    return totals


def net_saving(gross: Decimal, cost: Decimal) -> Decimal:
    """What is left of a gross saving after the cost of the service; negative when it cost more."""
    return gross - cost


def return_gross(gross: Decimal, cost: Decimal) -> Decimal | None:
    """Pounds saved before cost for each pound spent; None without a cost."""
    return gross / cost if cost else None


def return_net(gross: Decimal, cost: Decimal) -> Decimal | None:
    """Pounds saved after cost for each pound spent, one less than the gross return; None without a cost."""
    return net_saving(gross, cost) / cost if cost else None


class AnnualBasis(StrEnum):
    """How a figure for part of a year becomes one for a year. The two differ, so the basis is always said."""

    WEEKS = "weeks"
    MONTHS = "months"

    @property
    def in_a_year(self) -> int:
        return {AnnualBasis.WEEKS: 52, AnnualBasis.MONTHS: 12}[self]


@dataclass(frozen=True, slots=True)
class Annualised:
    """A figure for a year with what it was made from: the figure for `length` weeks or months, and which of them."""

    total: Decimal
    length: Decimal
    basis: AnnualBasis

    def __post_init__(self) -> None:
        if self.length <= 0:
            raise ValueError("A figure is annualised from a period longer than nothing.")

    @property
    def amount(self) -> Decimal:
        """Pounds a year."""
        return to_the_penny(self.total * self.basis.in_a_year / self.length)

    @property
    def in_words(self) -> str:
        """How it was reached: £1,054,872.00 over 40 weeks, times 52 over 40."""
        year = self.basis.in_a_year
        return f"£{self.total:,.2f} over {self.length:f} {self.basis}, times {year} over {self.length:f}"


def annualise(total: Decimal, *, length: Decimal | int, basis: AnnualBasis) -> Annualised:
    """A figure for part of a year as one for a year. Raises `ValueError` for a period of no length."""
    return Annualised(total, Decimal(length), basis)


def split_to_the_penny(total: Decimal, shares: Mapping[str, Decimal | int]) -> dict[str, Decimal]:
    """An amount divided in proportion to shares so that the parts add up to it, to the penny.

    By the largest remainder: each part is cut down to whole pence, and the pence left over go to the parts that lost
    most, the earlier one first when two lost the same. Shares need not add up to 100. A negative amount is divided as
    its positive would be. Raises `ValueError` for a negative share, for shares that are all zero, and for an amount
    with fractions of a penny.
    """
    whole = sum(shares.values(), Decimal(0))
    if whole <= 0 or any(share < 0 for share in shares.values()):
        raise ValueError("Shares are not negative, and at least one is more than nothing.")
    if total != total.quantize(PENNY):
        raise ValueError("An amount is divided in whole pence.")
    sign, pence = (-1 if total < 0 else 1), int(abs(total) * 100)
    exact = {name: pence * Decimal(share) / whole for name, share in shares.items()}
    parts = {name: int(amount) for name, amount in exact.items()}
    left_over = pence - sum(parts.values())
    by_loss = sorted(exact, key=lambda name: parts[name] - exact[name])
    for name in by_loss[:left_over]:
        parts[name] += 1
    return {name: sign * part * PENNY for name, part in parts.items()}


def break_even_on(cost: Decimal, savings: Iterable[tuple[date, Decimal]]) -> date | None:
    """The first day by which the gross savings, each with the day it was made, have covered the cost; None if never."""
    covered = Decimal(0)
    for day, amount in sorted(savings):
        covered += amount
        if covered >= cost:
            return day
    return None


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A published figure beside the one its parts imply. That they differ is an answer, shown and not hidden."""

    published: Decimal
    implied: Decimal
    tolerance: Decimal

    @property
    def difference(self) -> Decimal:
        """Published less implied."""
        return self.published - self.implied

    @property
    def reconciles(self) -> bool:
        """Within the tolerance, which is half of the last digit published."""
        return abs(self.difference) <= self.tolerance


def reconcile(published: Decimal, implied: Decimal, *, tolerance: Decimal = PENNY / 2) -> Reconciliation:
    """Compare a published figure with the one implied by its parts."""
    return Reconciliation(published, implied, tolerance)
