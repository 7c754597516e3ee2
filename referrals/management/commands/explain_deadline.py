"""Say when something is due and how that was counted, so that support staff can answer a call."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from referrals.calendar import BeyondKnownHolidays, WorkingCalendar
from referrals.clock import DEFAULT_TARGETS, Target, explain
from referrals.london import NotALondonTime, utc_from_typed


def shipped_target(name: str) -> Target:
    """The target Homeward ships with under this name. Raises `KeyError`."""
    return DEFAULT_TARGETS[name]


class Command(BaseCommand):
    help = "Print, as JSON, when something received at a given time is due and how that was counted."

    # Works on a machine whose database is down: that is when people telephone.
    requires_system_checks = ()

    #: Where targets and working days come from; tests and schemes may have their own.
    lookup: Callable[[str], Target] = staticmethod(shipped_target)
    calendar = WorkingCalendar()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--target", required=True, help=f"one of: {', '.join(DEFAULT_TARGETS)}")
        parser.add_argument(
            "--received",
            required=True,
            metavar="ISO",
            help="date and time, for example 2026-12-24T16:30; London time unless it has an offset",
        )

    def handle(self, *args: Any, target: str, received: str, **options: Any) -> None:
        try:
            found = self.lookup(target)
        except KeyError:
            raise CommandError(f"There is no target '{target}'. Use one of: {', '.join(DEFAULT_TARGETS)}.") from None
        try:
            explained = explain(target, found, utc_from_typed(_read(received)), self.calendar)
        except (NotALondonTime, BeyondKnownHolidays) as problem:
            raise CommandError(problem.message) from None
        self.stdout.write(json.dumps(explained, indent=2, ensure_ascii=False))


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
