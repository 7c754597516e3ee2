"""Celery's door to this app: what may not be kept any longer goes."""

import logging

from celery import shared_task
from django.utils import timezone

from partners.actions import kept, posting, sending

logger = logging.getLogger(__name__)


@shared_task
def forget_kept_words() -> None:
    """Delete what people typed before a time limit and never came back for. Safe to run twice or side by side."""
    count = kept.forget_old(at=timezone.now())
    if count:
        logger.info("kept_words_forgotten count=%s", count)


@shared_task
def post_notices() -> None:
    """Decide how new lines go out, and send them. Safe to run twice or side by side."""
    if posting.post_notices(at=timezone.now()):
        send_messages.delay()


@shared_task
def send_messages() -> None:
    """Send what waits. Safe to run twice or side by side."""
    count = sending.send_waiting(at=timezone.now())
    if count:
        logger.info("messages_sent count=%s", count)


@shared_task
def make_digests() -> None:
    """Put the day's digests together. Safe to run twice or side by side."""
    if posting.make_digests(at=timezone.now()):
        send_messages.delay()
