"""What organisations agree to give each other, and what for: the lists and the arithmetic. Pure.

Codes are stored; never rename one without a migration.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from partners.words import day_of

# An agreement that ends within this time is shown as one to renew.
ENDS_SOON = timedelta(days=60)


class SharingPurpose(StrEnum):
    """What a person's details are given for. Each is agreed, decided and withdrawn by itself."""

    ARRANGE = "arrange"
    HOME_WORK = "home_work"
    FLAT = "flat"
    REVIEW = "review"


class DataCategory(StrEnum):
    """A kind of detail about a person, as an agreement lists them."""

    NAME = "name"
    PHONE = "phone"
    HOME = "home"
    SAFETY = "safety"
    WORK = "work"
    STAY = "stay"
    IDENTITY = "identity"
    HOSPITAL = "hospital"
    NEEDS = "needs"
    PEOPLE = "people"


PURPOSE_LABELS: dict[SharingPurpose, str] = {
    SharingPurpose.ARRANGE: "Arranging what is needed to leave hospital or stay at home",
    SharingPurpose.HOME_WORK: "Work on the home, and practical help there",
    SharingPurpose.FLAT: "A temporary flat",
    SharingPurpose.REVIEW: "Looking at the case together",
}
CATEGORY_LABELS: dict[DataCategory, str] = {
    DataCategory.NAME: "Name",
    DataCategory.PHONE: "Telephone number",
    DataCategory.HOME: "Home address, and how to get in",
    DataCategory.SAFETY: "Risks, and safety notes for people who visit",
    DataCategory.WORK: "The work that is asked for",
    DataCategory.STAY: "The dates of a stay, and the support plan",
    DataCategory.IDENTITY: "NHS number and date of birth",
    DataCategory.HOSPITAL: "Hospital, ward and dates",
    DataCategory.NEEDS: "What stands in the way of going home, needs and assessments",
    DataCategory.PEOPLE: "Carers and family",
}
PURPOSE_CHOICES: list[tuple[str, str]] = [(each.value, label) for each, label in PURPOSE_LABELS.items()]
CATEGORY_CHOICES: list[tuple[str, str]] = [(each.value, label) for each, label in CATEGORY_LABELS.items()]

_C = DataCategory
#: What each purpose shows to whoever takes part for it; an agreement has to name all of these.
CATEGORIES_NEEDED: dict[SharingPurpose, frozenset[DataCategory]] = {
    SharingPurpose.ARRANGE: frozenset(DataCategory),
    SharingPurpose.HOME_WORK: frozenset({_C.NAME, _C.PHONE, _C.HOME, _C.SAFETY, _C.WORK}),
    SharingPurpose.FLAT: frozenset({_C.NAME, _C.PHONE, _C.SAFETY, _C.STAY}),
    SharingPurpose.REVIEW: frozenset(DataCategory) - {_C.PEOPLE},
}


@dataclass(frozen=True, slots=True)
class Agreement:
    """That one organisation may give another what is listed. Days are London's and the last one counts; `ended_at` is
    UTC: when somebody ended it early.
    """

    pk: int
    giver: int
    receiver: int
    purposes: frozenset[str]
    categories: frozenset[str]
    starts_on: date
    ends_on: date | None = None
    ended_at: datetime | None = None

    def in_force(self, at: datetime) -> bool:
        """May anything be given under it at this moment (UTC)?"""
        today = day_of(at)
        return (
            self.starts_on <= today
            and (self.ends_on is None or self.ends_on >= today)
            and (self.ended_at is None or self.ended_at > at)
        )


def categories_missing(purposes: Iterable[str], categories: Collection[str]) -> list[DataCategory]:
    """The kinds of details that these purposes show and this list leaves out, in the list's own order."""
    needed = {category for purpose in purposes for category in CATEGORIES_NEEDED[SharingPurpose(purpose)]}
    return [each for each in DataCategory if each in needed and each not in categories]


def purpose_words(codes: Iterable[str]) -> list[str]:
    """The purposes in words, in the list's order."""
    wanted = set(codes)
    return [label for each, label in PURPOSE_LABELS.items() if each in wanted]


def category_words(codes: Iterable[str]) -> list[str]:
    """The kinds of details in words, in the list's order."""
    wanted = set(codes)
    return [label for each, label in CATEGORY_LABELS.items() if each in wanted]
