"""`manage.py seed_demo`: fill the database with the demo."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone
from tqdm import tqdm


class Command(BaseCommand):
    help = "Fills the database with published services and made-up people and cases. A second run changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--cases", type=int, default=330, help="how many cases to make (330)")
        parser.add_argument("--quiet", action="store_true", help="no progress bar")
        parser.add_argument("--workers", type=int, help="how many processes fill it (one for each core, at most 4)")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IS_DEMO:
            raise CommandError("This writes made-up patients, so it runs under the demo's settings only.")
        # Only here: production need not have the packages that make people up.
        from discharge.demo import seed, workers

        started, now = time.monotonic(), timezone.now()
        seed.build_reference(now)
        services = seed.unfilled(options["cases"])
        if not services:
            self.stdout.write("The demo is there already. Sign-ins: ./manage.py demo_accounts")
            return
        cases = sum(share for _, share in services)
        if not connection.in_atomic_block:
            connection.close()
        with tqdm(total=cases, desc="Telling cases", unit="case", disable=options["quiet"]) as bar:
            workers.fill(services, now, options["workers"] or workers.sensible_workers(), bar.update)
        seed.finish(now)
        self.stdout.write(f"The demo is there: {cases} cases in {time.monotonic() - started:.0f} seconds.")
        self.stdout.write("Sign-ins: ./manage.py demo_accounts")
