"""What the end of keeping does with each column that can hold words about a person, table by table.

Every column of text, JSON or bytes without a fixed list of values, in every table with a way to a person, must be in
`PLAN`: a column that is not makes a test fail, and makes the task refuse to begin rather than leave words behind.
Columns with a fixed list of values, dates, sums of money and keys stay: the figures are made of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BinaryField, CharField, Field, JSONField, TextField

from discharge.rights.graph import Table, columns, is_past, tables


class Does(StrEnum):
    """What happens to a column when the person is taken out."""

    KEEP = "keep"  # a code, or words of ours
    REMOVE = "remove"  # words that were typed become "Removed"; empty stays empty
    BLANK = "blank"  # becomes empty
    NULL = "null"
    NAME = "name"  # becomes the name of nobody
    BAND = "band"  # a date of birth becomes the first day of its five years
    ERASE = "erase"  # in a table that can only grow: `homeward_erase` does it
    DELETE = "delete"  # the row goes


REMOVED = "Removed"
FAMILY_NAME, GIVEN_NAME = "Anonymised", "person"

_KEEP, _REMOVE, _BLANK, _ERASE = Does.KEEP, Does.REMOVE, Does.BLANK, Does.ERASE

PLAN: Mapping[str, Mapping[str, Does]] = {
    "referrals.Patient": {
        "nhs_number": Does.NULL,
        "no_nhs_number_reason": _BLANK,
        "family_name": Does.NAME,
        "given_name": Does.NAME,
        "born_on": Does.BAND,
        "address": _BLANK,
        "postcode": _BLANK,  # no figure is made by area
        "phone": _BLANK,
        "interpreter": _BLANK,
    },
    "referrals.Referral": {
        "reference": _KEEP,  # drawn at random
        "draft_answers": _BLANK,
        "tenure": _KEEP,
        "household": _KEEP,
        "what_stands_in_the_way": _REMOVE,
        "access_notes": _REMOVE,
        "safety_notes": _REMOVE,
        "source": _KEEP,
        "import_key": Does.NULL,  # made from the NHS number among others
        "reason_code": _KEEP,
        "destination": _KEEP,
        "restricted_reason": _KEEP,
    },
    "referrals.Carer": {"name": _REMOVE, "relationship": _KEEP, "phone": _BLANK},
    "referrals.ReferralNeed": {"code": _KEEP},
    "referrals.ReferralRisk": {"code": _KEEP},
    "referrals.SharingDecision": {
        "purpose": _KEEP,
        "basis": _KEEP,
        "decision_maker": _REMOVE,
        "note": _REMOVE,
        "withdrawn_why": _REMOVE,
    },
    "referrals.Clock": dict.fromkeys(("label", "target_name", "hours", "partner_label", "partner_path"), _KEEP),
    "referrals.ClockPause": {"reason": _KEEP},
    "referrals.DelaySpan": {"code": _KEEP, "list_version": _KEEP},
    "referrals.Message": {"body": _ERASE},
    "referrals.ReferralEvent": {"event": _KEEP, "from_status": _KEEP, "to_status": _KEEP, "note": _ERASE},
    "referrals.LegalHold": {"reference": _KEEP, "reason": _REMOVE},
    "referrals.DataExport": {
        "reference": _KEEP,
        "request_reference": _REMOVE,
        "identity_checked": _KEEP,
        "cases": _KEEP,
        "checks": _KEEP,
        "attachments": _BLANK,
    },
    "referrals.ExportFile": {"content": Does.DELETE},
    "referrals.RetentionItem": {"reference": _KEEP, "why_kept": _KEEP},
    # The content is deleted with the title; the row and its random name stay as proof that there was a file.
    "referrals.CaseFile": {"title": _BLANK, "sha256": _KEEP, "storage_name": _KEEP},
    "referrals.BreakGlass": {"reference": _KEEP, "reason": _REMOVE, "review_note": _REMOVE},
    "housing.HomeAssessment": {"findings": _KEEP, "summary": _REMOVE},
    "housing.Intervention": {
        "urgency": _KEEP,
        "instructions": _REMOVE,
        "funding_source": _KEEP,
        "finish_note": _REMOVE,
    },
    "housing.Stay": {
        "move_on_to": _KEEP,
        "cancelled_reason": _REMOVE,
        "support_plan": _REMOVE,
        "overstay_reason": _KEEP,
        "no_claim_reason": _KEEP,
    },
    "housing.StayReview": {"decided": _REMOVE},
    "housing.Occupation": {"reason": _REMOVE, "owner": _REMOVE},
    "housing.Rehousing": {
        "landlord": _REMOVE,  # may be one person
        "route": _KEEP,
        "new_address": _REMOVE,
        "ended_reason": _REMOVE,
    },
    "housing.CouncilApplication": {"council": _REMOVE},  # typed, so it may be anything
    "housing.CouncilStage": {"reason": _KEEP, "note": _REMOVE},
    "outcomes.FollowUp": {"kind": _KEEP, "note": _REMOVE},
    "outcomes.Outcome": {"code": _KEEP, "note": _REMOVE, "evidence": _REMOVE},
    # Ids and codes only, by their own rule, and nothing can change them.
    "partners.ReadLog": {"page": _KEEP, "reference": _KEEP, "why": _KEEP},
    "partners.AuditEvent": {"actor_kind": _KEEP, "action": _KEEP, "object_type": _KEEP, "detail": _KEEP},
}


class UnlistedColumn(LookupError):
    """A column that can hold words about a person and has no line in `PLAN`: a programming fault."""


def can_hold_words(column: Field[Any, Any]) -> bool:
    """May somebody's words be in it? Text, lists, JSON and bytes without a fixed list of values."""
    return isinstance(column, CharField | TextField | JSONField | BinaryField | ArrayField) and not column.choices


def unlisted() -> list[str]:
    """Columns that can hold words and have no line, as app.Model.column. The past goes as whole rows."""
    return [
        f"{table.label}.{column.name}"
        for table in tables()
        if not is_past(table)
        for column in columns(table.model)
        if can_hold_words(column) and column.name not in PLAN.get(table.label, {})
    ]


def plan_of(table: Table) -> dict[str, Does]:
    """Column → what happens, for the columns this table has. Raises UnlistedColumn."""
    listed = PLAN.get(table.label, {})
    names = {column.name: column for column in columns(table.model)}
    missing = [name for name, column in names.items() if can_hold_words(column) and name not in listed]
    if missing and not is_past(table):
        raise UnlistedColumn(f"{table.label}: {', '.join(missing)}")
    return {name: does for name, does in listed.items() if name in names}
