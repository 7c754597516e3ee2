"""The information-governance officer's pages: requests for a record, holds, records whose time is over."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from discharge.actions import exports, holds, retention
from partners.models import ReadLog
from partners.roles import RoleCode
from referrals.models import DataExport, LegalHold, Patient, RetentionItem, RetentionRun
from tests import factories as make
from tests.unit.discharge.rights.worlds import old_case, old_world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(make.NOW, tick=False):
        yield


@pytest.fixture
def world() -> make.World:
    return old_world()


@pytest.fixture
def client(world: make.World) -> Client:
    client = Client()
    client.force_login(world.ig_officer)
    return client


def typed(case: Any, **more: str) -> dict[str, str]:
    return {
        "who": case.reference,
        "born_on": str(case.patient.born_on),
        "request_reference": "SAR 7",
        "identity_checked": "documents",
        **more,
    }


def ask(world: make.World, case: Any, at: Any = make.NOW) -> DataExport:
    return exports.request_export(
        patient=case.patient, organisation=world.council, request_reference="SAR 7", identity_checked="known",
        by=world.ig_officer, at=at,
    )  # fmt: skip


def test_request_by_reference_and_date_of_birth_waits_for_the_copy(world: make.World, client: Client) -> None:
    answer = client.post(reverse("rights_new_request"), typed(make.referral(world)))
    export = DataExport.objects.get()
    assert answer["Location"] == reverse("rights_request", args=[export.pk])
    page = client.get(answer["Location"]).content.decode()
    assert "Waiting." in page
    assert f'hx-get="{reverse("rights_request_state", args=[export.pk])}"' in page


def test_request_by_nhs_number_typed_with_spaces_finds_the_person(world: make.World, client: Client) -> None:
    case = make.referral(world)
    number = case.patient.nhs_number
    client.post(reverse("rights_new_request"), typed(case, who=f"{number[:3]} {number[3:6]} {number[6:]}"))
    assert DataExport.objects.get().patient == case.patient


@pytest.mark.parametrize(
    "wrong", [{"born_on": "1944-03-13"}, {"who": "HW-22222"}, {"who": "9990000000"}, {"who": "' or 1=1"}]
)
def test_request_with_one_wrong_fact_is_refused_with_what_was_typed_kept(
    world: make.World, client: Client, wrong: dict[str, str]
) -> None:
    answer = client.post(reverse("rights_new_request"), typed(make.referral(world), **wrong))
    page = answer.content.decode()
    assert "No record of your organisation has both" in page
    assert 'value="SAR 7"' in page
    assert not DataExport.objects.exists()


def test_request_for_a_patient_of_others_is_answered_like_an_unknown_one(client: Client) -> None:
    answer = client.post(reverse("rights_new_request"), typed(make.referral(make.world())))
    assert "No record of your organisation has both" in answer.content.decode()
    assert not DataExport.objects.exists()


def test_request_page_when_ready_offers_the_file_and_what_to_read(world: make.World, client: Client) -> None:
    export = ask(world, make.referral(world))
    exports.make_export(export_id=export.pk, at=make.NOW, with_pdf=False)
    page = client.get(reverse("rights_request", args=[export.pk])).content.decode()
    assert reverse("rights_request_file", args=[export.pk, "json"]) in page
    assert "There is no PDF: this machine lacks Pango" in page
    assert "Read before you send it" in page
    assert "hx-get" not in page.split('id="request-state"')[1].split(">")[0]


def test_file_is_served_as_an_attachment_that_nobody_keeps(world: make.World, client: Client) -> None:
    case = make.referral(world)
    export = ask(world, case)
    exports.make_export(export_id=export.pk, at=make.NOW, with_pdf=False)
    answer = client.get(reverse("rights_request_file", args=[export.pk, "json"]))
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"] == f'attachment; filename="record-{case.reference}-{export.pk}.json"'
    assert "no-store" in answer["Cache-Control"]
    assert answer.json()["about"] == case.patient.full_name
    assert ReadLog.objects.filter(page="export", referral_id=case.pk, user_id=world.ig_officer.pk).count() == 1


def test_zip_with_the_photos_is_offered_and_served_behind_the_wall(world: make.World, client: Client) -> None:
    case = make.referral(world, "accepted")
    make.file(case, by=world.coordinator)
    export = ask(world, case)
    exports.make_export(export_id=export.pk, at=make.NOW, with_pdf=False)
    page = client.get(reverse("rights_request", args=[export.pk])).content.decode()
    assert "Everything in one ZIP file, with 1 photo or report" in page
    answer = client.get(reverse("rights_request_file", args=[export.pk, "zip"]))
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == f'attachment; filename="record-{case.reference}-{export.pk}.zip"'
    assert "no-store" in answer["Cache-Control"]
    names = zipfile.ZipFile(io.BytesIO(answer.getvalue())).namelist()
    assert names == ["record.json", f"files/{case.reference}-01-photo.jpg", "READ ME.txt"]


def test_file_that_is_not_there_says_so_on_the_page(world: make.World, client: Client) -> None:
    export = ask(world, make.referral(world))
    answer = client.get(reverse("rights_request_file", args=[export.pk, "pdf"]), follow=True)
    assert "This copy is not there" in answer.content.decode()
    assert client.get(reverse("rights_request_file", args=[export.pk, "doc"])).status_code == 404


def test_hold_placed_and_lifted(world: make.World, client: Client) -> None:
    case = make.referral(world)
    client.post(reverse("rights_place_hold"), typed(case, reason="Claim 7"))
    hold = LegalHold.objects.get()
    assert "Claim 7" in client.get(reverse("rights_holds")).content.decode()
    client.post(reverse("rights_lift_hold", args=[hold.pk]))
    hold.refresh_from_db()
    assert hold.lifted_by == world.ig_officer


def test_list_of_old_records_is_approved_and_carried_out(world: make.World, client: Client) -> None:
    case = old_case(world)
    retention.propose_runs(at=make.NOW)
    run = RetentionRun.objects.get()
    address = reverse("rights_deletion", args=[run.pk])
    page = client.get(address).content.decode()
    assert case.reference in page
    assert case.patient.family_name not in page
    assert "Confirm that none" in client.post(address, {"made_at": run.made_at.isoformat()}).content.decode()
    answer = client.post(address, {"sure": "on", "made_at": run.made_at.isoformat()})
    assert answer.status_code == 302
    assert "1 record to go" in client.get(address).content.decode()
    retention.apply_run(run_id=run.pk, at=make.NOW)
    assert "1 anonymised, 0 kept" in client.get(reverse("rights_deletion_state", args=[run.pk])).content.decode()


def test_list_made_anew_since_the_page_was_opened_is_not_approved(world: make.World, client: Client) -> None:
    old_case(world)
    retention.propose_runs(at=make.NOW)
    run = RetentionRun.objects.get()
    answer = client.post(
        reverse("rights_deletion", args=[run.pk]),
        {"sure": "on", "made_at": (make.NOW - timedelta(days=1)).isoformat()},
    )
    assert "The list has changed since you opened it" in answer.content.decode()
    run.refresh_from_db()
    assert run.approved_at is None


def test_page_of_an_anonymised_case_says_since_when(world: make.World) -> None:
    case = old_case(world)
    retention.propose_runs(at=make.NOW)
    run = retention.approve_run(run=RetentionRun.objects.get(), by=world.ig_officer, at=make.NOW)
    retention.apply_run(run_id=run.pk, at=make.NOW)
    client = Client()
    client.force_login(world.coordinator)
    for section in ("messages", "activity", "home", "work", "follow-ups", "outcome"):
        page = client.get(reverse("case_section", args=[case.reference, section])).content.decode()
        assert "Anonymised on 23 November 2026" in page
    assert "Anonymised on 23 November 2026" in client.get(reverse("case", args=[case.reference])).content.decode()


NAMES = ("rights_requests", "rights_new_request", "rights_holds", "rights_place_hold", "rights_deletions")


@pytest.mark.parametrize("role", ["sister", "discharge_team", "coordinator", "team_lead", "provider_worker",
                                  "flat_manager", "commissioner", "administrator"])  # fmt: skip
def test_other_roles_are_refused_everything(world: make.World, role: str) -> None:
    case = make.referral(world)
    export = ask(world, case)
    hold = holds.place_hold(
        patient=case.patient, organisation=world.council, reason="Claim", by=world.ig_officer, at=make.NOW
    )
    client = Client()
    client.force_login(getattr(world, role))
    addresses = [reverse(name) for name in NAMES]
    addresses += [reverse(name, args=[export.pk]) for name in ("rights_request", "rights_request_state")]
    addresses += [reverse("rights_request_file", args=[export.pk, "json"])]
    assert {client.get(address).status_code for address in addresses} == {403}
    assert client.post(reverse("rights_lift_hold", args=[hold.pk])).status_code == 403


def test_officers_of_other_organisations_find_nothing(world: make.World) -> None:
    case, old = make.referral(world), old_case(world)
    export = ask(world, case)
    hold = holds.place_hold(
        patient=case.patient, organisation=world.council, reason="Claim", by=world.ig_officer, at=make.NOW
    )
    retention.propose_runs(at=make.NOW)
    run = RetentionRun.objects.get()
    client = Client()
    client.force_login(make.person(RoleCode.IG_OFFICER, world.trust))
    addresses = [reverse(name, args=[export.pk]) for name in ("rights_request", "rights_request_state")]
    addresses += [reverse("rights_request_file", args=[export.pk, "json"])]
    addresses += [reverse(name, args=[run.pk]) for name in ("rights_deletion", "rights_deletion_state")]
    assert {client.get(address).status_code for address in addresses} == {404}
    assert client.post(reverse("rights_lift_hold", args=[hold.pk])).status_code == 404
    assert client.post(reverse("rights_deletion", args=[run.pk]), {"sure": "on"}).status_code == 404
    names = ("rights_requests", "rights_holds", "rights_deletions")
    lists = "".join(client.get(reverse(name)).content.decode() for name in names)
    assert case.reference not in lists
    assert old.reference not in lists


@pytest.mark.parametrize("name", ["rights_requests", "rights_holds", "rights_deletions"])
def test_lists_take_the_same_number_of_queries_for_2_and_50_rows(world: make.World, client: Client, name: str) -> None:
    def rows(number: int) -> None:
        for each in range(number):
            patient = Patient.objects.create(
                family_name="A", given_name=f"B{each}", born_on="1950-01-01", no_nhs_number_reason="not_known",
                no_fixed_abode=True,
            )  # fmt: skip
            shared = {"patient": patient, "organisation": world.council, "reference": "HW-22222"}
            by = world.ig_officer
            DataExport.objects.create(
                **shared, request_reference="7", identity_checked="known", requested_by=by, requested_at=make.NOW
            )
            LegalHold.objects.create(**shared, reason="Claim", placed_by=by, placed_at=make.NOW)
            run = RetentionRun.objects.create(
                organisation=world.council, made_at=make.NOW, approved_at=make.NOW, approved_by=by
            )
            RetentionItem.objects.create(run=run, patient=patient, reference="HW-22222", last_contact_on="2016-03-01")

    client.get(reverse(name))
    rows(2)
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(name))
    rows(48)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse(name))
    assert len(few) == len(many)
