"""Opening notices: each is read once, by the person it is for."""

from datetime import datetime

from django.db import transaction

from partners.errors import NotAllowed
from partners.models import Notification, User


@transaction.atomic
def open_notification(*, notification: Notification, by: User, at: datetime) -> Notification:
    """Mark a notice as read. Opening it again changes nothing. Raises NotAllowed for somebody else's."""
    locked = Notification.objects.select_for_update(of=("self",), no_key=True).get(pk=notification.pk)
    if locked.recipient_id != by.pk:
        raise NotAllowed("This notice is for somebody else.")
    if locked.read_at is None:
        locked.read_at = at
        locked.save(update_fields=["read_at"])
    return locked


def read_all_notifications(*, by: User, at: datetime) -> int:
    """Mark everything in this person's list as read. Returns how many were new."""
    return Notification.objects.filter(recipient=by, read_at__isnull=True).update(read_at=at)
