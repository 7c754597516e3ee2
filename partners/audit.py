"""The two append-only records: what was done (`record`) and who looked (`record_view`).

`record` is called inside the action's transaction, so that state and audit stand or fall together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from partners.actors import Actor, SystemActor
from partners.looks import Why
from partners.models import AuditEvent, ReadLog, User


def record(
    *,
    action: str,
    by: Actor,
    at: datetime,
    object_type: str,
    object_id: int,
    referral_id: int | None = None,
    detail: dict[str, Any] | None = None,
) -> AuditEvent:
    """Write one audit row. `detail` must hold only ids, codes and dates: no names, no NHS numbers, no free text."""
    row = _row(action, by, at, object_type)
    row.object_id, row.referral_id, row.detail = object_id, referral_id, detail or {}
    row.save()
    return row


def record_each(
    *,
    action: str,
    by: Actor,
    at: datetime,
    object_type: str,
    objects: Iterable[tuple[int, int, dict[str, Any]]],
) -> None:
    """Write one audit row for each (object id, referral id, detail), in one statement. `detail` as in `record`."""
    rows = []
    for object_id, referral_id, detail in objects:
        row = _row(action, by, at, object_type)
        row.object_id, row.referral_id, row.detail = object_id, referral_id, detail
        rows.append(row)
    AuditEvent.objects.bulk_create(rows)


def _row(action: str, by: Actor, at: datetime, object_type: str) -> AuditEvent:
    row = AuditEvent(at=at, action=action, object_type=object_type, actor_kind="person")
    if isinstance(by, SystemActor):
        row.actor_kind = by.kind
    else:
        row.actor_id, row.membership_id = by.pk, by.working_as.pk if by.working_as else None
    return row


@dataclass(frozen=True, slots=True)
class Look:
    """One record as it was looked at: which case and patient, who held the case at that moment, and why the person was
    let in. The log keeps all of it, so that it answers for itself whatever becomes of the case.
    """

    referral_id: int
    patient_id: int | None
    reference: str
    lead_organisation_id: int | None
    referrer_organisation_id: int | None
    why: Why
    break_glass_id: int | None = None


def record_view(*, by: User, at: datetime, page: str, look: Look) -> None:
    """Write down that somebody looked at a patient's record on this page or endpoint (codes of `partners.looks`)."""
    record_views(by=by, at=at, page=page, looks=[look])


def record_views(*, by: User, at: datetime, page: str, looks: Iterable[Look]) -> None:
    """Write down that somebody looked at a list that shows whole records, each once, in one statement."""
    membership = by.working_as
    ReadLog.objects.bulk_create(
        [
            ReadLog(
                at=at,
                user_id=by.pk,
                membership_id=membership.pk if membership else None,
                organisation_id=membership.organisation_id if membership else None,
                referral_id=look.referral_id,
                patient_id=look.patient_id,
                reference=look.reference,
                lead_organisation_id=look.lead_organisation_id,
                referrer_organisation_id=look.referrer_organisation_id,
                why=look.why.value,
                break_glass_id=look.break_glass_id,
                page=page,
            )
            for look in dict.fromkeys(looks)
        ]
    )
