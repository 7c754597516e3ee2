"""What stands in the copy that a person gets of their record: every table with a way to them, row by row.

One organisation answers for what it holds: the person's details, and the cases that it leads or referred. Cases between
others are not in it, and nothing in it says whether there are any.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Field, ForeignKey, JSONField, Model, Q, TextField

from discharge.rights.graph import Table, columns, is_past, tables
from discharge.rights.words import Names, label_of, value_of, words_of
from housing.queries import held as housing
from outcomes.queries import held as outcomes
from partners.held import OTHERS, Held
from partners.models import Organisation
from referrals.london import to_london
from referrals.models import CaseFile, DataExport, Patient, Referral
from referrals.queries import held as referrals

SCHEMA = "homeward.record-copy"
SCHEMA_VERSION = 1

#: Tables with a way to a person that are not in the copy, and why.
EXCLUDED: dict[str, str] = {
    "referrals.ExportFile": "The copies themselves, this one included",
    "referrals.RetentionItem": "Lists of records whose time is over; the copy says when that is",
}
_ENTRIES = {each.table: each for each in (*referrals.HELD, *housing.HELD, *outcomes.HELD)}
_ORDER = {name: position for position, name in enumerate(_ENTRIES)}
# How the triggers' own columns of a past are kept: their numbers mean nothing to anybody.
_PAST_LEFT_OUT = frozenset({"pgh_obj", "pgh_context_id", "id"})


@dataclass(frozen=True, slots=True)
class Cell:
    """One fact. `value` is as stored (ISO dates with their offset), `words` as people say it, `check` why an officer
    must read it before it goes out."""

    name: str
    label: str
    value: Any
    words: str
    check: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One table: its rows, oldest first."""

    name: str
    title: str
    rows: list[list[Cell]]

    @property
    def checks(self) -> int:
        """How many facts an officer must read."""
        return sum(bool(cell.check) for row in self.rows for cell in row)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A photo or a report of one of the cases. `name`: in the ZIP; empty with `why_not` where it cannot be opened yet.
    `sha256` is of the content, and stands in its row too.
    """

    name: str
    storage_name: str
    sha256: str
    size: int  # bytes
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """The whole of it. `cases` are the ids of those in it, with who led and referred them: for the record of looks."""

    person: str
    organisation: str
    request_reference: str
    made_at: datetime
    parts: list[Part]
    cases: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The document whose form docs/operations.md tells."""
        return {
            "schema": SCHEMA,
            "schema_version": SCHEMA_VERSION,
            "made_at": to_london(self.made_at).isoformat(),
            "held_by": self.organisation,
            "request_reference": self.request_reference,
            "about": self.person,
            "parts": [
                {
                    "name": part.name,
                    "title": part.title,
                    "rows": [{cell.name: _without_name(cell) for cell in row} for row in part.rows],
                }
                for part in self.parts
            ],
            "files": [{"file": each.name, "sha256": each.sha256, "why_not": each.why_not} for each in self.attachments],
            "not_included": [{"table": table, "why": why} for table, why in EXCLUDED.items()],
        }


def cases_held_by(organisation: Organisation, patient: Patient) -> list[Referral]:
    """The cases of this person that the organisation answers for, newest first."""
    return list(
        Referral.objects.filter(
            Q(lead_organisation=organisation) | Q(referrer_organisation=organisation), patient=patient
        ).order_by("-made_at", "-pk")
    )


def contents_of(export: DataExport, at: datetime) -> Copy:
    """Everything for this export. Three queries and one for each table; nothing is changed."""
    patient, organisation = export.patient, export.organisation
    cases = cases_held_by(organisation, patient)
    found = [(table, _rows(table, patient, cases, organisation, export)) for table in included()]
    names = Names(row for _, rows in found for row in rows)
    parts = [
        Part(
            name=table.label,
            title=_held(table).title,
            rows=[_cells(table, row, names) for row in rows],
        )
        for table, rows in found
        if rows
    ]
    return Copy(
        person=patient.full_name,
        organisation=organisation.name,
        request_reference=export.request_reference,
        made_at=at,
        parts=parts,
        cases=[
            {
                "referral": case.pk,
                "reference": case.reference,
                "lead": case.lead_organisation_id,
                "referrer": case.referrer_organisation_id,
            }
            for case in cases
        ],
        attachments=attachments_of(cases),
    )


