"""The columns of the spreadsheet that a council may bring: which question of the ward form each one answers.

A column without a rule of its own holds exactly what would be typed on the page. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from referrals.catalogue import (
    CARER_RELATIONSHIPS,
    CONSENT_BASES,
    HOUSEHOLDS,
    NEEDS,
    NO_NHS_NUMBER_REASONS,
    PATHWAYS,
    PURPOSES,
    RISKS,
    TENURES,
    URGENCIES,
    Entry,
)

# Said for "nothing known", as on the form's pages.
NO_RISKS = Entry(code="none_known", label="None known")
NOT_DECIDED = Entry(code="not_decided", label="Not decided yet")


@dataclass(frozen=True, slots=True)
class Column:
    """`page` and `field`: the question. `entries`: the codes or labels that may stand here. `kind`: text, date, yes_no,
    one (of the entries), many (several of them, with | between)."""

    name: str
    page: str
    field: str
    about: str
    kind: str = "text"
    entries: Sequence[Entry] = ()
    if_empty: str = ""


COLUMNS: tuple[Column, ...] = (
    Column("nhs_number", "who", "nhs_number", "10 digits; spaces and dashes do not matter"),
    Column(
        "no_nhs_number_reason", "who", "no_nhs_number_reason", "Only without a number", "one", NO_NHS_NUMBER_REASONS
    ),
    Column("family_name", "who", "family_name", "Last name"),
    Column("given_name", "who", "given_name", "First name"),
    Column("date_of_birth", "who", "born_on", "21/11/1944 or 1944-11-21", "date"),
    Column("second_referral_reason", "who", "second_referral_reason", "Only where a referral is open for this patient"),
    Column("ward", "where", "ward", "Name of the ward, or “ward, site”; may be empty where there is only one"),
    Column("scheme", "where", "scheme", "Name of the service; may be empty where there is only one"),
    Column("purpose", "where", "purpose", "Empty means going home from hospital", "one", PURPOSES, "discharge"),
    Column("admitted_on", "where", "admitted_on", "Date of admission; empty if not admitted", "date"),
    Column("ready_on", "where", "ready_on", "Ready to leave since this date; empty if not yet", "date"),
    Column("expected_discharge_on", "where", "expected_discharge_on", "May be empty", "date"),
    Column("pathway", "where", "pathway", "Empty means not decided", "one", (*PATHWAYS, NOT_DECIDED), NOT_DECIDED.code),
    Column("needs", "needs", "needs", "One or several", "many", NEEDS),
    Column("main_need", "needs", "main_need", "One of those needs; may be empty where there is only one", "one", NEEDS),
    Column("what_stands_in_the_way", "needs", "what_stands_in_the_way", "In your words"),
    Column("address", "home", "address", "Home address without the postcode"),
    Column("postcode", "home", "postcode", "Full postcode"),
    Column("no_fixed_abode", "home", "no_fixed_abode", "yes or no", "yes_no"),
    Column("phone", "home", "phone", "The patient’s phone number"),
    Column("tenure", "home", "tenure", "How they hold the home", "one", TENURES),
    Column("household", "home", "household", "Who lives there", "one", HOUSEHOLDS),
    Column("interpreter", "home", "interpreter", "The language, if an interpreter is needed"),
    Column("carer_name", "home", "carer_name", "Carer or next of kin"),
    Column("carer_relationship", "home", "carer_relationship", "Who they are", "one", CARER_RELATIONSHIPS),
    Column("carer_phone", "home", "carer_phone", "Their phone number"),
    Column("carer_lives_with_patient", "home", "carer_lives_with_patient", "yes or no", "yes_no"),
    Column("access_notes", "home", "access_notes", "Keys, pets, parking"),
    Column("risks", "home", "risks", "One or several, or none_known", "many", (*RISKS, NO_RISKS)),
    Column("safety_notes", "home", "safety_notes", "What visitors must know to stay safe"),
    Column("urgency", "urgency", "urgency", "How soon an answer is needed", "one", URGENCIES),
    Column("sharing_basis", "sharing", "basis", "On what basis details are shared", "one", CONSENT_BASES),
    Column("sharing_decided_by", "sharing", "decision_maker", "Who decided, unless the patient agreed"),
    Column("sharing_note", "sharing", "note", "Why and when, unless the patient agreed"),
)
BY_NAME: dict[str, Column] = {column.name: column for column in COLUMNS}
BY_FIELD: dict[tuple[str, str], Column] = {(column.page, column.field): column for column in COLUMNS}


def header_name(text: str) -> str:
    """A heading as people write it ("Date of birth") as the column it means (date_of_birth)."""
    return "_".join(text.replace("-", " ").replace("_", " ").split()).lower()


def code_for(column: Column, typed: str) -> str:
    """The code of what was typed, which may be a code or a label in any case; what is neither stays as typed."""
    wanted = " ".join(typed.split()).casefold()
    for entry in column.entries:
        if wanted in (entry.code.casefold(), entry.label.casefold()):
            return entry.code
    return typed.strip()


def codes_in(column: Column, typed: str) -> list[str]:
    """The codes of several, with | or ; or a new line between them."""
    for separator in (";", "\n"):
        typed = typed.replace(separator, "|")
    return [code_for(column, part) for part in typed.split("|") if part.strip()]


def what_may_stand(column: Column) -> str:
    """The codes that may stand in a column, in words; empty where anything may."""
    return ", ".join(entry.code for entry in column.entries)
