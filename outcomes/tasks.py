"""Celery's door to this app: follow-ups that nobody is to do any more."""

import logging

from celery import shared_task
from django.utils import timezone

from outcomes.actions import follow_ups
from partners import history
from partners.actors import SWEEP

logger = logging.getLogger(__name__)


@shared_task
def drop_follow_ups_of_the_dead() -> None:
    """Cancel the follow-ups of everybody who is known to have died. Safe to run twice or side by side."""
    with history.by_system(SWEEP):
        count = follow_ups.drop_for_the_dead(at=timezone.now())
    if count:
        logger.info("follow_ups_of_the_dead_dropped cases=%s", count)
