"""The copy as one ZIP, with the photos and reports of the person's cases in it."""

import hashlib
import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest

from discharge.actions import exports
from discharge.errors import NotAllowed, UnableToActNow
from discharge.rights.bundle import READ_ME
from discharge.rights.contents import contents_of
from partners.models import AuditEvent, ReadLog
from partners.roles import RoleCode
from referrals.actions.files import remove_file
from referrals.models import CaseFile, DataExport, Patient, Referral
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW = make.NOW
AT = NOW + timedelta(hours=5)


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def case(world: make.World) -> Referral:
    return make.referral(world, "accepted")


@pytest.fixture
def photo(world: make.World, case: Referral) -> CaseFile:
    return make.file(case, by=world.coordinator, title="Front steps of Mrs Quillfeather", at=AT)


def ready(world: make.World, case: Referral, officer: Any = None) -> DataExport:
    officer = officer or world.ig_officer
    export = exports.request_export(
        patient=Patient.objects.get(referrals=case),
        organisation=officer.memberships.get().organisation,
        request_reference="SAR 7",
        identity_checked="documents",
        by=officer,
        at=AT,
    )
    exports.make_export(export_id=export.pk, at=AT, with_pdf=False)
    export.refresh_from_db()
    return export


def opened(export: DataExport, by: Any) -> dict[str, bytes]:
    with exports.fetch_everything(export=export, by=by, at=AT) as whole:
        archive = zipfile.ZipFile(io.BytesIO(whole.read()))
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_zip_holds_the_document_and_each_photo_as_it_is_stored(
    world: make.World, case: Referral, photo: CaseFile
) -> None:
    found = opened(ready(world, case), world.ig_officer)
    name = f"files/{case.reference}-01-photo.jpg"
    assert set(found) == {"record.json", name, READ_ME}
    assert hashlib.sha256(found[name]).hexdigest() == photo.sha256


def test_document_says_which_file_is_which(world: make.World, case: Referral, photo: CaseFile) -> None:
    document = json.loads(opened(ready(world, case), world.ig_officer)["record.json"])
    assert document["files"] == [
        {"file": f"files/{case.reference}-01-photo.jpg", "sha256": photo.sha256, "why_not": ""}
    ]
    rows = next(part["rows"] for part in document["parts"] if part["name"] == "referrals.CaseFile")
    assert rows[0]["sha256"]["value"] == photo.sha256


def test_names_in_the_zip_say_nothing_of_the_person(world: make.World, case: Referral, photo: CaseFile) -> None:
    assert "uillfeather" not in " ".join(opened(ready(world, case), world.ig_officer))


def test_what_is_kept_of_the_files_holds_no_title(world: make.World, case: Referral, photo: CaseFile) -> None:
    assert "uillfeather" not in json.dumps(ready(world, case).attachments)


def test_file_that_waits_for_its_check_is_named_and_left_out(
    world: make.World, case: Referral, photo: CaseFile
) -> None:
    CaseFile.objects.update(scan=CaseFile.Scan.WAITING, scanned_at=None)
    found = opened(ready(world, case), world.ig_officer)
    assert [name for name in found if name.startswith("files/")] == []
    assert json.loads(found["record.json"])["files"][0]["why_not"] == "Being checked for viruses"


def test_file_removed_since_is_left_out_and_said_so(world: make.World, case: Referral, photo: CaseFile) -> None:
    export = ready(world, case)
    remove_file(file=photo, why=CaseFile.Removed.WRONG_CASE, by=world.coordinator, at=AT)
    from referrals import storage

    storage.drop(photo.storage_name)
    found = opened(export, world.ig_officer)
    name = f"files/{case.reference}-01-photo.jpg"
    assert name not in found
    assert name in found[READ_ME].decode()


def test_file_removed_before_is_not_there(world: make.World, case: Referral, photo: CaseFile) -> None:
    remove_file(file=photo, why=CaseFile.Removed.WRONG_CASE, by=world.coordinator, at=AT)
    assert ready(world, case).attachments == []


def test_files_of_cases_between_others_are_not_in_it(world: make.World, case: Referral, photo: CaseFile) -> None:
    """Another council leads a second case of the same person; its officer's copy holds its own files alone (ADR 14)."""
    assert case.patient is not None
    other = make.world()
    second = make.referral(
        other, "accepted", nhs_number=case.patient.nhs_number, family_name="Smith", second_referral_reason="Moved"
    )
    theirs = make.file(second, by=other.coordinator, at=AT)
    export = ready(other, second)
    assert [each["sha256"] for each in export.attachments] == [theirs.sha256]
    assert case.reference not in json.dumps(contents_of(export, AT).as_json())


def test_taking_it_away_is_an_act_and_one_look_at_each_case(world: make.World, case: Referral, photo: CaseFile) -> None:
    export = ready(world, case)
    opened(export, world.ig_officer)
    assert AuditEvent.objects.get(action="export_fetched").detail == {"patient": case.patient_id, "kind": "zip"}
    assert ReadLog.objects.filter(page="export", referral_id=case.pk, user_id=world.ig_officer.pk).count() == 1


def test_taking_it_away_by_an_officer_elsewhere_is_refused(world: make.World, case: Referral, photo: CaseFile) -> None:
    export = ready(world, case)
    with pytest.raises(NotAllowed):
        exports.fetch_everything(export=export, by=make.person(RoleCode.IG_OFFICER, world.trust), at=AT)


def test_after_seven_days_it_is_gone_and_nothing_of_the_files_is_kept(
    world: make.World, case: Referral, photo: CaseFile
) -> None:
    export = ready(world, case)
    with pytest.raises(UnableToActNow, match="7 days"):
        exports.fetch_everything(export=export, by=world.ig_officer, at=AT + timedelta(days=7))
    exports.expire_exports(at=AT + timedelta(days=7))
    export.refresh_from_db()
    assert export.attachments == []


def test_copy_without_files_is_a_zip_too(world: make.World, case: Referral) -> None:
    assert set(opened(ready(world, case), world.ig_officer)) == {"record.json", READ_ME}
