"""Files in the browser: chosen and refused in words, opened by those who see the case, told nothing about to others."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.models import ReadLog
from referrals import storage
from referrals.actions import files
from referrals.models import CaseFile, Referral
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with time_machine.travel(make.NOW + timedelta(hours=6), tick=False):
        yield


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def case(world: make.World) -> Referral:
    return make.referral(world, "accepted")


def section(client: Client, case: Referral) -> str:
    response = client.get(reverse("case_section", args=[case.reference, "files"]))
    assert response.status_code == 200
    return response.content.decode()


def send(client: Client, case: Referral, content: bytes | None, name: str = "IMG_1.JPG", **typed: Any) -> HttpResponse:
    data = {"kind": "photo", "title": "Front steps", **typed}
    if content is not None:
        data["file"] = SimpleUploadedFile(name, content, content_type="image/jpeg")
    return client.post(reverse("add_file", args=[case.reference]), data)  # type: ignore[return-value]


def open_file(client: Client, file: CaseFile) -> Any:
    return client.get(reverse("case_file", args=[file.referral.reference, file.pk]))


@pytest.mark.parametrize("role", ["sister", "coordinator"])
def test_file_sent_is_in_the_list(client: Client, world: make.World, case: Referral, role: str) -> None:
    client.force_login(getattr(world, role))
    response = send(client, case, make.picture())
    assert response.headers["Location"] == reverse("case_section", args=[case.reference, "files"])
    html = section(client, case)
    assert "Front steps (photo, 1 KB)" in html
    assert "Not checked for viruses" in html


def test_file_s_own_name_is_kept_nowhere(client: Client, world: make.World, case: Referral) -> None:
    client.force_login(world.coordinator)
    send(client, case, make.picture(), name="Ada Smith stairs.jpg")
    file = CaseFile.objects.get()
    assert "Ada Smith" not in section(client, case) + str(CaseFile.objects.values().get())
    assert "Ada Smith" not in open_file(client, file).headers["Content-Disposition"]


def test_file_type_that_was_declared_is_not_believed(client: Client, world: make.World, case: Referral) -> None:
    client.force_login(world.coordinator)
    send(client, case, make.pdf(), name="photo.jpg", kind="ot_report")
    assert CaseFile.objects.get().content_type == "application/pdf"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "Choose a file"),
        (b"", "The file is empty. Choose another file"),
        (b"<script>alert(1)</script>", "must be a JPEG or PNG photo, or a PDF"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 20, "Most Compatible"),
        (make.picture()[:300], "damaged"),
        (make.pdf(b"<< /S /JavaScript /JS (1) >>"), "programs, forms or attachments"),
        (make.pdf(), "A photo must be a JPEG or PNG file"),
    ],
)
def test_file_that_does_not_fit_is_refused_beside_the_field_and_keeps_what_was_typed(
    client: Client, world: make.World, case: Referral, content: bytes | None, words: str
) -> None:
    client.force_login(world.coordinator)
    response = send(client, case, content, title="The stairs of the house")
    html = response.content.decode()
    assert "There is a problem" in html
    assert words in html
    assert html.index('id="id_file-error"') > 0
    assert "The stairs of the house" in html
    assert not CaseFile.objects.exists()


@override_settings(CASE_FILE_MAX_BYTES=2 * 1024 * 1024)
def test_file_too_large_is_refused_in_words(client: Client, world: make.World, case: Referral) -> None:
    client.force_login(world.coordinator)
    html = send(client, case, b"\xff\xd8\xff" + b"x" * 3 * 1024 * 1024).content.decode()
    assert "The file must be smaller than 2 MB" in html
    assert "Front steps" in html


def test_ward_is_not_asked_what_providers_see(client: Client, world: make.World, case: Referral) -> None:
    client.force_login(world.sister)
    assert "for_provider" not in section(client, case)


def test_ward_that_sends_it_all_the_same_shows_providers_nothing(
    client: Client, world: make.World, case: Referral
) -> None:
    client.force_login(world.sister)
    send(client, case, make.picture(), for_provider="on")
    assert CaseFile.objects.get().for_provider is False


@pytest.mark.parametrize("role", ["sister", "discharge_team", "coordinator", "team_lead"])
def test_file_opens_for_those_who_see_the_case(client: Client, world: make.World, case: Referral, role: str) -> None:
    file = make.file(case, by=world.sister)
    client.force_login(getattr(world, role))
    response = open_file(client, file)
    assert (response.status_code, response.content) == (200, storage.get(file.storage_name, file.sha256))


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("provider_worker", 403),
        ("flat_manager", 403),
        ("commissioner", 403),
        ("ig_officer", 403),
        ("administrator", 403),
    ],
)
def test_file_is_closed_to_others(client: Client, world: make.World, case: Referral, role: str, status: int) -> None:
    file = make.file(case, by=world.sister)
    client.force_login(getattr(world, role))
    assert open_file(client, file).status_code == status


def test_file_of_another_service_is_not_found(client: Client, world: make.World, case: Referral) -> None:
    client.force_login(make.world().coordinator)
    assert open_file(client, make.file(case, by=world.sister)).status_code == 404


def test_file_of_another_case_under_this_case_s_address_is_not_found(
    client: Client, world: make.World, case: Referral
) -> None:
    file = make.file(make.referral(world, "accepted"), by=world.sister)
    client.force_login(world.coordinator)
    assert client.get(reverse("case_file", args=[case.reference, file.pk])).status_code == 404


def test_file_of_another_ward_is_not_found(client: Client, world: make.World) -> None:
    case = make.referral(world, "accepted", by=world.discharge_team, ward_id=world.other_ward.pk)
    file = make.file(case, by=world.coordinator)
    client.force_login(world.sister)
    assert open_file(client, file).status_code == 404


def test_file_opened_is_written_into_the_read_log(client: Client, world: make.World, case: Referral) -> None:
    file = make.file(case, by=world.sister)
    client.force_login(world.coordinator)
    open_file(client, file)
    assert ReadLog.objects.filter(page="file", user_id=world.coordinator.pk, referral_id=case.pk).count() == 1


@pytest.mark.parametrize(("kind", "shown"), [("photo", "inline"), ("ot_report", "attachment")])
def test_file_is_sent_as_what_it_is_and_can_do_nothing(
    client: Client, world: make.World, case: Referral, kind: str, shown: str
) -> None:
    file = make.file(case, by=world.sister, kind=kind)
    client.force_login(world.coordinator)
    headers = open_file(client, file).headers
    assert headers["Content-Type"] == file.content_type
    assert headers["Content-Disposition"].startswith(f'{shown}; filename="{case.reference}-')
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_file_waiting_for_its_check_is_not_sent(client: Client, world: make.World, case: Referral) -> None:
    with override_settings(CLAMAV_ADDRESS="127.0.0.1:1"):
        file = make.file(case, by=world.sister)
    client.force_login(world.sister)
    response = client.get(reverse("case_file", args=[case.reference, file.pk]), follow=True)
    assert "still being checked for viruses" in response.content.decode()
    assert response.headers["Content-Type"].startswith("text/html")


def test_file_removed_is_not_sent_and_says_so(client: Client, world: make.World, case: Referral) -> None:
    file = make.file(case, by=world.sister)
    files.remove_file(file=file, why="wrong_case", by=world.sister, at=make.NOW)
    client.force_login(world.sister)
    response = client.get(reverse("case_file", args=[case.reference, file.pk]), follow=True)
    assert "This file has been removed" in response.content.decode()


def test_file_whose_content_is_gone_says_so(client: Client, world: make.World, case: Referral) -> None:
    file = make.file(case, by=world.sister)
    storage.drop(file.storage_name)
    client.force_login(world.sister)
    response = client.get(reverse("case_file", args=[case.reference, file.pk]), follow=True)
    assert "cannot be opened now" in response.content.decode()


def test_remove_page_asks_why_and_removes(client: Client, world: make.World, case: Referral) -> None:
    file = make.file(case, by=world.sister)
    client.force_login(world.coordinator)
    address = reverse("remove_file", args=[case.reference, file.pk])
    assert "Select why you remove this file" in client.post(address).content.decode()
    client.post(address, {"why": "wrong_case"})
    file.refresh_from_db()
    assert file.removed_why == "wrong_case"
    assert "It belongs to another patient or case. Removed by" in section(client, case)


def test_remove_page_of_a_colleague_s_file_is_forbidden(client: Client, world: make.World, case: Referral) -> None:
    file = make.file(case, by=world.sister)
    client.force_login(world.discharge_team)
    assert client.get(reverse("remove_file", args=[case.reference, file.pk])).status_code == 403


def test_show_to_providers_button_shows_the_photo(client: Client, world: make.World, case: Referral) -> None:
    file = make.file(case, by=world.sister)
    client.force_login(world.coordinator)
    assert "Show to providers" in section(client, case)
    client.post(reverse("share_file", args=[case.reference, file.pk]), {"shown": "yes"})
    assert "Hide from providers" in section(client, case)


def test_show_to_providers_button_is_not_the_ward_s(client: Client, world: make.World, case: Referral) -> None:
    file = make.file(case, by=world.sister)
    client.force_login(world.sister)
    assert "Show to providers" not in section(client, case)
    assert client.post(reverse("share_file", args=[case.reference, file.pk]), {"shown": "yes"}).status_code == 403


def test_files_section_of_a_closed_case_offers_no_form(client: Client, world: make.World) -> None:
    client.force_login(world.coordinator)
    assert 'type="file"' not in section(client, make.referral(world, "closed"))


def test_files_section_asks_as_many_queries_for_50_as_for_2(client: Client, world: make.World, case: Referral) -> None:
    client.force_login(world.coordinator)
    with override_settings(CASE_FILES_MAX=60):
        for _ in range(2):
            make.file(case, by=world.sister)
        section(client, case)
        with CaptureQueriesContext(connection) as few:
            section(client, case)
        for _ in range(48):
            make.file(case, by=world.sister)
        with CaptureQueriesContext(connection) as many:
            section(client, case)
    assert len(many) == len(few)
