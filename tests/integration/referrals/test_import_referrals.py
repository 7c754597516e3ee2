"""Bringing a spreadsheet in."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from pytest_django import Settings

from partners.models import AuditEvent
from partners.roles import RoleCode
from referrals.actions.look_ups import FOUND, MISMATCH
from referrals.models import Patient, PatientPast, Referral
from referrals.nhs_number import make_test_number
from referrals.signals import referral_changed
from tests import factories as make

pytestmark = pytest.mark.django_db

GOOD = {
    "family_name": "Okafor",
    "given_name": "Ngozi",
    "date_of_birth": "12/03/1944",
    "admitted_on": "10/11/2026",
    "ready_on": "2026-11-20",
    "pathway": "P1",
    "needs": "bathroom|Carers cannot get in",
    "main_need": "bathroom",
    "address": "1 Station Road, Mansfield",
    "postcode": "NG18 1AA",
    "tenure": "Rents from the council",
    "household": "alone",
    "risks": "falls",
    "urgency": "urgent",
    "sharing_basis": "consent",
}


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(make.NOW, tick=False):
        yield


class Sheet:
    """A file of rows, and what the command said and did with it."""

    def __init__(self, folder: Path, by: str) -> None:
        self.file, self.by, self.said = folder / "referrals.csv", by, ""

    def write(self, *rows: dict[str, str], separator: str = ",", encoding: str = "utf-8") -> None:
        held = io.StringIO()
        complete = [{**GOOD, "nhs_number": make_test_number(800_000 + at), **row} for at, row in enumerate(rows)]
        names = list(dict.fromkeys(name for row in complete for name in row))
        writer = csv.DictWriter(held, names, delimiter=separator)
        writer.writeheader()
        writer.writerows(complete)
        self.file.write_bytes(held.getvalue().encode(encoding))

    def bring_in(self, *options: str) -> str:
        out = io.StringIO()
        try:
            call_command("import_referrals", str(self.file), "--by", self.by, *options, stdout=out, stderr=out)
        finally:
            self.said = out.getvalue()
        return self.said


@pytest.fixture
def sheet(world: make.World, tmp_path: Path) -> Sheet:
    return Sheet(tmp_path, world.sister.email)


def test_import_good_row_makes_a_submitted_case(world: make.World, sheet: Sheet) -> None:
    sheet.write({})
    sheet.bring_in()
    case = Referral.objects.get()
    assert (case.status, case.source, case.ward, case.pathway) == ("submitted", "import", world.ward, 1)


def test_import_says_in_the_past_who_brought_the_rows_in(world: make.World, sheet: Sheet) -> None:
    sheet.write({})
    sheet.bring_in()
    context = PatientPast.objects.get().pgh_context
    assert (context["person"], context["page"]) == (world.sister.pk, "import_referrals")


def test_import_label_in_place_of_code_is_understood(sheet: Sheet) -> None:
    sheet.write({})
    sheet.bring_in()
    case = Referral.objects.get()
    assert (case.tenure, set(case.needs.values_list("code", flat=True))) == ("council", {"bathroom", "key_safe"})


def test_import_same_file_twice_makes_no_second_case(sheet: Sheet) -> None:
    sheet.write({})
    sheet.bring_in()
    assert "0 new, 1 already imported" in sheet.bring_in()
    assert Referral.objects.count() == 1


def test_import_same_row_written_differently_makes_no_second_case(sheet: Sheet) -> None:
    sheet.write({})
    sheet.bring_in()
    sheet.write({"date_of_birth": "1944-03-12", "tenure": "council", "nhs_number": make_test_number(800_000) + " "})
    sheet.bring_in()
    assert Referral.objects.count() == 1


def test_import_same_row_twice_in_one_file_makes_one_case(sheet: Sheet) -> None:
    same = {"nhs_number": make_test_number(800_000)}
    sheet.write(same, same)
    sheet.bring_in()
    assert Referral.objects.count() == 1


def test_import_second_row_for_the_same_patient_asks_for_a_reason(sheet: Sheet) -> None:
    number = make_test_number(800_000)
    sheet.write({"nhs_number": number}, {"nhs_number": number, "urgency": "routine"})
    with pytest.raises(CommandError):
        sheet.bring_in("--check")
    assert "Row 3, second_referral_reason: Enter why a second referral is needed" in sheet.said


def test_import_patient_with_an_open_referral_and_a_reason_makes_a_second(world: make.World, sheet: Sheet) -> None:
    first = make.referral(world)
    assert first.patient is not None
    sheet.write(
        {
            "nhs_number": first.patient.nhs_number or "",
            "date_of_birth": "1944-03-12",
            "second_referral_reason": "New need",
        }
    )
    sheet.bring_in()
    assert Referral.objects.filter(patient=first.patient).count() == 2


def test_check_lists_row_column_and_reason(sheet: Sheet) -> None:
    sheet.write({}, {"date_of_birth": "31/02/1944", "urgency": "soon"})
    with pytest.raises(CommandError, match="1 of 2 rows must be corrected"):
        sheet.bring_in("--check")
    assert "Row 3, date_of_birth: Date of birth must be a real date" in sheet.said
    assert "Row 3, urgency: Select one of the answers listed. Use: emergency, urgent, routine" in sheet.said


def test_check_writes_nothing(sheet: Sheet) -> None:
    sheet.write({}, {})
    assert "It would be: 2 new" in sheet.bring_in("--check")
    assert not Referral.objects.exists()
    assert not Patient.objects.exists()


def test_import_with_a_bad_row_writes_nothing(sheet: Sheet) -> None:
    sheet.write({}, {"needs": ""})
    with pytest.raises(CommandError, match="nothing was written"):
        sheet.bring_in()
    assert not Referral.objects.exists()


def test_import_skipping_bad_rows_lets_the_good_ones_in(sheet: Sheet) -> None:
    sheet.write({}, {"needs": ""}, {})
    assert "2 new, 0 already imported, 1 to correct, of 3 rows" in sheet.bring_in("--skip-bad")
    assert Referral.objects.count() == 2


def test_import_never_prints_what_stood_in_the_cells(sheet: Sheet) -> None:
    secret = "Zachariasson"
    sheet.write(
        dict.fromkeys(
            ("ward", "scheme", "tenure", "household", "main_need", "needs", "risks", "pathway", "urgency", "purpose"),
            secret,
        )
        | dict.fromkeys(("nhs_number", "postcode", "phone", "date_of_birth", "no_fixed_abode", "sharing_basis"), secret)
        | {"family_name": secret, "carer_relationship": secret, "carer_name": secret}
    )
    with pytest.raises(CommandError) as refused:
        sheet.bring_in("--check")
    assert secret not in sheet.said + str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_import_encodings_spreadsheets_write_are_read(sheet: Sheet, encoding: str) -> None:
    sheet.write({"family_name": "Núñez"}, encoding=encoding)
    sheet.bring_in()
    assert Patient.objects.get().family_name == "Núñez"


@pytest.mark.parametrize("separator", [";", "\t"])
def test_import_other_separators_are_read(sheet: Sheet, separator: str) -> None:
    sheet.write({}, separator=separator)
    sheet.bring_in()
    assert Referral.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no rows"),
        (b"nhs_number,family_name\n", "no rows"),
        (b"nhs_number,shoe size\n1,2\n", "Unknown heading in column 2"),
        (b"Smith,Ada\n1,2\n", "names of the columns"),
        (b"nhs_number,nhs_number\n1,2\n", "more than one column nhs_number"),
        (b"nhs_number,family_name\n1,2,3\n", "Row 2 has more cells"),
        (b'nhs_number,family_name\n"1" 1,2\n', "quotation mark"),
        (b"\x81\x8d\xff\x00", "not text"),
    ],
)
def test_import_file_that_is_none_says_why(sheet: Sheet, content: bytes, message: str) -> None:
    sheet.file.write_bytes(content)
    with pytest.raises(CommandError, match=message):
        sheet.bring_in()


def test_import_row_that_fails_late_leaves_nothing_of_itself(sheet: Sheet) -> None:
    def fail(**_: object) -> None:
        raise DatabaseError("broken")

    sheet.write({})
    referral_changed.connect(fail)
    try:
        with pytest.raises(DatabaseError):
            sheet.bring_in("--skip-bad")
    finally:
        referral_changed.disconnect(fail)
    assert not Referral.objects.exists()
    assert not Patient.objects.exists()


def test_import_by_somebody_without_the_right_is_refused(world: make.World, sheet: Sheet) -> None:
    sheet.by = world.coordinator.email
    sheet.write({})
    with pytest.raises(CommandError, match="may make referrals"):
        sheet.bring_in()


def test_import_of_another_ward_is_refused(world: make.World, sheet: Sheet) -> None:
    sheet.write({"ward": world.other_ward.name})
    with pytest.raises(CommandError):
        sheet.bring_in("--check")
    assert "Row 2, ward: Select a ward from the list" in sheet.said


def test_import_ward_option_holds_for_rows_without_one(world: make.World, sheet: Sheet) -> None:
    sheet.by = make.person(RoleCode.DISCHARGE_TEAM, world.trust).email
    sheet.write({})
    sheet.bring_in("--ward", world.other_ward.name)
    assert Referral.objects.get().ward == world.other_ward


def test_template_written_to_a_file_passes_the_check(sheet: Sheet) -> None:
    call_command("import_referrals", str(sheet.file), "--template", stderr=io.StringIO())
    assert "It would be: 1 new" in sheet.bring_in("--check")


def test_template_to_the_screen_explains_every_column() -> None:
    out, notes = io.StringIO(), io.StringIO()
    call_command("import_referrals", "--template", stdout=out, stderr=notes)
    headings = out.getvalue().splitlines()[0].split(",")
    assert all(f"{name}: " in notes.getvalue() for name in headings)


def elsewhere(sheet: Sheet, **row: str) -> Referral:
    """A patient's open case at a stranger's, and a file that names the same patient."""
    case = make.referral(make.world())
    assert case.patient is not None
    sheet.write({"nhs_number": case.patient.nhs_number or "", **row})
    return case


def test_import_checked_writes_down_the_case_it_found_elsewhere(world: make.World, sheet: Sheet) -> None:
    case = elsewhere(sheet)
    with pytest.raises(CommandError):
        sheet.bring_in("--check")
    found = AuditEvent.objects.get(action=FOUND)
    assert (found.referral_id, found.actor_id) == (case.pk, world.sister.pk)


def test_import_writes_down_a_number_that_did_not_fit(world: make.World, sheet: Sheet) -> None:
    elsewhere(sheet, date_of_birth="1/1/1950", second_referral_reason="A new need")
    with pytest.raises(CommandError):
        sheet.bring_in()
    assert AuditEvent.objects.filter(action=MISMATCH, actor_id=world.sister.pk).count() == 1


def test_import_of_more_numbers_than_a_person_may_enter_goes_on(
    world: make.World, sheet: Sheet, settings: Settings
) -> None:
    settings.NHS_NUMBERS_AN_HOUR = 1
    sheet.write({}, {}, {})
    sheet.bring_in()
    assert Referral.objects.filter(status="submitted").count() == 3
