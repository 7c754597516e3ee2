"""The two append-only records: what was done (`record`) and who looked (`record_view`).

`record` is called inside the action's transaction, so that state and audit stand or fall together.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from partners.actors import Actor, SystemActor
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
    if isinstance(by, SystemActor):
        actor_id, kind, membership_id = None, by.kind, None
    else:
        actor_id, kind = by.pk, "person"
        membership_id = by.working_as.pk if by.working_as else None
    return AuditEvent.objects.create(
        at=at,
        actor_id=actor_id,
        actor_kind=kind,
        membership_id=membership_id,
        action=action,
        object_type=object_type,
        object_id=object_id,
        referral_id=referral_id,
        detail=detail or {},
    )


def record_view(*, by: User, at: datetime, page: str, referral_id: int, patient_id: int | None) -> None:
    """Write down that somebody looked at a patient's record."""
    membership = by.working_as
    ReadLog.objects.create(
        at=at,
        user_id=by.pk,
        membership_id=membership.pk if membership else None,
        organisation_id=membership.organisation_id if membership else None,
        referral_id=referral_id,
        patient_id=patient_id,
        page=page,
    )


def record_views(*, by: User, at: datetime, page: str, cases: Iterable[tuple[int, int | None]]) -> None:
    """Write down that somebody looked at a list that shows whole records, as (referral id, patient id), in one
    statement.
    """
    membership = by.working_as
    ReadLog.objects.bulk_create(
        [
            ReadLog(
                at=at,
                user_id=by.pk,
                membership_id=membership.pk if membership else None,
                organisation_id=membership.organisation_id if membership else None,
                referral_id=referral_id,
                patient_id=patient_id,
                page=page,
            )
            for referral_id, patient_id in cases
        ]
    )
