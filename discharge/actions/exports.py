"""The copy a person gets of their record: asked for, made by the system, taken away, deleted after seven days."""

import json
from contextlib import suppress
from datetime import datetime, timedelta
from typing import IO, Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from discharge import access
from discharge.errors import NotAllowed, UnableToActNow, UnableToAnswer
from discharge.queries.rights import latest_reference
from discharge.rights.bundle import as_zip
from discharge.rights.contents import Copy, contents_of
from discharge.rights.paper import NoPaper, as_pdf
from partners import audit
from partners.actors import SystemActor
from partners.looks import Why
from partners.models import Organisation, User
from partners.notify import notify
from referrals.models import DataExport, ExportFile, Patient

EXPORTS = SystemActor("exports")
KEPT_FOR = timedelta(days=7)
#: A copy that was begun this long ago and is not ready was lost with its process.
LOST_AFTER = timedelta(minutes=15)
_State = DataExport.State


@transaction.atomic
def request_export(
    *,
    patient: Patient,
    organisation: Organisation,
    request_reference: str,
    identity_checked: str,
    by: User,
    at: datetime,
) -> DataExport:
    """Ask for a copy of what this organisation holds on the patient. The caller sends the task once this is committed.

    One that is being made for the same organisation is given again. Raises NotAllowed for people without the right, or
    for patients with no case of this organisation; UnableToAnswer for an anonymised record or without a reference.
    """
    if not access.can_answer_for(by, patient, organisation.pk):
        raise NotAllowed("You can answer only for patients of your own organisation.")
    if patient.anonymised_at is not None:
        raise UnableToAnswer("This record has been anonymised: nothing in it says whose it was.")
    if not request_reference.strip() or not identity_checked:
        raise UnableToAnswer("Say how your organisation files the request and how you know who asks.")
    try:
        with transaction.atomic():
            export = DataExport.objects.create(
                patient=patient,
                organisation=organisation,
                reference=latest_reference(patient, organisation),
                request_reference=request_reference.strip(),
                identity_checked=identity_checked,
                requested_by=by,
                requested_at=at,
            )
    except IntegrityError:
        return DataExport.objects.get(patient=patient, organisation=organisation, state__in=DataExport.OPEN)
    audit.record(
        action="export_requested",
        by=by,
        at=at,
        object_type="export",
        object_id=export.pk,
        detail={"patient": patient.pk, "organisation": organisation.pk, "identity": identity_checked},
    )
    return export


def make_export(*, export_id: int, at: datetime, with_pdf: bool = True) -> None:
    """Make the copy, as the system. Safe to run twice or side by side: one makes it, the other finds nothing to do.

    `with_pdf`: False for the JSON alone. Without Pango there is no PDF and the JSON is there all the same. Any other
    fault leaves the state "failed".
    """
    if not _begin(export_id, at):
        return
    try:
        _make(export_id, at, with_pdf)
    except Exception:
        DataExport.objects.filter(pk=export_id, state=_State.MAKING).update(state=_State.FAILED)
        raise


def _begin(export_id: int, at: datetime) -> bool:
    """Take this copy on. False when somebody else did or it is not wanted any more."""
    free = Q(state=_State.WAITING) | Q(state=_State.MAKING, started_at__lte=at - LOST_AFTER)
    return bool(DataExport.objects.filter(free, pk=export_id).update(state=_State.MAKING, started_at=at))


@transaction.atomic
def _make(export_id: int, at: datetime, with_pdf: bool) -> None:
    export = (
        DataExport.objects.select_for_update(of=("self",), no_key=True)
        .select_related("patient", "organisation", "requested_by")
        .get(pk=export_id)
    )
    if export.state != _State.MAKING:
        return
    copy = contents_of(export, at)
    contents = {ExportFile.Kind.JSON: json.dumps(copy.as_json(), ensure_ascii=False, indent=1).encode()}
    if with_pdf:
        with suppress(NoPaper):  # the page says so, and offers the JSON
            contents[ExportFile.Kind.PDF] = as_pdf(copy)
    export.files.all().delete()
    ExportFile.objects.bulk_create(
        [ExportFile(export=export, kind=kind, content=content, size=len(content)) for kind, content in contents.items()]
    )
    export.state, export.ready_at, export.expires_at = _State.READY, at, at + KEPT_FOR
    export.cases, export.checks = copy.cases, _checks(copy)
    export.attachments = [
        {"name": each.name, "storage_name": each.storage_name, "sha256": each.sha256, "size": each.size}
        for each in copy.attachments
        if each.name
    ]
    export.save(update_fields=["state", "ready_at", "expires_at", "cases", "checks", "attachments"])
    audit.record(
        action="export_made",
        by=EXPORTS,
        at=at,
        object_type="export",
        object_id=export.pk,
        detail={"patient": export.patient_id, "files": sorted(contents)},
    )
    notify(
        people=[export.requested_by],
        key=f"export:{export.pk}:ready",
        text=f"{export.reference}: the copy of the record is ready",
        path=f"/rights/requests/{export.pk}/",
        at=at,
    )


