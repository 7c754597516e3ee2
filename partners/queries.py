"""What the pages about people, organisations and notices show."""

from partners.models import Notification, User


def unread_notifications(user: User) -> int:
    """How many notices this person has not opened yet."""
    return Notification.objects.filter(recipient=user, read_at__isnull=True).count()
