"""The files of a case, for its page."""

from dataclasses import dataclass
from datetime import datetime

from partners.models import User
from referrals import access
from referrals.models import CaseFile, Referral

SCAN_COLOURS = {"waiting": "yellow", "clean": "green", "infected": "red", "not_scanned": "white"}


@dataclass(frozen=True)
class FileLine:
    """One file as the list shows it. `at` and `removed_at` are UTC; `size` is in words."""

    pk: int
    title: str
    kind: str
    form: str
    size: str
    by: str
    at: datetime
    scan: str
    colour: str
    opens: bool
    is_photo: bool
    for_provider: bool
    may_remove: bool
    removed_at: datetime | None
    removed: str


def files_of(user: User, referral: Referral) -> list[FileLine]:
    """The files of a case this person sees, newest first, removed ones last. One query beside their rights."""
    files = (
        access.visible_files(user)
        .filter(referral=referral)
        .select_related("uploaded_by", "organisation", "removed_by")
        .order_by("-uploaded_at", "-pk")
    )
    leads = access.can_share_files(user, referral)
    lines = [_line(file, may_remove=leads or file.uploaded_by_id == user.pk) for file in files]
    return sorted(lines, key=lambda line: line.removed_at is not None)


def file_of(user: User, referral: Referral, pk: int) -> CaseFile:
    """One file of this case. Raises CaseFile.DoesNotExist when there is none or this person may not see it."""
    return access.visible_files(user).select_related("referral").get(referral=referral, pk=pk)


def _line(file: CaseFile, *, may_remove: bool) -> FileLine:
    removed = ""
    if file.removed_at is not None:
        by = file.removed_by.name if file.removed_by else "Homeward"
        removed = f"{file.get_removed_why_display()}. Removed by {by}"
    return FileLine(
        pk=file.pk,
        title=file.title,
        kind=str(file.get_kind_display()),
        form="PDF" if not file.is_picture else "photo",
        size=size_words(file.size),
        by=f"{file.uploaded_by.name}, {file.organisation.name}",
        at=file.uploaded_at,
        scan=str(file.get_scan_display()),
        colour=SCAN_COLOURS[file.scan],
        opens=file.can_be_opened,
        is_photo=file.kind == CaseFile.Kind.PHOTO,
        for_provider=file.for_provider,
        may_remove=may_remove and file.removed_at is None,
        removed_at=file.removed_at,
        removed=removed,
    )


def size_words(size: int) -> str:
    """2.4 MB, 310 KB: as the NHS.UK content guide writes sizes of files."""
    if size >= 1024 * 1024:
        return f"{size / 1024 / 1024:.1f} MB"
    return f"{max(round(size / 1024), 1)} KB"
