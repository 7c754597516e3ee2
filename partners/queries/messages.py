"""What somebody chose to be sent, and what could not be sent."""

from django.db.models import QuerySet

from partners.messages import KINDS, How
from partners.models import MessageChoice, OutboxMessage, User
from partners.queries.people import people_visible_to


def choices_of(user: User) -> dict[str, How]:
    """How each kind of line is sent to this person: what they chose, or what is usual."""
    chosen = dict(MessageChoice.objects.filter(user=user).values_list("kind", "how"))
    return {kind.code: How(chosen.get(kind.code, kind.usual)) for kind in KINDS}


def not_sent(user: User) -> QuerySet[OutboxMessage]:
    """Messages given up, to people this person manages, the newest first."""
    return (
        OutboxMessage.objects.filter(failed_at__isnull=False, recipient__in=people_visible_to(user).values("pk"))
        .select_related("recipient")
        .order_by("-failed_at", "-pk")
    )
