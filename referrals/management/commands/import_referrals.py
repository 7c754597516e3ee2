"""`manage.py import_referrals FILE.csv`: councils and trusts bring the referrals they have in a spreadsheet.

Prints rows, columns, references and counts, never a name or an NHS number, so that its output may be kept.
"""

import csv
import io
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from partners import access, asking, history
from partners.models import Organisation, User
from partners.roles import Permission
from referrals.actions.look_ups import write_import
from referrals.import_columns import COLUMNS, what_may_stand
from referrals.importing import Importer, Outcome, Row, UnableToImport, importer, rows_in
from referrals.london import london_date
from referrals.nhs_number import make_test_number

PROGRESS_EVERY = 100


class Command(BaseCommand):
    """Reads the file, tries every row, and lets in what is right."""

    help = "Bring in referrals from a CSV file. --template writes one to fill in; --check tries it and writes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", help="The CSV file; with --template, the file to write")
        parser.add_argument("--template", action="store_true", help="Write the columns with one example row")
        parser.add_argument("--check", action="store_true", help="List every bad row and write nothing")
        parser.add_argument("--skip-bad", action="store_true", help="Let the good rows in without the bad ones")
        parser.add_argument("--by", help="E-mail address of the person who refers these patients")
        parser.add_argument("--organisation", help="Their organisation, where they refer for several")
        parser.add_argument("--ward", default="", help="The ward of rows that name none")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["template"]:
            self._write_template(options["file"])
            return
        if not options["file"] or not options["by"]:
            raise CommandError("Name the file and, with --by, the e-mail address of the person who refers.")
        try:
            rows = rows_in(_content(options["file"]))
            person, organisation = _person(options["by"], options["organisation"])

            last: list[Importer] = []

            def fresh() -> Importer:
                last[:] = [importer(by=person, organisation=organisation, at=timezone.now(), ward=options["ward"])]
                return last[0]

            try:
                with asking.asking(person), history.by_person(person, page="import_referrals"):
                    self._run(rows, fresh, check=options["check"], skip_bad=options["skip_bad"])
            finally:
                # By itself: what a trial or a refused file told its reader was told, though the rows are undone.
                with asking.asking(person):
                    for each in last:
                        write_import(found=each.found, mismatches=each.mismatches, by=person, at=each.at)
        except UnableToImport as refusal:
            raise CommandError(refusal.message) from refusal

    def _run(self, rows: list[Row], fresh: Any, *, check: bool, skip_bad: bool) -> None:
        if check or not skip_bad:
            # Tried for real and undone, so that a check says what an import would do.
            with transaction.atomic():
                tried = self._bring_in(rows, fresh())
                transaction.set_rollback(True)
            bad = self._list_faults(tried)
            if check:
                self._sum_up(tried, "Nothing was written. It would be:")
                if bad:
                    raise CommandError(f"{bad} of {len(rows)} rows must be corrected.")
                return
            if bad:
                raise CommandError(
                    f"{bad} of {len(rows)} rows must be corrected, so nothing was written. "
                    "Correct them, or let the others in with --skip-bad."
                )
        done = self._bring_in(rows, fresh())
        bad = self._list_faults(done)
        for outcome in done:
            if outcome.reference:
                self.stdout.write(f"Row {outcome.row}: {outcome.reference}")
        self._sum_up(done, "Imported:")

    def _bring_in(self, rows: list[Row], into: Importer) -> list[Outcome]:
        done = []
        for count, row in enumerate(rows, start=1):
            done.append(into.bring_in(row))
            if count % PROGRESS_EVERY == 0 and self.stderr.isatty():
                self.stderr.write(f"{count} of {len(rows)} rows", ending="\r")
        return done

    def _list_faults(self, outcomes: list[Outcome]) -> int:
        """Every fault on a line; returns how many rows have one."""
        bad = [outcome for outcome in outcomes if outcome.faults]
        for outcome in bad:
            for fault in outcome.faults:
                self.stdout.write(f"Row {fault.row}, {fault.column}: {fault.reason}")
        return len(bad)

    def _sum_up(self, outcomes: list[Outcome], opening: str) -> None:
        new = sum(bool(outcome.reference) for outcome in outcomes)
        already = sum(outcome.already for outcome in outcomes)
        bad = sum(bool(outcome.faults) for outcome in outcomes)
        self.stdout.write(
            f"{opening} {new} new, {already} already imported, {bad} to correct, of {len(outcomes)} rows."
        )

    def _write_template(self, file: str | None) -> None:
        held = io.StringIO()
        writer = csv.writer(held, lineterminator="\r\n")
        writer.writerow([column.name for column in COLUMNS])
        writer.writerow([_example().get(column.name, "") for column in COLUMNS])
        if file:
            if Path(file).exists():
                raise CommandError("This file exists already. Name another.")
            # Excel takes UTF-8 for what it is only with this mark.
            Path(file).write_text(held.getvalue(), encoding="utf-8-sig", newline="")
        else:
            self.stdout.write(held.getvalue(), ending="")
        for column in COLUMNS:
            allowed = what_may_stand(column)
            self.stderr.write(f"{column.name}: {column.about}{f'. Use: {allowed}' if allowed else ''}")
        self.stderr.write("Where several may stand, put | between them. A label may stand in place of its code.")


def _example() -> dict[str, str]:
    """A made-up patient; the number belongs to nobody."""
    today = london_date(timezone.now())
    return {
        "nhs_number": make_test_number(899_999),
        "family_name": "Example",
        "given_name": "Patient",
        "date_of_birth": "12/03/1944",
        "purpose": "discharge",
        "admitted_on": f"{today - timedelta(days=10):%d/%m/%Y}",
        "ready_on": f"{today:%d/%m/%Y}",
        "pathway": "1",
        "needs": "bathroom|key_safe",
        "main_need": "bathroom",
        "what_stands_in_the_way": "The bathroom is upstairs",
        "address": "1 Example Street, Mansfield",
        "postcode": "NG18 1AA",
        "no_fixed_abode": "no",
        "tenure": "council",
        "household": "alone",
        "risks": "none_known",
        "urgency": "urgent",
        "sharing_basis": "consent",
    }


def _content(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as fault:
        raise CommandError(f"The file cannot be read: {fault.strerror}.") from fault


def _person(email: str, organisation: str | None) -> tuple[User, Organisation]:
    """The person who refers, working in the role that lets them."""
    person = User.objects.filter(email=email.strip().lower()).first()
    memberships = list(access.active_memberships(person)) if person else []
    able = []
    for membership in memberships:
        assert person is not None  # noqa: S101 - only a person has memberships
        person.working_as = membership
        if access.has_permission(person, Permission.REFERRAL_MAKE, membership.organisation_id) and (
            not organisation or membership.organisation.name.casefold() == organisation.strip().casefold()
        ):
            able.append(membership)
    if person is None or not able:
        raise CommandError("Nobody with this e-mail address may make referrals.")
    if len(able) > 1:
        raise CommandError("This person refers in several roles. Name the organisation with --organisation.")
    person.working_as = able[0]
    return person, able[0].organisation
