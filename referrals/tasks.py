"""Celery's door to this app: the sweeps, and the virus check of one file."""

import logging

from celery import shared_task
from django.utils import timezone

from partners import history
from partners.actors import SWEEP
from referrals.actions import alerts, file_checks, old_drafts, recomputing, restriction, service_alerts

logger = logging.getLogger(__name__)


@shared_task
def announce_due() -> None:
    """Tell people what came due, and stamp the deadlines that passed unmet. Safe to run twice or side by side."""
    with history.by_system(SWEEP):
        now = timezone.now()
        count = alerts.announce_due(at=now) + service_alerts.announce_due(at=now)
    if count:
        logger.info("deadlines_announced count=%s", count)


@shared_task
def check_file(pk: int) -> None:
    """Have one new file checked for viruses. Safe to run twice; a file that waits no more is left alone."""
    file_checks.check_file(pk=pk, at=timezone.now())


@shared_task
def check_waiting_files() -> None:
    """Ask again about files whose check was lost or got no answer."""
    count = file_checks.check_waiting(at=timezone.now())
    if count:
        logger.info("waiting_files_checked count=%s", count)


@shared_task
def clear_file_contents() -> None:
    """Delete contents that belong to no file, or to a removed one."""
    count = file_checks.clear_contents(at=timezone.now())
    if count:
        logger.info("file_contents_cleared count=%s", count)


@shared_task
def find_decided_by_nobody() -> None:
    """Tell officers of restricted cases that nobody can work on. Safe to run twice or side by side."""
    count = restriction.find_decided_by_nobody(at=timezone.now())
    if count:
        logger.warning("restricted_cases_with_nobody count=%s", count)


@shared_task
def end_old_drafts() -> None:
    """Tell of drafts that will be thrown away in a week, and throw away those whose week is over. Safe to run twice."""
    now = timezone.now()
    told, gone = old_drafts.announce_old_drafts(at=now), old_drafts.delete_old_drafts(at=now)
    if told or gone:
        logger.info("old_drafts told=%s deleted=%s", told, gone)


@shared_task
def recompute_deadlines(pk: int) -> None:
    """Count the promises anew that one changed day or target touches. Safe to run twice, side by side, after a kill."""
    with history.by_system(recomputing.RESCHEDULING):
        count = recomputing.recompute(rescheduling_id=pk, at=timezone.now())
    logger.info("deadlines_moved rescheduling=%s count=%s", pk, count)


@shared_task
def continue_recomputing() -> None:
    """Go on with changed days and targets whose task was lost or cut short."""
    for pk in recomputing.unfinished():
        recompute_deadlines.delay(pk)
