"""Numbers and findings of a report in words. Pure."""

from decimal import Decimal

from outcomes import xmr
from outcomes.suppression import HIDDEN_TEXT, Shown
from partners.words import money


def number(shown: Shown) -> str:
    """1,230, or the mark of a hidden number."""
    return HIDDEN_TEXT if shown.value is None else f"{shown.value:,.0f}"


def per_cent(shown: Shown) -> str:
    """97%"""
    return HIDDEN_TEXT if shown.value is None else f"{shown.value:.0f}%"


def days(shown: Shown) -> str:
    """4.5 days, or 4 days"""
    if shown.value is None:
        return HIDDEN_TEXT
    return f"{shown.value:.1f}".removesuffix(".0") + (" day" if shown.value == 1 else " days")


def one_decimal(shown: Shown) -> str:
    """4.5"""
    return HIDDEN_TEXT if shown.value is None else f"{shown.value:.1f}".removesuffix(".0")


def pounds(amount: Decimal) -> str:
    """£1,250, whole pounds."""
    return money(amount.quantize(Decimal(1)))


def change(now: Shown, before: Shown, *, than: str, unit: str = "", decimals: int = 0) -> str:
    """35 more than in April to October 2025 (115), or why that cannot be said."""
    if now.value is None:
        return "Too few to show"
    if before.value is None:
        return f"Too few to compare with {than}"
    apart = round(now.value - before.value, decimals)
    was = (one_decimal(before) if decimals else f"{before.value:,.0f}") + unit
    if apart == 0:
        return f"The same as in {than} ({was})"
    more = "more" if apart > 0 else "fewer"
    if unit:
        points = f"{abs(apart):,.{decimals}f} percentage {'point' if abs(apart) == 1 else 'points'}"
        return f"{points} {'higher' if apart > 0 else 'lower'} than in {than} ({was})"
    if decimals:
        return f"{one_decimal(Shown(abs(apart)))} {more} than in {than} ({was})"
    return f"{abs(apart):,.0f} {more} than in {than} ({was})"


def lowered(sentence: str) -> str:
    """The sentence as a part of another one: its first letter small, unless it names a month."""
    return sentence[:1].lower() + sentence[1:] if sentence[:1] == "T" else sentence


def variation(found: xmr.Chart, what: str) -> str:
    """What the latest month says about a series, in a sentence."""
    return {
        xmr.Variation.TOO_FEW_POINTS: f"There are too few months to tell change from chance in {what}.",
        xmr.Variation.COMMON_CAUSE: f"Month by month, {what} went up and down no more than chance explains.",
        xmr.Variation.IMPROVING_HIGH: f"The latest months are better than chance explains: {what} rose.",
        xmr.Variation.IMPROVING_LOW: f"The latest months are better than chance explains: {what} fell.",
        xmr.Variation.CONCERNING_HIGH: f"The latest months are worse than chance explains: {what} rose.",
        xmr.Variation.CONCERNING_LOW: f"The latest months are worse than chance explains: {what} fell.",
        xmr.Variation.CHANGED_HIGH: f"The latest months are higher than chance explains: {what} rose.",
        xmr.Variation.CHANGED_LOW: f"The latest months are lower than chance explains: {what} fell.",
    }[found.variation]