def attachments_of(cases: list[Referral]) -> list[Attachment]:
    """The photos and reports of these cases, those removed left out: they have no content any more. One query.

    Named after case and kind, never by their titles, which can name people.
    """
    references = {case.pk: case.reference for case in cases}
    files = CaseFile.objects.filter(referral__in=references, removed_at__isnull=True).order_by("referral", "pk")
    found = []
    for number, file in enumerate(files, start=1):
        ending = {"image/jpeg": "jpg", "image/png": "png"}.get(file.content_type, "pdf")
        name = f"files/{references[file.referral_id]}-{number:02}-{file.kind.replace('_', '-')}.{ending}"
        opens = file.can_be_opened
        found.append(
            Attachment(
                name=name if opens else "",
                storage_name=file.storage_name,
                sha256=file.sha256,
                size=file.size,
                why_not="" if opens else file.get_scan_display(),
            )
        )
    return found


def included() -> list[Table]:
    """The tables in the copy: first those an app tells of, in its order, then the others, then their pasts."""
    found = [table for table in tables() if table.label not in EXCLUDED]
    return sorted(found, key=lambda table: (is_past(table), _ORDER.get(table.label, len(_ORDER)), table.label))


def _held(table: Table) -> Held:
    if is_past(table):
        followed = table.model._meta.get_field("pgh_obj").related_model
        entry = _ENTRIES.get(followed._meta.label) if isinstance(followed, type) else None
        title = f"{entry.title if entry else table.label}: what it said before"
        return Held(
            table=table.label,
            title=title,
            labels=entry.labels if entry else {},
            codes=entry.codes if entry else {},
            check=entry.check if entry else {},
            left_out=entry.left_out if entry else {},
        )
    name = str(table.model._meta.verbose_name_plural)
    return _ENTRIES.get(table.label) or Held(table=table.label, title=name[:1].upper() + name[1:])


def _rows(
    table: Table, patient: Patient, cases: list[Referral], organisation: Organisation, export: DataExport
) -> list[Model]:
    rows = table.rows_of(person=patient.pk, cases=[case.pk for case in cases]).order_by("pk")
    if _held(table).own_only:
        rows = rows.filter(organisation=organisation)
    if table.model is DataExport:
        rows = rows.exclude(pk=export.pk)
    return list(rows)


def _cells(table: Table, row: Model, names: Names) -> list[Cell]:
    held = _held(table)
    cells = []
    for column in columns(table.model):
        if column.name in held.left_out or _is_the_person(column):
            continue
        if is_past(table) and column.name in _PAST_LEFT_OUT:
            continue
        value = value_of(row, column)
        cells.append(
            Cell(
                name=column.name,
                label=label_of(column, held),
                value=value,
                words=words_of(row, column, held, names),
                check=_check(table, column, held) if value else "",
            )
        )
    return cells


def _check(table: Table, column: Field[Any, Any], held: Held) -> str:
    """Why to read this first: as the app says, and free words of tables nobody told of may name anybody."""
    unknown = table.label not in _ENTRIES and not is_past(table)
    free = isinstance(column, TextField | JSONField) and not column.choices
    return held.check.get(column.name, OTHERS if unknown and free else "")


def _is_the_person(column: Field[Any, Any]) -> bool:
    return isinstance(column, ForeignKey) and column.related_model is Patient


def _without_name(cell: Cell) -> dict[str, Any]:
    found = asdict(cell)
    del found["name"]
    return found
