"""A coordinator plans, asks, follows, assesses and rehouses; each page once, with one wrong role."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from housing.models import HomeAssessment, Intervention, Rehousing
from partners.models import User
from referrals.models import Referral
from tests import factories as make

As = Callable[[User], Client]
PLAN = {
    "kind": "key_safe",
    "instructions": "Left of the back door",
    "urgency": "urgent",
    "blocks_discharge": "yes",
    "funding_source": "scheme",
    "estimated_cost": "90",
}


@pytest.fixture
def case(world: make.World) -> Referral:
    return make.referral(world, "accepted")


@pytest.mark.parametrize("name", ["plan_work", "assess_home", "start_rehousing", "book_flat"])
def test_case_pages_open_for_coordinator_and_not_for_ward(
    world: make.World, case: Referral, as_person: As, name: str
) -> None:
    where = reverse(name, args=[case.reference])
    assert as_person(world.coordinator).get(where).status_code == 200
    assert as_person(world.sister).get(where).status_code == 403
    assert as_person(make.world().coordinator).get(where).status_code == 404


def test_plan_work_and_ask_gives_the_job_to_the_provider(world: make.World, case: Referral, as_person: As) -> None:
    data = {**PLAN, "provider": world.provider.pk, "ask": "yes"}
    response = as_person(world.coordinator).post(reverse("plan_work", args=[case.reference]), data, follow=True)
    work = Intervention.objects.get()
    assert (work.status, work.provider) == ("commissioned", world.provider)
    assert f"{world.provider.name} has been asked" in response.content.decode()


def test_plan_work_and_ask_nobody_says_whom_to_select(world: make.World, case: Referral, as_person: As) -> None:
    data = {**PLAN, "ask": "yes"}
    html = as_person(world.coordinator).post(reverse("plan_work", args=[case.reference]), data).content.decode()
    assert "Select who does the work" in html
    assert "Left of the back door" in html


def test_plan_work_only_keeps_it_in_the_plan(world: make.World, case: Referral, as_person: As) -> None:
    as_person(world.coordinator).post(reverse("plan_work", args=[case.reference]), {**PLAN, "plan": "yes"})
    assert Intervention.objects.get().status == "planned"


def test_work_page_shows_its_cost_and_is_hidden_from_others(
    world: make.World, job: Intervention, as_person: As
) -> None:
    where = reverse("work", args=[job.pk])
    assert "The scheme&#x27;s own budget" in as_person(world.coordinator).get(where).content.decode()
    assert as_person(world.provider_worker).get(where).status_code == 403
    assert as_person(make.world().coordinator).get(where).status_code == 404


def test_work_ask_page_asks_the_provider(world: make.World, case: Referral, as_person: As) -> None:
    client = as_person(world.coordinator)
    client.post(reverse("plan_work", args=[case.reference]), {**PLAN, "plan": "yes"})
    work = Intervention.objects.get()
    assert client.get(reverse("work_ask", args=[work.pk])).status_code == 200
    client.post(reverse("work_ask", args=[work.pk]), {"provider": world.provider.pk})
    work.refresh_from_db()
    assert work.status == "commissioned"


def test_work_done_page_records_it_for_the_provider(world: make.World, job: Intervention, as_person: As) -> None:
    client = as_person(world.coordinator)
    assert client.get(reverse("work_done", args=[job.pk])).status_code == 200
    client.post(reverse("work_done", args=[job.pk]), {"note": "", "cost": "12"})
    job.refresh_from_db()
    assert job.status == "done"


def test_work_not_done_page_records_why(world: make.World, job: Intervention, as_person: As) -> None:
    client = as_person(world.coordinator)
    assert client.get(reverse("work_not_done", args=[job.pk])).status_code == 200
    client.post(reverse("work_not_done", args=[job.pk]), {"reason": "unsafe", "note": ""})
    job.refresh_from_db()
    assert job.status == "not_done"


def test_work_cancel_page_needs_a_reason(world: make.World, job: Intervention, as_person: As) -> None:
    client = as_person(world.coordinator)
    assert "Enter why" in client.post(reverse("work_cancel", args=[job.pk]), {"reason": ""}).content.decode()
    client.post(reverse("work_cancel", args=[job.pk]), {"reason": "Not needed"})
    job.refresh_from_db()
    assert job.status == "cancelled"


def test_assess_home_form_keeps_what_was_found(world: make.World, case: Referral, as_person: As) -> None:
    data = {"assessed_on": "2026-11-24", "how": "visit", "area_stairs": "needs_work", "verdict": "fit_after_work"}
    as_person(world.coordinator).post(reverse("assess_home", args=[case.reference]), data)
    assert HomeAssessment.objects.get().findings == {"stairs": "needs_work"}


def test_rehousing_from_start_to_tenancy_in_the_browser(world: make.World, case: Referral, as_person: As) -> None:
    client = as_person(world.coordinator)
    data = {"landlord": "Mansfield Homes", "route": "register", "applied_on": "2026-11-20"}
    client.post(reverse("start_rehousing", args=[case.reference]), data)
    search = Rehousing.objects.get()
    assert "Mansfield Homes" in client.get(reverse("rehousing", args=[search.pk])).content.decode()
    step = reverse("rehousing_step", args=[search.pk])
    assert "Enter the address" in client.post(step, {"step": "signed", "on": "2026-11-24"}).content.decode()
    client.post(step, {"step": "signed", "on": "2026-11-24", "new_address": "4 Mill Lane"})
    search.refresh_from_db()
    assert search.status == "signed"


def test_rehousing_end_page_ends_the_search(world: make.World, case: Referral, as_person: As) -> None:
    client = as_person(world.coordinator)
    data = {"landlord": "Mansfield Homes", "route": "register", "applied_on": "2026-11-20"}
    client.post(reverse("start_rehousing", args=[case.reference]), data)
    search = Rehousing.objects.get()
    assert client.get(reverse("rehousing_end", args=[search.pk])).status_code == 200
    client.post(reverse("rehousing_end", args=[search.pk]), {"reason": "Family", "ended_on": "2026-11-24"})
    search.refresh_from_db()
    assert search.ended_reason == "Family"


@pytest.mark.parametrize("section", ["home", "work", "flat", "new-home"])
def test_case_sections_open_empty_and_filled(
    world: make.World, case: Referral, job: Intervention, as_person: As, section: str
) -> None:
    client = as_person(world.coordinator)
    for referral in (case, job.referral):
        assert client.get(reverse("case_section", args=[referral.reference, section])).status_code == 200


def test_work_section_hides_costs_from_the_ward(world: make.World, job: Intervention, as_person: As) -> None:
    where = reverse("case_section", args=[job.referral.reference, "work"])
    html = as_person(world.sister).get(where).content.decode()
    assert "Key safe" in html
    assert "Cost" not in html
    assert "budget" not in html


def test_assess_home_form_says_the_ward_does_not_read_the_summary(
    world: make.World, case: Referral, as_person: As
) -> None:
    html = as_person(world.coordinator).get(reverse("assess_home", args=[case.reference])).content.decode()
    assert "The ward does not see this" in html