def _checks(copy: Copy) -> list[dict[str, str | int]]:
    """Which columns to read before it goes out: part, column, why, how many facts. None of their words."""
    found: dict[tuple[str, str, str], int] = {}
    for part in copy.parts:
        for row in part.rows:
            for cell in row:
                if cell.check:
                    key = (part.title, cell.label, cell.check)
                    found[key] = found.get(key, 0) + 1
    return [{"part": part, "label": label, "why": why, "number": count} for (part, label, why), count in found.items()]


@transaction.atomic
def fetch_export(*, export: DataExport, kind: str, by: User, at: datetime) -> bytes:
    """Take one file away: on record as an act, and as a look at each case that is in it.

    Raises NotAllowed for people without the right; UnableToActNow when it is not ready, was deleted, or lacks it.
    """
    return bytes(_take(export, kind, by, at).content)


@transaction.atomic
def fetch_everything(*, export: DataExport, by: User, at: datetime) -> IO[bytes]:
    """Take the whole copy away as one ZIP, with the photos and reports in it. Whoever sends it closes it.

    What has been removed since the copy was made is left out. Raises what `fetch_export` raises.
    """
    first = _take(export, ExportFile.Kind.JSON, by, at, as_kind="zip")
    documents = {file.kind: bytes(file.content) for file in first.export.files.order_by("kind")}
    return as_zip(documents, first.export.attachments)


def _take(export: DataExport, kind: str, by: User, at: datetime, *, as_kind: str = "") -> ExportFile:
    locked = DataExport.objects.select_for_update(of=("self",), no_key=True).get(pk=export.pk)
    if not access.can_view_export(by, locked):
        raise NotAllowed("This copy was made for another organisation.")
    if locked.state == _State.READY and locked.expires_at is not None and at >= locked.expires_at:
        raise UnableToActNow("This copy was made more than 7 days ago and has been deleted. Ask for a new one.")
    file = locked.files.filter(kind=kind).first()
    if locked.state != _State.READY or file is None:
        raise UnableToActNow("This copy is not there. It may not be ready yet, or have been deleted after 7 days.")
    if locked.fetched_at is None:
        locked.fetched_at = at
        locked.save(update_fields=["fetched_at"])
    audit.record(
        action="export_fetched",
        by=by,
        at=at,
        object_type="export",
        object_id=locked.pk,
        detail={"patient": locked.patient_id, "kind": as_kind or kind},
    )
    audit.record_views(by=by, at=at, page="export", looks=[_look(case, locked) for case in locked.cases])
    return file


def _look(case: dict[str, Any], export: DataExport) -> audit.Look:
    """The look at one case of a copy, with who held it when the copy was made."""
    return audit.Look(
        referral_id=case["referral"],
        patient_id=export.patient_id,
        reference=case["reference"],
        lead_organisation_id=case["lead"],
        referrer_organisation_id=case["referrer"],
        why=Why.LEAD if case["lead"] == export.organisation_id else Why.REFERRER,
    )


@transaction.atomic
def expire_exports(*, at: datetime) -> int:
    """Delete the files of copies whose seven days are over. Returns how many copies; twice changes nothing."""
    over = list(
        DataExport.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
        .filter(state=_State.READY, expires_at__lte=at)
        .order_by("pk")[:500]
    )
    ExportFile.objects.filter(export__in=over).delete()
    for export in over:
        export.state, export.attachments = _State.EXPIRED, []
        export.save(update_fields=["state", "attachments"])
        audit.record(
            action="export_expired",
            by=EXPORTS,
            at=at,
            object_type="export",
            object_id=export.pk,
            detail={"patient": export.patient_id},
        )
    return len(over)


def lost_exports(*, at: datetime) -> list[int]:
    """Copies whose task was lost: to be sent again."""
    edge = at - LOST_AFTER
    waiting = Q(state=_State.WAITING, requested_at__lte=edge) | Q(state=_State.MAKING, started_at__lte=edge)
    return list(DataExport.objects.filter(waiting).order_by(F("pk")).values_list("pk", flat=True)[:100])
