"""What a record said before, in words: which columns of the pasts people are shown, and how two versions differ.

`THINGS` is the one list. Each field carries the `code` of its row in the table of minimum data, which decides who is
shown it. Columns that are missing here are named in `NOT_SHOWN` with the reason; a test holds both against the tables.
No queries: `referrals.queries.history` fetches the versions and the names behind ids.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import partial
from itertools import groupby
from typing import Any
from uuid import UUID

from partners import words
from partners.forms.fields import phone_as_written
from partners.sharing import PURPOSE_CHOICES
from referrals.catalogue import (
    CARER_RELATIONSHIPS,
    CONSENT_BASES,
    DECLINE_REASONS,
    DESTINATIONS,
    HOUSEHOLDS,
    NEEDS,
    NO_NHS_NUMBER_REASONS,
    PATHWAYS,
    PURPOSES,
    RISKS,
    TENURES,
    URGENCIES,
    WITHDRAW_REASONS,
    Entry,
    label_of,
)
from referrals.lifecycle import STATUS_LABELS, Status

NOTHING = "Not recorded"
Version = Mapping[str, Any]


class Names(StrEnum):
    """Whose name stands behind an id."""

    PERSON = "person"
    ORGANISATION = "organisation"
    SCHEME = "scheme"
    WARD = "ward"
    UNIT = "unit"
    KIND = "kind"


def plain(value: Any) -> str:
    """A value as people read it; days and times are London's."""
    if value is None or value in ("", {}):
        return NOTHING
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return words.datetime_long(value)
    if isinstance(value, date):
        return words.date_long(value)
    if isinstance(value, Decimal):
        return words.money(value)
    return str(value)


def coded(entries: Sequence[Entry], value: Any) -> str:
    """The label of a code."""
    return plain(value) if value in (None, "") else label_of(entries, str(value))


def chosen(choices: Iterable[tuple[Any, Any]], value: Any) -> str:
    """The label of a model's own choice; the code where the choice is gone."""
    return plain(value) if value in (None, "") else str(dict(choices).get(value, value))


def status_words(value: Any) -> str:
    return STATUS_LABELS[Status(value)] if value in STATUS_LABELS else plain(value)


def reason_words(value: Any) -> str:
    return coded((*DECLINE_REASONS, *WITHDRAW_REASONS), value)


@dataclass(frozen=True, slots=True)
class Kept:
    """One column: its name on screen, its row in the table of minimum data, and how to put a value into words."""

    label: str
    code: str
    words: Callable[[Any], str] = plain
    names: Names | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Thing:
    """One table. `title`: the column that tells one of several from another; empty where a case has one only."""

    code: str
    label: str
    fields: Mapping[str, Kept]
    title: str = ""


