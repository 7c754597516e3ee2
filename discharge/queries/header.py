"""What the header of every page counts for a person: one query, because every page pays for it."""

from datetime import datetime

from django.db.models import Count, OuterRef, Subquery, Value

from discharge.queries.caseload import led_cases
from partners.models import Notification, User
from referrals.models import Clock


def header_counts(user: User, at: datetime) -> tuple[int, int]:
    """(notices not opened yet, promises on this person's own cases that are past due at this moment)."""
    unread = (
        Notification.objects.filter(recipient=OuterRef("pk"), read_at__isnull=True)
        .order_by()
        .values("recipient")
        .annotate(number=Count("pk"))
        .values("number")
    )
    mine = led_cases(user).filter(is_open=True, assignee=user)
    overdue = (
        Clock.objects.filter(stopped_at__isnull=True, advisory=False, due_at__lt=at, referral__in=mine.values("pk"))
        .order_by()
        .values(one=Value(1))
        .annotate(number=Count("pk"))
        .values("number")
    )
    found = User.objects.filter(pk=user.pk).values_list(Subquery(unread), Subquery(overdue)).get()
    return found[0] or 0, found[1] or 0
