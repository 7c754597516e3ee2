"""Photos and reports on a case: added, shown to providers or not, checked for viruses, removed.

The content is written before the row and deleted after the row says so, each time so that nothing is lost or shown by a
step that fails half way: content without a row is swept up later, a row never stands without content.
"""

from dataclasses import dataclass
from datetime import datetime

from celery import current_app
from django.conf import settings
from django.db import transaction

from partners import audit
from partners.actors import Actor, SystemActor, person
from partners.errors import NotAllowed, UnableTo
from partners.models import User
from referrals import access, storage
from referrals.actions.team import acting_organisation, tell, who_acts
from referrals.actions.transition import check, lock, write_event
from referrals.contents import CheckedFile
from referrals.lifecycle import Event
from referrals.models import CaseFile, Referral
from referrals.paths import case_path

# The virus check, and what clears away contents nobody owns.
SCANNER = SystemActor("virus_check")
# What changes on a file that is removed.
_CLEARED = ["title", "for_provider", "removed_at", "removed_by", "removed_why"]


@dataclass(frozen=True)
class FileDetails:
    """What somebody says about the file they add. `for_provider`: photos only, and for the lead to decide."""

    kind: str
    title: str
    for_provider: bool = False


@transaction.atomic
def add_file(*, referral: Referral, checked: CheckedFile, details: FileDetails, by: User, at: datetime) -> CaseFile:
    """Put a file on a case, as one of the two sides. The same content again from the same side is a repeated click.

    Raises NotAllowed, UnableToActNow on an ended case, UnableTo when it does not fit or the case has its most files.
    """
    locked = lock(referral)
    check(locked, Event.ADD_FILE, by)
    if details.for_provider and not access.can_share_files(by, locked):
        raise NotAllowed("Only the team that leads the case decides what providers see.")
    return keep_file(
        locked, checked=checked, details=details, by=by, organisation_id=acting_organisation(by, locked), at=at
    )


def keep_file(
    locked: Referral, *, checked: CheckedFile, details: FileDetails, by: User, organisation_id: int, at: datetime
) -> CaseFile:
    """Store the content and its row, inside the caller's transaction, which has locked the case and checked the right.

    Raises UnableTo when it does not fit or the case has its most files.
    """
    title = " ".join(details.title.split())
    _check_fits(details.kind, title, checked, for_provider=details.for_provider)
    files = locked.files.filter(removed_at__isnull=True)
    same = files.filter(organisation_id=organisation_id, sha256=checked.sha256).first()
    if same is not None:
        if same.uploaded_by_id == by.pk:
            return same
        raise UnableTo("A colleague has added this file already. It is in the list.")
    if files.count() >= settings.CASE_FILES_MAX:
        raise UnableTo(f"A case can have {settings.CASE_FILES_MAX} files. Remove one that is not needed first.")
    name = storage.put(checked)
    try:
        with transaction.atomic():
            file = CaseFile.objects.create(
                referral=locked,
                kind=details.kind,
                title=title,
                content_type=checked.content_type,
                size=len(checked.content),
                sha256=checked.sha256,
                storage_name=name,
                uploaded_by=by,
                organisation_id=organisation_id,
                uploaded_at=at,
                for_provider=details.for_provider,
                scan=CaseFile.Scan.WAITING if settings.CLAMAV_ADDRESS else CaseFile.Scan.NOT_SCANNED,
            )
            _write_down(file, "file_added", by=by, at=at, words=str(file.get_kind_display()))
            _tell_lead(file, locked, by=by, at=at)
    except BaseException:
        storage.drop(name)
        raise
    if file.scan == CaseFile.Scan.WAITING:
        _ask_for_check(file)
    return file


@transaction.atomic
def share_file(*, file: CaseFile, shown: bool, by: User, at: datetime) -> CaseFile:
    """Let the providers that have a job on this case see this photo, or no longer. The same again changes nothing.

    Raises NotAllowed; UnableTo for what is no photo or was removed.
    """
    locked, current = lock_file(file)
    if not access.can_share_files(by, locked):
        raise NotAllowed("Only the team that leads the case decides what providers see.")
    if current.removed_at is not None:
        raise UnableTo("This file has been removed.")
    if shown and current.kind != CaseFile.Kind.PHOTO:
        raise UnableTo("Only photos of the home can be shown to providers.")
    if current.for_provider == shown:
        return current
    current.for_provider = shown
    current.save(update_fields=["for_provider"])
    _write_down(current, "file_shown_to_providers" if shown else "file_hidden_from_providers", by=by, at=at)
    return current


@transaction.atomic
def remove_file(*, file: CaseFile, why: str, by: Actor, at: datetime) -> CaseFile:
    """Delete the content and the title; that there was a file, whose and why it went stays on record.

    `why`: a code of CaseFile.Removed. Raises NotAllowed; UnableTo for an unknown reason. Again changes nothing.
    """
    _, current = lock_file(file)
    if isinstance(by, User) and not access.can_remove_file(by, current):
        raise NotAllowed("Only whoever added the file, or the team that leads the case, can remove it.")
    return take_away(current, why=why, by=by, at=at)