PATIENT = Thing(
    "patient",
    "Patient",
    {
        "family_name": Kept("Last name", "patient_name"),
        "given_name": Kept("First name", "patient_name"),
        "born_on": Kept("Date of birth", "born_on"),
        "nhs_number": Kept(
            "NHS number", "nhs_number", lambda value: words.nhs_number_groups(value) if value else NOTHING
        ),
        "no_nhs_number_reason": Kept("Why no NHS number", "nhs_number", partial(coded, NO_NHS_NUMBER_REASONS)),
        "no_fixed_abode": Kept("No fixed abode", "address"),
        "address": Kept("Address", "address"),
        "postcode": Kept("Postcode", "postcode"),
        "phone": Kept("Phone", "phone", lambda value: phone_as_written(value) if value else NOTHING),
        "interpreter": Kept("Interpreter", "interpreter", lambda value: value or "Not needed"),
        "death_recorded_at": Kept("Has died", "patient_name", lambda value: "Yes" if value else "No"),
    },
)
REFERRAL = Thing(
    "case",
    "Case",
    {
        "status": Kept("Status", "status", status_words),
        "urgency": Kept("Urgency", "urgency", partial(coded, URGENCIES)),
        "assignee_id": Kept("Who has it", "assignee", lambda value: plain(value), Names.PERSON),
        "purpose": Kept("Purpose", "purpose", partial(coded, PURPOSES)),
        "scheme_id": Kept("Service", "status", names=Names.SCHEME),
        "lead_organisation_id": Kept("Leads the case", "other_partners", names=Names.ORGANISATION),
        "ward_id": Kept("Ward", "ward", names=Names.WARD),
        "admitted_on": Kept("Admitted", "admitted_on"),
        "expected_discharge_on": Kept("Expected to leave", "expected_discharge_on"),
        "ready_since": Kept("Ready since", "readiness"),
        "pathway": Kept("Pathway", "pathway", partial(coded, PATHWAYS)),
        "discharged_on": Kept("Left hospital", "left_hospital"),
        "destination": Kept("Went to", "left_hospital", partial(coded, DESTINATIONS)),
        "reason_code": Kept("Why it ended", "ending_reason", reason_words),
        "tenure": Kept("Tenure", "tenure", partial(coded, TENURES)),
        "household": Kept("Lives", "household", partial(coded, HOUSEHOLDS)),
        "what_stands_in_the_way": Kept("What stands in the way", "what_stands_in_the_way"),
        "access_notes": Kept("Getting in", "access_notes"),
        "safety_notes": Kept("Safety notes", "safety_notes"),
    },
)
NEED = Thing(
    "need",
    "Need",
    {
        "code": Kept("Need", "needs", partial(coded, NEEDS)),
        "is_main": Kept("Main need", "needs"),
    },
    title="code",
)
RISK = Thing("flag", "Flag", {"code": Kept("Flag", "other_risks", partial(coded, RISKS))}, title="code")
CARER = Thing(
    "carer",
    "Carer",
    {
        "name": Kept("Name", "carer_name"),
        "relationship": Kept("Relationship", "carer_relationship", partial(coded, CARER_RELATIONSHIPS)),
        "phone": Kept("Phone", "carer_phone", lambda value: phone_as_written(value) if value else NOTHING),
        "lives_with_patient": Kept("Lives with the patient", "carer_relationship"),
    },
    title="name",
)
READINESS = Thing(
    "readiness",
    "Ready to leave",
    {"ready_on": Kept("From", "readiness"), "ended_on": Kept("Until", "readiness")},
    title="ready_on",
)
SHARING = Thing(
    "sharing",
    "Sharing decision",
    {
        "purpose": Kept("Purpose", "sharing_basis", partial(chosen, PURPOSE_CHOICES)),
        "partner_id": Kept("Partner", "sharing_basis", lambda value: "All who take part", Names.ORGANISATION),
        "basis": Kept("Basis", "sharing_basis", partial(coded, CONSENT_BASES)),
        "decision_maker": Kept("Decided by", "sharing_decision_maker"),
        "note": Kept("Why", "sharing_note"),
        "withdrawn_at": Kept("Withdrawn", "sharing_basis"),
        "withdrawn_why": Kept("Why withdrawn", "sharing_note"),
    },
    title="purpose",
)
THINGS: tuple[Thing, ...] = (PATIENT, REFERRAL, NEED, RISK, CARER, READINESS, SHARING)

#: Columns kept and not listed on the page, as thing.column.
NOT_SHOWN: dict[str, str] = {
    **dict.fromkeys(
        ("case.submitted_at", "case.submitted_by_id", "case.decided_at", "case.ended_at", "case.made_at"),
        "the timeline says when each step was taken, and by whom",
    ),
    **dict.fromkeys(("case.made_by_id", "case.source", "case.reference", "case.patient_id"), "never changes once sent"),
    "case.referrer_organisation_id": "never changes once sent",
    **dict.fromkeys(
        (
            "readiness.recorded_by_id",
            "readiness.recorded_at",
            "sharing.recorded_by_id",
            "sharing.recorded_at",
            "sharing.withdrawn_by_id",
        ),
        "each version says who wrote it and when",
    ),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One column of one row that says something else now. `label`: insert, update or delete. `at` is UTC.

    `before` and `after` are stored values. `title` is the stored value that names the row among several.
    """

    thing: Thing
    column: str
    label: str
    at: datetime
    request: UUID | None
    context: Mapping[str, Any]
    title: Any
    before: Any
    after: Any


def differences(thing: Thing, versions: Iterable[Version], columns: Iterable[str]) -> Iterator[Difference]:
    """How each version differs from the one before, row by row, oldest first.

    Of a row that is one of several, coming and going count too, under the column that names it.
    """
    shown = [name for name in thing.fields if name in set(columns)]
    in_order = sorted(versions, key=lambda each: (each["pgh_obj_id"], each["pgh_id"]))
    for _, of_row in groupby(in_order, key=lambda each: each["pgh_obj_id"]):
        before: Version | None = None
        for after in of_row:
            label = after["pgh_label"]
            if label == "update" and before is not None:
                names = [name for name in shown if before[name] != after[name]]
                yield from (_difference(thing, name, after, before[name], after[name]) for name in names)
            elif label == "insert" and thing.title in shown:
                yield _difference(thing, thing.title, after, None, after[thing.title])
            elif label == "delete" and thing.title in shown:
                yield _difference(thing, thing.title, after, after[thing.title], None)
            before = after


def _difference(thing: Thing, column: str, version: Version, before: Any, after: Any) -> Difference:
    return Difference(
        thing=thing,
        column=column,
        label=version["pgh_label"],
        at=version["pgh_created_at"],
        request=version["pgh_context_id"],
        context=version["pgh_context"] or {},
        title=version[thing.title] if thing.title else None,
        before=before,
        after=after,
    )
