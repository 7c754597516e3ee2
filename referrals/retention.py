"""How long a record is kept, and what keeps it longer. Pure: days and facts in, an answer out.

The Records Management Code of Practice (NHS England, 2021, updated 2023), appendix II: records of adult health and
social care are kept for 8 years after the last contact, then reviewed and destroyed. What Homeward destroys is the
person: statuses, dates, codes and sums of money stay for the figures.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

YEARS = 8


class Kept(StrEnum):
    """Why a record is kept. The value is the code stored with a person who was skipped."""

    DONE = "done"
    OPEN_CASE = "open_case"
    HOLD = "hold"
    EXPORT = "export"
    CONTACT = "contact"


WORDS: dict[Kept, str] = {
    Kept.DONE: "It was anonymised before",
    Kept.OPEN_CASE: "There is an open case",
    Kept.HOLD: "There is a legal hold",
    Kept.EXPORT: "A copy for the person is being made",
    Kept.CONTACT: "The last contact was less than 8 years ago",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides about one person's record. Days are London's; an empty `contacts` means that nobody knows."""

    contacts: tuple[date, ...]
    open_case: bool = False
    hold: bool = False
    export: bool = False
    anonymised: bool = False


def last_contact(contacts: Iterable[date]) -> date | None:
    """The latest day on which anybody had to do with the person, or None."""
    return max(contacts, default=None)


def due_on(contact: date) -> date:
    """The first day on which the person may be taken out: the one after 8 whole calendar years.

    Where the year has no 29 February, the years are over at the end of 28 February and it is 1 March.
    """
    try:
        anniversary = contact.replace(year=contact.year + YEARS)
    except ValueError:
        return date(contact.year + YEARS, 3, 1)
    return anniversary + timedelta(days=1)


def why_kept(facts: Facts, today: date) -> Kept | None:
    """What keeps this record on this London day, the weightiest first; None when the person may be taken out."""
    if facts.anonymised:
        return Kept.DONE
    if facts.open_case:
        return Kept.OPEN_CASE
    if facts.hold:
        return Kept.HOLD
    if facts.export:
        return Kept.EXPORT
    latest = last_contact(facts.contacts)
    if latest is None or today < due_on(latest):
        return Kept.CONTACT
    return None


def five_year_band(born_on: date) -> date:
    """What stays of a date of birth: 1 January of the first of five years, so that ages can still be grouped."""
    return date(born_on.year - born_on.year % 5, 1, 1)
