"""The provider's desk in the browser: what it shows, what it never shows, and what its buttons do."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from housing.actions.jobs import finish_job
from housing.models import Intervention
from partners.models import ReadLog, User
from tests import factories as make
from tests.integration.housing.conftest import AT, a_job

As = Callable[[User], Client]


def page(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_jobs_for_provider_show_what_where_and_for_whom(world: make.World, job: Intervention, as_person: As) -> None:
    html = page(as_person(world.provider_worker), "jobs")
    for words in ("Key safe", "Left of the back door", "1 Station Road, Mansfield", "Ada", "Key with the neighbour"):
        assert words in html


@pytest.mark.parametrize("name", ["jobs", "job"])
def test_job_pages_never_show_what_a_provider_need_not_know(world: make.World, as_person: As, name: str) -> None:
    job = a_job(
        world,
        risks=("falls", "self_harm"),
        what_stands_in_the_way="Confused after surgery",
        interpreter="Polish",
    )
    job.referral.patient.refresh_from_db()  # type: ignore[union-attr]
    patient = job.referral.patient
    assert patient is not None
    html = page(as_person(world.provider_worker), name, *([job.pk] if name == "job" else []))
    number = patient.nhs_number or ""
    hidden = [
        number,
        f"{number[:3]} {number[3:6]} {number[6:]}",
        "Confused after surgery",
        "Self-harm",
        "Bathroom",
        "1944",
        "12 March",
        job.referral.reference,
        world.ward.name,
        world.sister.name,
        "pathway",
    ]
    assert [words for words in hidden if words in html] == []
    assert "Falls" in html


def test_job_where_abuse_is_flagged_says_not_to_ring(world: make.World, as_person: As) -> None:
    job = a_job(world, risks=("domestic_abuse",))
    html = page(as_person(world.provider_worker), "job", job.pk)
    assert "Do not ring the home" in html
    assert "960001" not in html
    assert "abuse" not in html


def test_job_of_other_provider_is_not_found(world: make.World, job: Intervention, as_person: As) -> None:
    client = as_person(make.world().provider_worker)
    assert client.get(reverse("job", args=[job.pk])).status_code == 404


def test_jobs_for_ward_are_forbidden(world: make.World, as_person: As) -> None:
    assert as_person(world.sister).get(reverse("jobs")).status_code == 403


def test_jobs_page_writes_down_whom_it_showed(world: make.World, job: Intervention, as_person: As) -> None:
    page(as_person(world.provider_worker), "jobs")
    assert ReadLog.objects.filter(page="jobs", referral_id=job.referral_id, user_id=world.provider_worker.pk).exists()


def test_accept_job_button_takes_it_on(world: make.World, job: Intervention, as_person: As) -> None:
    response = as_person(world.provider_worker).post(reverse("job_accept", args=[job.pk]), follow=True)
    job.refresh_from_db()
    assert job.status == Intervention.Status.ACCEPTED
    assert f"Job {job.pk} is yours" in response.content.decode()


def test_accept_job_button_of_job_cancelled_meanwhile_says_so(
    world: make.World, job: Intervention, as_person: As
) -> None:
    finish_job(job=job, by=world.coordinator, at=AT)
    response = as_person(world.provider_worker).post(reverse("job_accept", args=[job.pk]), follow=True)
    assert f"{world.coordinator.name} changed this" in response.content.decode()


def test_done_form_with_note_and_cost_finishes_the_job(world: make.World, job: Intervention, as_person: As) -> None:
    client = as_person(world.provider_worker)
    assert "Key safe is done" in page(client, "job_done", job.pk)
    response = client.post(reverse("job_done", args=[job.pk]), {"note": "Fitted", "cost": "85.50"})
    assert response.url == reverse("jobs")  # type: ignore[attr-defined]
    job.refresh_from_db()
    assert (job.status, str(job.actual_cost)) == ("done", "85.50")


def test_done_form_with_words_for_a_cost_keeps_what_was_typed(
    world: make.World, job: Intervention, as_person: As
) -> None:
    html = (
        as_person(world.provider_worker)
        .post(reverse("job_done", args=[job.pk]), {"note": "Fitted", "cost": "a lot"})
        .content.decode()
    )
    assert "amount in pounds" in html
    assert "Fitted" in html


def test_cannot_do_form_tells_why(world: make.World, job: Intervention, as_person: As) -> None:
    client = as_person(world.provider_worker)
    page(client, "job_cannot_do", job.pk)
    client.post(reverse("job_cannot_do", args=[job.pk]), {"reason": "no_capacity", "note": ""})
    job.refresh_from_db()
    assert job.finish_note == "Cannot do it in time"


def test_job_after_its_end_shows_no_name_or_address(world: make.World, job: Intervention, as_person: As) -> None:
    finish_job(job=job, by=world.provider_worker, at=AT)
    client = as_person(world.provider_worker)
    for html in (page(client, "job", job.pk), page(client, "jobs")):
        assert "Station Road" not in html
        assert "Ada" not in html
        assert "Key safe" in html


def test_jobs_are_grouped_by_when_they_are_due(world: make.World, job: Intervention, as_person: As) -> None:
    assert job.clock is not None
    job.clock.started_at, job.clock.due_at = AT - timedelta(hours=2), AT - timedelta(hours=1)
    job.clock.save()
    html = page(as_person(world.provider_worker), "jobs")
    assert "Late (1)" in html
    assert "1 late" in html


def test_jobs_page_asks_as_many_queries_for_50_as_for_2(world: make.World, as_person: As) -> None:
    client = as_person(world.provider_worker)
    for _ in range(2):
        a_job(world)
    page(client, "jobs")
    with CaptureQueriesContext(
        connection,
    ) as few:
        page(client, "jobs")
    for _ in range(48):
        a_job(world)
    with CaptureQueriesContext(connection) as many:
        page(client, "jobs")
    assert len(many) == len(few)
