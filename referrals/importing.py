"""Referrals from a spreadsheet: each row goes through the six pages of the ward form and the same action as Send.

Nothing here repeats a name or an NHS number: faults name the row, the column and what to do.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from partners.errors import UnableTo
from partners.models import Organisation, User
from referrals.actions.drafts import start_draft
from referrals.actions.look_ups import cases_not_seen
from referrals.actions.submit import submit_referral
from referrals.answers import ReferralAnswers
from referrals.errors import NotMatched
from referrals.forms.ward_context import WardChoice, WardFormContext
from referrals.forms.ward_form import PAGES, answers_from, forms_from, is_finished
from referrals.forms.ward_pages import WardPageForm
from referrals.import_columns import BY_FIELD, BY_NAME, COLUMNS, code_for, codes_in, header_name, what_may_stand
from referrals.models import Referral
from referrals.queries import drafts as queries

WHOLE_ROW = "whole row"
YES = frozenset({"yes", "y", "true", "1", "x", "on"})
NO = frozenset({"no", "n", "false", "0", ""})
ENCODINGS = ("utf-8-sig", "cp1252")
SEPARATORS = ",;\t|"


class UnableToImport(UnableTo):
    """The file cannot be read as referrals at all."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: the row as the spreadsheet numbers it (the headings are row 1), the column, and what to do."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row: a new case (its reference), one that was there already, or faults."""

    row: int
    reference: str = ""
    already: bool = False
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row by column, empty cells left out."""

    number: int
    cells: dict[str, str]


@dataclass
class Importer:
    """Brings rows in as one person at one organisation. `seen`: NHS numbers of earlier rows of the same file.

    `found` and `mismatches` are what the rows told of cases out of sight and of numbers that did not fit, for the
    record that the command writes.
    """

    by: User
    organisation: Organisation
    at: datetime
    about: WardFormContext
    default_ward: WardChoice | None = None
    seen: set[str] = field(default_factory=set)
    found: list[int] = field(default_factory=list)
    mismatches: int = 0

    def bring_in(self, row: Row) -> Outcome:
        """One row, whole or not at all: its case with everything that belongs to it, or nothing and the faults."""
        raw, faults = self._pages_of(row)
        forms = forms_from(raw, self.about)
        faults += list(_faults_in(row, forms))
        if faults:
            return Outcome(row.number, faults=tuple(faults))
        key = fingerprint(self.organisation, answers_from(forms), row)
        if Referral.objects.filter(import_key=key).exists():
            return Outcome(row.number, already=True)
        number = queries.number_typed(raw)
        self.found += cases_not_seen(number, self.by) if number else []
        if number and (number in self.seen or queries.open_referrals_seen(self.by, number)):
            forms = forms_from(raw, replace(self.about, second_needed=True))
            faults = list(_faults_in(row, forms))
            if faults:
                return Outcome(row.number, faults=tuple(faults))
        self.seen.add(number)
        return self._send(row, answers_from(forms), key)

    def _send(self, row: Row, answers: ReferralAnswers, key: str) -> Outcome:
        try:
            with transaction.atomic():
                draft = start_draft(
                    organisation=self.organisation,
                    ward=queries.ward_with(answers.ward_id) if answers.ward_id else None,
                    by=self.by,
                    at=self.at,
                )
                sent = submit_referral(
                    draft=draft, answers=answers, by=self.by, at=self.at, source="import", import_key=key
                )
        except UnableTo as refusal:
            self.mismatches += isinstance(refusal, NotMatched)
            return Outcome(row.number, faults=(Fault(row.number, WHOLE_ROW, refusal.message),))
        except IntegrityError:
            if Referral.objects.filter(import_key=key).exists():  # somebody imports the same file at this moment
                return Outcome(row.number, already=True)
            raise
        return Outcome(row.number, reference=sent.reference)

    def _pages_of(self, row: Row) -> tuple[dict[str, dict[str, Any]], list[Fault]]:
        """What would have been typed on each page, and the cells that no page could take."""
        raw: dict[str, dict[str, Any]] = {page.code: {} for page in PAGES}
        faults: list[Fault] = []
        for column in COLUMNS:
            typed = row.cells.get(column.name, "") or column.if_empty
            value: Any = typed
            if column.kind == "yes_no":
                if typed.casefold() not in YES | NO:
                    faults.append(Fault(row.number, column.name, "Enter yes or no"))
                value = "on" if typed.casefold() in YES else None
            elif column.kind == "many":
                value = codes_in(column, typed)
            elif column.name == "pathway":
                value = code_for(column, typed.lower().removeprefix("p") if len(typed) == 2 else typed)
            elif column.kind == "one":
                value = code_for(column, typed) if typed else ""
            if value is not None:
                raw[column.page][column.field] = value
        raw["where"]["ready"] = "yes" if row.cells.get("ready_on") else "no"
        raw["where"]["ward"] = self._ward(row.cells.get("ward", ""))
        raw["where"]["scheme"] = self._scheme(row.cells.get("scheme", ""))
        return raw, faults

    def _ward(self, typed: str) -> str:
        if not typed:
            return str(self.default_ward.pk) if self.default_ward else ""
        found = wards_named(self.about, typed)
        return str(found[0].pk) if len(found) == 1 else "not one of them"

    def _scheme(self, typed: str) -> str:
        if not typed:
            return ""
        wanted = typed.casefold()
        return next((str(pk) for pk, name in self.about.schemes if name.casefold() == wanted), "not one of them")