def take_away(current: CaseFile, *, why: str, by: Actor, at: datetime) -> CaseFile:
    """What `remove_file` does, inside the caller's transaction, which has locked the file and checked the right."""
    if why not in CaseFile.Removed.values:
        raise UnableTo("Select why the file is removed.")
    if current.removed_at is not None:
        return current
    _clear(current, why=why, by=by, at=at)
    current.save(update_fields=_CLEARED)
    _write_down(current, "file_removed", by=by, at=at, words=str(current.get_kind_display()), detail={"why": why})
    return current


@transaction.atomic
def record_check(*, file: CaseFile, infected: bool, signature: str = "", at: datetime) -> CaseFile:
    """What the virus check said. An infected file is deleted at once, and the uploader and the lead are told.

    `signature`: the scanner's name for what it found. A file that does not wait for a check any more stays as it is.
    """
    locked, current = lock_file(file)
    if current.scan != CaseFile.Scan.WAITING or current.removed_at is not None:
        return current
    current.scan = CaseFile.Scan.INFECTED if infected else CaseFile.Scan.CLEAN
    current.scanned_at = at
    changed = ["scan", "scanned_at"]
    if infected:
        _clear(current, why=CaseFile.Removed.INFECTED, by=SCANNER, at=at)
        changed += _CLEARED
    current.save(update_fields=changed)
    if infected:
        _write_down(current, "file_infected", by=SCANNER, at=at, detail={"signature": signature})
        _tell_about_virus(current, locked, at=at)
    return current


def lock_file(file: CaseFile) -> tuple[Referral, CaseFile]:
    """The case first, then the file: every action locks in this order."""
    referral = lock(file.referral)
    current = CaseFile.objects.select_for_update(of=("self",), no_key=True).get(pk=file.pk)
    current.referral = referral
    return referral, current


def _check_fits(kind: str, title: str, checked: CheckedFile, *, for_provider: bool) -> None:
    if kind not in CaseFile.Kind.values:
        raise UnableTo("Select what kind of file it is.")
    if not title or len(title) > 100:
        raise UnableTo("Enter what the file shows, in 100 characters or fewer.")
    if kind == CaseFile.Kind.PHOTO and checked.content_type == "application/pdf":
        raise UnableTo("A photo must be a JPEG or PNG file. Choose another file, or another kind.")
    if for_provider and kind != CaseFile.Kind.PHOTO:
        raise UnableTo("Only photos of the home can be shown to providers.")


def _clear(file: CaseFile, *, why: str, by: Actor, at: datetime) -> None:
    """Mark as removed; the content goes once that is certain."""
    file.title, file.for_provider = "", False
    file.removed_at, file.removed_by, file.removed_why = at, person(by), why
    name = file.storage_name
    transaction.on_commit(lambda: storage.drop(name), robust=True)


def _ask_for_check(file: CaseFile) -> None:
    """Once the row is certain. A message that is lost costs minutes: the sweep asks again."""
    pk = file.pk
    transaction.on_commit(
        lambda: current_app.send_task("referrals.tasks.check_file", args=[pk], retry=False), robust=True
    )


def _write_down(
    file: CaseFile, code: str, *, by: Actor, at: datetime, words: str = "", detail: dict[str, str] | None = None
) -> None:
    """Timeline and audit. The title is in neither: the timeline outlives the file."""
    write_event(file.referral, code, by=by, at=at, note=words)
    audit.record(
        action=code,
        by=by,
        at=at,
        object_type="casefile",
        object_id=file.pk,
        referral_id=file.referral_id,
        detail={"kind": file.kind, **(detail or {})},
    )


def _tell_lead(file: CaseFile, referral: Referral, *, by: User, at: datetime) -> None:
    """Whoever acts on the case, unless the file comes from their own side."""
    if file.organisation_id == referral.lead_organisation_id:
        return
    tell(
        referral=referral,
        people=[each for each in who_acts(referral) if each != by],
        key=f"file:{file.pk}:added",
        text=f"{referral.reference}: a file was added",
        path=f"{case_path(referral.reference)}files/",
        at=at,
    )


def _tell_about_virus(file: CaseFile, referral: Referral, *, at: datetime) -> None:
    """The lead, and whoever added it; a provider is told without the case's reference, which it does not know."""
    key = f"file:{file.pk}:infected"
    words = "a file was removed because the virus check found something in it"
    uploader = file.uploaded_by
    told = {each.pk: each for each in who_acts(referral)}
    if access.can_view(uploader, referral):
        told[uploader.pk] = uploader
    elif uploader.pk not in told:
        text = f"A photo you added to a job: {words}"
        tell(referral=referral, people=[uploader], key=key, text=text, path="/", at=at)
    tell(
        referral=referral,
        people=told.values(),
        key=key,
        text=f"{referral.reference}: {words}",
        path=f"{case_path(referral.reference)}files/",
        at=at,
    )
