"""`manage.py apply_retention`: which records are old enough, and with --apply, anonymise them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from discharge.actions import retention
from discharge.queries.retention import due_people
from partners import asking
from referrals.london import london_date


class Command(BaseCommand):
    help = (
        "Lists the records whose 8 years since the last contact are over, of every organisation. Changes nothing "
        "without --apply; with it each person is taken out for good. Begin again with --apply after an interruption."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--apply", action="store_true", help="anonymise them; there is no way back")

    def handle(self, *args: Any, **options: Any) -> None:
        with asking.as_system():
            self._run(apply=options["apply"])

    def _run(self, *, apply: bool) -> None:
        now = timezone.now()
        if apply:
            unfinished = retention.unfinished_runs()
            done = sum(retention.apply_run(run_id=run_id, at=now) for run_id in unfinished)
            run = retention.start_operators_run(by=retention.RETENTION, at=now)
            done += retention.apply_run(run_id=run.pk, at=now)
            self.stdout.write(f"{done} anonymised.")
            return
        count = 0
        for due in due_people(london_date(now)):
            self.stdout.write(f"{due.reference}  last contact {due.last_contact_on}")
            count += 1
        self.stdout.write(f"{count} due. Nothing was changed: --apply anonymises them.")
