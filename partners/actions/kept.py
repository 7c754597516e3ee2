"""Keeping what somebody typed when their time runs out, and letting go of it."""

from datetime import datetime

from django.db import transaction

from partners import audit
from partners.kept import Fields, seal
from partners.models import SavedForm, User
from partners.queries.kept import KEPT_FOR

MOST_PAGES = 20  # of one person at a time; the oldest go first


@transaction.atomic
def keep_typed(*, path: str, fields: Fields, by: User, at: datetime) -> SavedForm | None:
    """Keep what this person typed on this page, in place of what was kept of it before. None when there is nothing."""
    if not path or not fields:
        return None
    kept, _ = SavedForm.objects.update_or_create(
        user=by, path=path, defaults={"data": seal(fields, person=by.pk, path=path), "saved_at": at}
    )
    old = SavedForm.objects.filter(user=by).order_by("-saved_at", "-pk").values_list("pk", flat=True)[MOST_PAGES:]
    SavedForm.objects.filter(pk__in=list(old)).delete()
    audit.record(action="typed_kept", by=by, at=at, object_type="saved_form", object_id=kept.pk)
    return kept


def forget_typed(*, path: str, by: User) -> bool:
    """Delete what is kept of this person's on this page. Says whether there was anything."""
    return bool(SavedForm.objects.filter(user=by, path=path).delete()[0])


def forget_old(*, at: datetime) -> int:
    """Delete whatever was kept longer than it may be. Returns how many pages that was. Safe to run twice."""
    return SavedForm.objects.filter(saved_at__lte=at - KEPT_FOR).delete()[0]
