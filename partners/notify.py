"""Puts a line into people's lists. The row in PostgreSQL is the message; nothing can be lost on the way to it."""

from collections.abc import Iterable
from datetime import datetime

from partners.models import Notification, User


def notify(*, people: Iterable[User], key: str, text: str, path: str, at: datetime) -> None:
    """Tell each person once: a second call with the same key changes nothing."""
    Notification.objects.bulk_create(
        [Notification(recipient=person, key=key, text=text, path=path, created_at=at) for person in people],
        ignore_conflicts=True,
    )