def importer(*, by: User, organisation: Organisation, at: datetime, ward: str = "") -> Importer:
    """For this person at this organisation. `ward`: the one of rows that name none.

    Raises UnableToImport when this person cannot refer from there.
    """
    about = queries.form_context(user=by, organisation=organisation, answers={}, at=at, second_needed=False)
    if not about.wards or not about.schemes:
        raise UnableToImport("This person cannot make referrals: they have no ward, or no service takes referrals.")
    default = None
    if ward:
        found = wards_named(about, ward)
        if len(found) != 1:
            raise UnableToImport(
                "Name one ward this person may refer from, with its site where two have the same name."
            )
        default = found[0]
    return Importer(by, organisation, at, about, default)


def wards_named(about: WardFormContext, typed: str) -> list[WardChoice]:
    """The wards this name can mean, by name or by “ward, site”."""
    wanted = " ".join(typed.split()).casefold()
    return [each for each in about.wards if wanted in (each.name.casefold(), each.label.casefold())]


def rows_in(content: bytes) -> list[Row]:
    """The rows of a CSV file: UTF-8 or Windows-1252, separated by commas, semicolons or tabs.

    Raises UnableToImport for a file that is none, has no rows, or has columns nobody knows.
    """
    text = _text_of(content)
    first_line = text.lstrip().split("\n", 1)[0]
    separator = max(SEPARATORS, key=first_line.count)
    try:
        # Strict, because a stray quotation mark would otherwise push what follows into other columns.
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        raise UnableToImport(
            "The file cannot be read: a quotation mark is missing somewhere. Save it again as “CSV UTF-8”."
        ) from None
    lines_with = [(number, line) for number, line in enumerate(lines, start=1) if any(cell.strip() for cell in line)]
    if len(lines_with) < 2:
        raise UnableToImport("The file has no rows below its headings.")
    headings = [header_name(cell) for cell in lines_with[0][1]]
    _check_headings(headings)
    rows = []
    for number, line in lines_with[1:]:
        if any(cell.strip() for cell in line[len(headings) :]):
            raise UnableToImport(f"Row {number} has more cells than there are headings.")
        cells = {name: cell.strip() for name, cell in zip(headings, line, strict=False) if name and cell.strip()}
        rows.append(Row(number, cells))
    return rows


def fingerprint(organisation: Organisation, answers: ReferralAnswers, row: Row) -> str:
    """The same for the same referral, however the spreadsheet writes its dates and spaces."""
    said = asdict(answers) | {"second_referral_reason": row.cells.get("second_referral_reason", "")}
    canonical = json.dumps([organisation.pk, said], sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _text_of(content: bytes) -> str:
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding).replace("\x00", "")
        except UnicodeDecodeError:
            continue
    raise UnableToImport("The file is not text. Save it as “CSV UTF-8”.")


def _check_headings(headings: list[str]) -> None:
    # Unknown headings are told by their place: a row of patients may stand where the headings should.
    unknown = [name for name in headings if name and name not in BY_NAME]
    if len(unknown) > len(headings) / 2:
        raise UnableToImport(
            "The first row must hold the names of the columns. Write a file to fill in with --template."
        )
    if unknown:
        places = ", ".join(str(headings.index(name) + 1) for name in unknown)
        raise UnableToImport(f"Unknown heading in column {places}. The names of the columns are shown by --template.")
    twice = sorted({name for name in headings if name and headings.count(name) > 1})
    if twice:
        raise UnableToImport(f"There is more than one column {', '.join(twice)}.")


def _faults_in(row: Row, forms: dict[str, WardPageForm]) -> Iterator[Fault]:
    for page in PAGES:
        form = forms[page.code]
        if is_finished(form):
            continue
        for name, errors in form.errors.as_data().items():
            column = BY_FIELD.get((page.code, "ready_on" if name == "ready" else name))
            for error in errors:
                reason = " ".join(" ".join(error.messages).split())
                allowed = what_may_stand(column) if column and error.code in ("invalid_choice", "required") else ""
                reason = f"{reason}. Use: {allowed}" if allowed else reason
                yield Fault(row.number, column.name if column else WHOLE_ROW, reason)
