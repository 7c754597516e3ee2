"""`manage.py demo_accounts`: who can log in to the demo, and with which password."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from partners.queries.demo import demo_roles


class Command(BaseCommand):
    help = "Prints e-mail, password, role, organisation and scheme of each demo sign-in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="as JSON, for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IS_DEMO:
            raise CommandError("Only the demo has sign-ins that may be printed.")
        accounts = [
            {
                "email": each.email,
                "password": each.password,
                "role": each.role,
                "organisation": each.organisation,
                "scheme": each.scheme,
                "name": each.name,
            }
            for each in demo_roles()
        ]
        if options["json"]:
            self.stdout.write(json.dumps(accounts, indent=2, ensure_ascii=False))
            return
        if not accounts:
            self.stdout.write("Nobody is here yet. Fill the demo first: ./manage.py seed_demo")
            return
        columns = ("email", "password", "role", "organisation", "scheme")
        widths = [max(len(column), *(len(each[column]) for each in accounts)) for column in columns]
        for line in [dict(zip(columns, columns, strict=True)), *accounts]:
            self.stdout.write("  ".join(line[name].ljust(width) for name, width in zip(columns, widths, strict=True)))
