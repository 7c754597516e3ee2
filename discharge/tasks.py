"""Celery's door to this app: copies of records, the nightly lists of old ones, and their end."""

import logging

from celery import shared_task
from django.utils import timezone

from discharge.actions import exports, retention

logger = logging.getLogger(__name__)


@shared_task
def make_export(export_id: int) -> None:
    """Make one copy. Safe to run twice."""
    exports.make_export(export_id=export_id, at=timezone.now())


@shared_task
def sweep_exports() -> None:
    """Delete the copies whose days are over, and send again those whose task was lost."""
    now = timezone.now()
    count = exports.expire_exports(at=now)
    if count:
        logger.info("exports_expired count=%s", count)
    for pk in exports.lost_exports(at=now):
        make_export.delay(pk)


@shared_task
def propose_retention() -> None:
    """Make the lists of old records anew."""
    logger.info("retention_proposed count=%s", retention.propose_runs(at=timezone.now()))


@shared_task
def apply_retention(run_id: int) -> None:
    """Carry one approved run out. Safe to run twice, side by side, and again after a kill."""
    logger.info("retention_applied run=%s count=%s", run_id, retention.apply_run(run_id=run_id, at=timezone.now()))


@shared_task
def continue_retention() -> None:
    """Go on with approved runs that were cut short."""
    for run_id in retention.unfinished_runs():
        apply_retention.delay(run_id)
