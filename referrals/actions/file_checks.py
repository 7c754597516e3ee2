"""The system's own work on files: has them checked for viruses, and clears away contents that nobody owns."""

import logging
from datetime import datetime, timedelta
from itertools import islice

from django.conf import settings
from django.db import connection

from referrals import storage
from referrals.actions.files import record_check
from referrals.models import CaseFile
from referrals.scanning import ScannerUnavailable, scan

logger = logging.getLogger(__name__)

# Longer than any upload takes from its content to its row: what is younger may belong to one under way.
YOUNG = timedelta(hours=1)
# A message about a new file has this long to arrive before the sweep asks by itself.
PATIENCE = timedelta(minutes=2)
BATCH = 200


class CannotSeeAll(RuntimeError):
    """Asked to clear away contents as somebody who sees only some of the rows: it would delete what others own."""


def check_file(*, pk: int, at: datetime) -> bool:
    """Have this file checked. True when there was a verdict; without one it waits on, and nobody can open it."""
    file = (
        CaseFile.objects.filter(pk=pk, scan=CaseFile.Scan.WAITING, removed_at__isnull=True)
        .select_related("referral")
        .first()
    )
    if file is None or not settings.CLAMAV_ADDRESS:
        return False
    try:
        # No row is locked while the scanner thinks.
        verdict = scan(storage.get(file.storage_name, file.sha256), address=settings.CLAMAV_ADDRESS)
    except (ScannerUnavailable, storage.ContentMissing) as fault:
        logger.warning("file_not_checked file=%s fault=%s", pk, type(fault).__name__)
        return False
    record_check(file=file, infected=verdict.infected, signature=verdict.signature, at=at)
    return True


def check_waiting(*, at: datetime) -> int:
    """Have every file checked that has waited for longer than its message takes; returns how many got a verdict.

    Stops at the first without one: the scanner is away, and the next sweep tries again.
    """
    if not settings.CLAMAV_ADDRESS:
        return 0
    waiting = CaseFile.objects.filter(
        scan=CaseFile.Scan.WAITING, removed_at__isnull=True, uploaded_at__lte=at - PATIENCE
    ).order_by("uploaded_at", "pk")
    count = 0
    for pk in list(waiting.values_list("pk", flat=True)[:BATCH]):
        if not check_file(pk=pk, at=at):
            break
        count += 1
    return count


def clear_contents(*, at: datetime) -> int:
    """Delete stored contents older than an hour that belong to no file, or to a removed one; returns how many.

    Raises CannotSeeAll where row-level security hides rows from this connection.
    """
    with connection.cursor() as cursor:
        cursor.execute("select row_security_active('referrals_casefile')")
        if cursor.fetchone()[0]:
            raise CannotSeeAll("Clearing contents needs a database role that sees every file.")
    names = storage.names_older_than(at - YOUNG)
    count = 0
    while batch := list(islice(names, BATCH)):
        owned = set(
            CaseFile.objects.filter(storage_name__in=batch, removed_at__isnull=True).values_list(
                "storage_name", flat=True
            )
        )
        for name in batch:
            if name not in owned:
                storage.drop(name)
                count += 1
    return count
