"""The photos a provider sees with a job."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from housing import access
from housing.models import Intervention
from partners.models import User
from referrals.models import CaseFile
from referrals.queries.files import size_words


@dataclass(frozen=True)
class Photo:
    """One photo as a provider sees it: which organisation it comes from, not who took it. `at` is UTC."""

    pk: int
    title: str
    size: str
    organisation: str
    at: datetime
    scan: str
    opens: bool
    mine: bool


def photos_of(user: User, job: Intervention) -> dict[str, Any]:
    """What the page of a job says about photos, newest first. Three queries."""
    files = access.visible_photos(user, job).select_related("organisation").order_by("-uploaded_at", "-pk")
    return {
        "photos": [
            Photo(
                pk=file.pk,
                title=file.title,
                size=size_words(file.size),
                organisation=file.organisation.name,
                at=file.uploaded_at,
                scan=str(file.get_scan_display()),
                opens=file.can_be_opened,
                mine=file.uploaded_by_id == user.pk,
            )
            for file in files
        ],
        "can_add_photo": access.can_add_photo(user, job),
    }


def photo_of(user: User, job: Intervention, pk: int) -> CaseFile:
    """One photo of this job. Raises CaseFile.DoesNotExist when there is none or this person may not see it."""
    return access.visible_photos(user, job).select_related("referral").get(pk=pk)
