"""Sends what waits in the outbox, tries again what did not go out, and shows somebody what was given up. As the system.

One message is one transaction that holds its row while it is carried: two workers never carry one message, and a worker
that dies in between leaves it waiting. Only one that dies after the server took the message and before that is written
down sends it again; its Message-ID is the same then.
"""

import logging
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from partners import access, carriers
from partners.messages import wait_after
from partners.models import Membership, Notification, OutboxMessage
from partners.notify import notify
from partners.roles import Permission

logger = logging.getLogger(__name__)
#: A worker goes back to its queue after so many seconds; what is left is taken by the next round.
LONGEST_ROUND = 45.0
#: Lines a digest spells out; more are counted.
LINES = 40


def send_waiting(*, at: datetime, seconds: float = LONGEST_ROUND) -> int:
    """Carry what is due at `at` (UTC), the oldest first, for at most so many seconds. Returns how many went out.

    A server that takes nothing ends the round for its channel: the rest waits rather than each timing out in turn.
    """
    until, total = time.monotonic() + seconds, 0
    for channel in OutboxMessage.Channel.values:
        with carriers.carrier_for(channel) as carrier:
            while time.monotonic() < until:
                went = _send_next(channel, carrier, at)
                if went is None:
                    break
                total += went
    return total


@transaction.atomic
def _send_next(channel: str, carrier: carriers.Carrier, at: datetime) -> int | None:
    """Carry the next message. How many went out, or None to end the round."""
    message = (
        OutboxMessage.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
        .select_related("recipient", "notification")
        .filter(next_try_at__isnull=False, next_try_at__lte=at, channel=channel)
        .order_by("next_try_at", "pk")
        .first()
    )
    if message is None:
        return None
    letter = _letter(message)
    if letter is None:
        message.next_try_at, message.cancelled_at = None, at
        message.save(update_fields=["next_try_at", "cancelled_at"])
        return 0
    message.tries += 1
    try:
        message.provider_id = carrier.send(letter)
    except carriers.NotNow as trouble:
        _failed(message, str(trouble), wait_after(message.tries), at)
        return None if trouble.all_wait else 0
    except carriers.NeverAsIs as refused:
        _failed(message, str(refused), None, at)
        return 0
    message.next_try_at, message.sent_at, message.error = None, at, ""
    message.save(update_fields=["next_try_at", "sent_at", "error", "tries", "provider_id"])
    return 1


def _failed(message: OutboxMessage, code: str, wait: timedelta | None, at: datetime) -> None:
    message.error = code[:120]
    message.next_try_at = at + wait if wait else None
    message.failed_at = None if wait else at
    message.save(update_fields=["next_try_at", "failed_at", "error", "tries"])
    logger.warning("message_not_sent id=%s tries=%s error=%s given_up=%s", message.pk, message.tries, code, not wait)
    if wait is None:
        _show_somebody(message, at)


def _show_somebody(message: OutboxMessage, at: datetime) -> None:
    """Tell those who manage people where the recipient works that a message did not reach them."""
    where = Membership.objects.filter(user=message.recipient, active=True).values_list("organisation", flat=True)
    people = {
        person.pk: person
        for organisation in set(where)
        for person in access.people_with(Permission.PEOPLE_MANAGE, organisation)
    }
    notify(
        people=people.values(),
        key=f"message:{message.pk}:given_up",
        text=f"A message to {message.recipient.name} could not be sent",
        path="/messages/not-sent/",
        at=at,
    )


def _letter(message: OutboxMessage) -> carriers.Letter | None:
    """The message in words, or None when there is nothing left to say or nobody to say it to."""
    person = message.recipient
    if not person.is_active:
        return None
    lines = _lines(message)
    if not lines:
        return None
    to = person.mobile if message.channel == OutboxMessage.Channel.SMS else person.email
    subject = lines[0].text if message.notification_id else f"Homeward: {len(lines)} new in your list"
    words = {"lines": lines[:LINES], "more": max(0, len(lines) - LINES), "site": settings.SITE_URL}
    return carriers.Letter(message.pk, to, subject, render_to_string("partners/email/lines.txt", words))


def _lines(message: OutboxMessage) -> list[Notification]:
    """What it tells: without what was taken back; of a digest, without what was read meanwhile."""
    if message.notification is not None:
        return [] if message.notification.withdrawn_at else [message.notification]
    return list(message.notices.filter(withdrawn_at__isnull=True, read_at__isnull=True).order_by("pk"))
