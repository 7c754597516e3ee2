"""What the pages about people, organisations and notices show."""

from django.db.models import QuerySet

from partners.models import Notification, User


def unread_notifications(user: User) -> int:
    """How many notices this person has not opened yet."""
    return Notification.objects.filter(recipient=user, read_at__isnull=True).count()


def notifications_of(user: User) -> QuerySet[Notification]:
    """This person's notices, newest first."""
    return Notification.objects.filter(recipient=user).order_by("-created_at", "-pk")
