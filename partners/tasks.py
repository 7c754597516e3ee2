"""Celery's door to this app: what may not be kept any longer goes."""

import logging

from celery import shared_task
from django.utils import timezone

from partners.actions import kept

logger = logging.getLogger(__name__)


@shared_task
def forget_kept_words() -> None:
    """Delete what people typed before a time limit and never came back for. Safe to run twice or side by side."""
    count = kept.forget_old(at=timezone.now())
    if count:
        logger.info("kept_words_forgotten count=%s", count)
