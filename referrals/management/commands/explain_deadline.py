"""Say when something is due and how that was counted, so that support staff can answer a call."""

import json
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from partners.models import Scheme
from referrals.calendar import BeyondKnownHolidays, WorkingCalendar
from referrals.clock import DEFAULT_TARGETS, Target, explain
from referrals.deadlines import target_for, working_calendar
from referrals.london import NotALondonTime, utc_from_typed


class Command(BaseCommand):
    help = "Print, as JSON, when something received at a given time is due and how that was counted."

    # Works while the database is down, with the targets Homeward ships with: that is when people telephone.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--target", required=True, help=f"one of: {', '.join(DEFAULT_TARGETS)}")
        parser.add_argument(
            "--received",
            required=True,
            metavar="ISO",
            help="date and time, for example 2026-12-24T16:30; London time unless it has an offset",
        )
        parser.add_argument("--scheme", metavar="SLUG", help="a scheme with targets or hours of its own")

    def handle(self, *args: Any, target: str, received: str, scheme: str | None, **options: Any) -> None:
        try:
            moment = utc_from_typed(_read(received))
            found, calendar = self._rules(target, moment, scheme)
            explained = explain(target, found, moment, calendar)
        except (NotALondonTime, BeyondKnownHolidays) as problem:
            raise CommandError(problem.message) from None
        self.stdout.write(json.dumps(explained, indent=2, ensure_ascii=False))

    def _rules(self, name: str, at: datetime, scheme: str | None) -> tuple[Target, WorkingCalendar]:
        """The target and the working days from the tables; without a database, those Homeward ships with."""
        try:
            of_scheme = None if scheme is None else Scheme.objects.get(slug=scheme)
            target = target_for(of_scheme, name, at)
            if target is None:
                raise CommandError(f"The scheme '{scheme}' does not promise '{name}'.")
            return target, working_calendar()
        except Scheme.DoesNotExist:
            raise CommandError(f"There is no scheme '{scheme}'.") from None
        except KeyError:
            raise CommandError(f"There is no target '{name}'. Use one of: {', '.join(DEFAULT_TARGETS)}.") from None
        except DatabaseError:
            if scheme is not None or name not in DEFAULT_TARGETS:
                raise CommandError("The database cannot be read, so only the shipped targets are known.") from None
            self.stderr.write("The database cannot be read: this uses the shipped targets and no one-off holidays.")
            return DEFAULT_TARGETS[name], WorkingCalendar()


def _read(received: str) -> datetime:
    problem = CommandError(
        f"'{received}' is not a date and time. Write it as 2026-12-24T16:30, or with an offset: 2026-12-24T16:30+00:00."
    )
    if len(received.strip()) <= len("2026-12-24"):  # a date alone does not say whether the cut-off had passed
        raise problem
    try:
        return datetime.fromisoformat(received.strip())
    except ValueError:
        raise problem from None
