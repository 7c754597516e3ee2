"""What the ward form must know beside the answers: the day, the choices this person has, what a promise means today."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class WardChoice:
    """A ward a patient can be referred from."""

    pk: int
    name: str
    site: str

    @property
    def label(self) -> str:
        return f"{self.name}, {self.site}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WardFormContext:
    """Given to each page of the form, so that the pages ask neither the database nor the clock.

    `today`: the day in London. `wards`, `schemes`: what this person may choose among. `default_ward_id`,
    `default_scheme_id`: what holds where the question was not asked. `promises`: by when an answer would be due (UTC)
    for each urgency. `second_needed`: an open referral for this patient exists, so that going on needs a reason.
    `lead_name`: the organisation that would lead the case.
    """

    today: date
    wards: tuple[WardChoice, ...] = ()
    schemes: tuple[tuple[int, str], ...] = ()
    default_ward_id: int | None = None
    default_scheme_id: int | None = None
    promises: Mapping[str, datetime] = field(default_factory=dict)
    allow_test_numbers: bool = False
    second_needed: bool = False
    lead_name: str = ""

    @property
    def asks_ward(self) -> bool:
        return len(self.wards) > 1

    @property
    def asks_scheme(self) -> bool:
        return len(self.schemes) > 1
