"""Photos that a provider takes where it works."""

from datetime import datetime

from django.db import transaction

from housing import access
from housing.actions.jobs import lock_job
from housing.errors import NotAllowed
from housing.models import Intervention
from partners.models import User
from referrals.actions.files import FileDetails, keep_file, lock_file, take_away
from referrals.contents import CheckedFile
from referrals.models import CaseFile


@transaction.atomic
def add_photo(*, job: Intervention, checked: CheckedFile, title: str, by: User, at: datetime) -> CaseFile:
    """Add a photo to an open job, for the provider. The two sides of the case see it, other providers do not.

    Raises NotAllowed, UnableTo when it is no photo or the case has its most files. The same again is a repeated click.
    """
    referral, current = lock_job(job)
    if referral is None or current.provider_id is None or not access.can_add_photo(by, current):
        raise NotAllowed("Only the organisation asked to do this job can add a photo, while the job is open.")
    details = FileDetails(kind=CaseFile.Kind.PHOTO, title=title)
    return keep_file(referral, checked=checked, details=details, by=by, organisation_id=current.provider_id, at=at)


@transaction.atomic
def remove_photo(*, job: Intervention, photo: CaseFile, why: str, by: User, at: datetime) -> CaseFile:
    """Whoever added a photo takes it away again. Raises NotAllowed, UnableTo for an unknown reason."""
    _, current_job = lock_job(job)
    _, current = lock_file(photo)
    if current.removed_at is not None and current.removed_by_id == by.pk:
        return current
    if not access.can_remove_photo(by, current_job, current):
        raise NotAllowed("Only whoever added a photo can remove it.")
    return take_away(current, why=why, by=by, at=at)
