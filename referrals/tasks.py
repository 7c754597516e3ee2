"""Celery's door to this app: the minute's sweep."""

import logging

from celery import shared_task
from django.utils import timezone

from referrals.actions import clocks

logger = logging.getLogger(__name__)


@shared_task
def stamp_breaches() -> None:
    """Stamp the deadlines that passed unmet and put them into people's lists. Safe to run twice or side by side."""
    count = clocks.stamp_breaches(at=timezone.now())
    if count:
        logger.info("deadlines_breached count=%s", count)
