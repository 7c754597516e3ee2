"""Photos on a provider's job: what it sees of the case's files, what it adds, and what it never sees."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from housing import access
from housing.actions.jobs import finish_job
from housing.actions.photos import add_photo, remove_photo
from housing.models import Intervention
from partners.errors import NotAllowed, UnableTo
from partners.models import Notification, ReadLog, User
from referrals.actions.files import share_file
from referrals.models import CaseFile
from tests import factories as make
from tests.integration.housing.conftest import AT

As = Callable[[User], Client]


@pytest.fixture
def worker(world: make.World) -> User:
    return world.provider_worker


def of_worker(job: Intervention, worker: User, title: str = "Back door") -> CaseFile:
    return add_photo(job=job, checked=make.checked_photo(), title=title, by=worker, at=AT)


def of_lead(job: Intervention, world: make.World, **more: object) -> CaseFile:
    return make.file(job.referral, by=world.coordinator, at=AT, **more)  # type: ignore[arg-type]


def page(client: Client, job: Intervention) -> str:
    return client.get(reverse("job", args=[job.pk])).content.decode()


def test_photo_sent_is_on_the_job_and_on_the_case(
    world: make.World, job: Intervention, worker: User, as_person: As
) -> None:
    client = as_person(worker)
    sent = SimpleUploadedFile("Ada.jpg", make.picture())
    response = client.post(reverse("add_photo", args=[job.pk]), {"file": sent, "title": "Loose step"})
    assert response.headers["Location"] == reverse("job", args=[job.pk])
    assert "Loose step (photo, 1 KB)" in page(client, job)
    case = reverse("case_section", args=[job.referral.reference, "files"])
    assert "Loose step" in as_person(world.coordinator).get(case).content.decode()


def test_photo_that_is_a_pdf_is_refused_in_words(job: Intervention, worker: User, as_person: As) -> None:
    sent = SimpleUploadedFile("x.jpg", make.pdf())
    response = as_person(worker).post(reverse("add_photo", args=[job.pk]), {"file": sent, "title": "Loose step"})
    html = response.content.decode()
    assert "must be a JPEG or PNG file" in html
    assert "Loose step" in html


def test_photo_belongs_to_the_provider(world: make.World, job: Intervention, worker: User) -> None:
    assert of_worker(job, worker).organisation == world.provider


def test_photo_added_tells_the_coordinator(world: make.World, job: Intervention, worker: User) -> None:
    of_worker(job, worker)
    assert Notification.objects.filter(recipient=world.coordinator, text__endswith="a file was added").exists()


@pytest.mark.parametrize("role", ["coordinator", "sister", "flat_manager", "commissioner", "administrator"])
def test_add_photo_by_others_is_refused(world: make.World, job: Intervention, role: str) -> None:
    with pytest.raises(NotAllowed):
        of_worker(job, getattr(world, role))


def test_add_photo_to_a_finished_job_is_refused(world: make.World, job: Intervention, worker: User) -> None:
    finish_job(job=job, by=worker, at=AT)
    with pytest.raises(NotAllowed):
        of_worker(job, worker)


def test_provider_sees_photos_shown_to_it_and_no_other_file(world: make.World, job: Intervention, worker: User) -> None:
    shown = of_lead(job, world, for_provider=True)
    of_lead(job, world)
    of_lead(job, world, kind="ot_report")
    own = of_worker(job, worker)
    assert set(access.visible_photos(worker, job)) == {shown, own}


def test_provider_s_photo_is_hidden_from_other_providers_until_the_lead_shows_it(
    world: make.World, job: Intervention, worker: User
) -> None:
    file = of_worker(job, worker)
    assert file.for_provider is False
    share_file(file=file, shown=True, by=world.coordinator, at=AT)
    file.refresh_from_db()
    assert file.for_provider is True


def test_photo_rule_for_one_agrees_with_the_list(world: make.World, job: Intervention, worker: User) -> None:
    every = [of_lead(job, world, for_provider=True), of_lead(job, world), of_worker(job, worker)]
    elsewhere = make.world()
    for person in [*world.people.values(), *elsewhere.people.values()]:
        seen = set(access.visible_photos(person, job))
        assert {file for file in every if access.can_view_photo(person, job, file)} == seen
        assert bool(seen) is (person == worker)


def test_photo_opens_for_the_provider_under_a_name_without_the_reference(
    world: make.World, job: Intervention, worker: User, as_person: As
) -> None:
    file = of_lead(job, world, for_provider=True)
    response = as_person(worker).get(reverse("photo", args=[job.pk, file.pk]))
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/jpeg")
    assert job.referral.reference not in response.headers["Content-Disposition"]
    assert ReadLog.objects.filter(page="file", user_id=worker.pk, referral_id=job.referral_id).exists()


def test_photo_not_shown_to_providers_is_not_found(
    world: make.World, job: Intervention, worker: User, as_person: As
) -> None:
    for file in (of_lead(job, world), of_lead(job, world, kind="ot_report")):
        assert as_person(worker).get(reverse("photo", args=[job.pk, file.pk])).status_code == 404


def test_photo_for_a_provider_elsewhere_is_not_found(world: make.World, job: Intervention, as_person: As) -> None:
    file = of_lead(job, world, for_provider=True)
    client = as_person(make.world().provider_worker)
    assert client.get(reverse("photo", args=[job.pk, file.pk])).status_code == 404


def test_photo_after_the_provider_s_part_has_ended_is_not_found(
    world: make.World, job: Intervention, worker: User, as_person: As
) -> None:
    file = of_worker(job, worker)
    finish_job(job=job, by=worker, at=AT)
    assert as_person(worker).get(reverse("photo", args=[job.pk, file.pk])).status_code == 404


def test_job_page_never_shows_who_of_the_council_took_a_photo(
    world: make.World, job: Intervention, worker: User, as_person: As
) -> None:
    of_lead(job, world, for_provider=True)
    html = page(as_person(worker), job)
    assert world.council.name in html
    assert world.coordinator.name not in html
    assert job.referral.reference not in html


def test_remove_photo_by_whoever_added_it_removes_it(job: Intervention, worker: User, as_person: As) -> None:
    file = of_worker(job, worker)
    as_person(worker).post(reverse("remove_photo", args=[job.pk, file.pk]), {"why": "wrong_file"})
    file.refresh_from_db()
    assert (file.removed_by, file.removed_why) == (worker, "wrong_file")


def test_remove_photo_of_somebody_else_is_forbidden(
    world: make.World, job: Intervention, worker: User, as_person: As
) -> None:
    file = of_lead(job, world, for_provider=True)
    assert as_person(worker).get(reverse("remove_photo", args=[job.pk, file.pk])).status_code == 403
    with pytest.raises(NotAllowed):
        remove_photo(job=job, photo=file, why="wrong_file", by=worker, at=AT)


def test_remove_photo_twice_is_quiet(job: Intervention, worker: User) -> None:
    file = of_worker(job, worker)
    for _ in range(2):
        remove_photo(job=job, photo=file, why="wrong_file", by=worker, at=AT)
    file.refresh_from_db()
    assert file.removed_at == AT


def test_remove_photo_without_a_known_reason_is_refused(job: Intervention, worker: User) -> None:
    with pytest.raises(UnableTo, match="why the file is removed"):
        remove_photo(job=job, photo=of_worker(job, worker), why="x", by=worker, at=AT)


def test_job_page_asks_as_many_queries_for_30_photos_as_for_2(job: Intervention, worker: User, as_person: As) -> None:
    client = as_person(worker)
    for _ in range(2):
        of_worker(job, worker)
    page(client, job)
    with CaptureQueriesContext(connection) as few:
        page(client, job)
    for _ in range(28):
        of_worker(job, worker)
    with CaptureQueriesContext(connection) as many:
        page(client, job)
    assert len(many) == len(few)
