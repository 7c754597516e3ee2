"""A council is asked, and each stage recorded, through the pages; and what a ward reads of it."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from discharge.queries.worklist import worklist
from housing.actions.council import NEEDS_CONSENT, start_application
from housing.council import CONSENTS
from housing.models import CouncilApplication
from partners.models import User
from referrals.models import Referral, ReferralNeed
from tests import factories as make

As = Callable[[User], Client]
AGREED = [each.code for each in CONSENTS]
SENT = {"council": "Mansfield District Council", "agreed": AGREED, "on": "2026-11-24", "note": "Ask for Jo"}


@pytest.fixture
def case(world: make.World) -> Referral:
    return make.referral(world, "accepted")


@pytest.fixture
def told(world: make.World, case: Referral, as_person: As) -> CouncilApplication:
    as_person(world.coordinator).post(reverse("refer_to_council", args=[case.reference]), SENT)
    return CouncilApplication.objects.get()


def work_page(client: Client, case: Referral) -> str:
    return client.get(reverse("case_section", args=[case.reference, "work"])).content.decode()


@pytest.mark.parametrize("name", ["refer_to_council", "ask_for_grant"])
def test_council_pages_open_for_coordinator_and_not_for_ward(
    world: make.World, case: Referral, as_person: As, name: str
) -> None:
    where = reverse(name, args=[case.reference])
    assert as_person(world.coordinator).get(where).status_code == 200
    assert as_person(world.sister).get(where).status_code == 403
    assert as_person(make.world().coordinator).get(where).status_code == 404


def test_stage_page_opens_for_coordinator_and_not_for_others(
    world: make.World, told: CouncilApplication, as_person: As
) -> None:
    where = reverse("council_stage", args=[told.pk])
    assert as_person(world.coordinator).get(where).status_code == 200
    assert as_person(world.sister).get(where).status_code == 403
    assert as_person(make.world().coordinator).get(where).status_code == 404


def test_refer_without_all_three_says_what_to_do_and_keeps_the_words(
    world: make.World, case: Referral, as_person: As
) -> None:
    data = {**SENT, "agreed": AGREED[:2]}
    html = as_person(world.coordinator).post(reverse("refer_to_council", args=[case.reference]), data).content.decode()
    assert NEEDS_CONSENT.split(".")[0] in html
    assert "Mansfield District Council" in html
    assert not CouncilApplication.objects.exists()


def test_grant_page_asks_for_no_agreement(world: make.World, case: Referral, as_person: As) -> None:
    client, where = as_person(world.coordinator), reverse("ask_for_grant", args=[case.reference])
    assert "agree" not in client.get(where).content.decode().split("<main", 1)[1]
    client.post(where, {"council": "Mansfield", "on": "2026-11-24"})
    assert CouncilApplication.objects.get().kind == "facilities_grant"


def test_stage_page_records_why_it_was_not_accepted(world: make.World, told: CouncilApplication, as_person: As) -> None:
    client, where = as_person(world.coordinator), reverse("council_stage", args=[told.pk])
    data = {"stage": "not_accepted", "on": "2026-11-24"}
    assert "Select why" in client.post(where, data).content.decode()
    client.post(where, {**data, "why_not_accepted": "no_contact"})
    told.refresh_from_db()
    assert told.stage == "not_accepted"


def test_stage_page_pressed_twice_is_quiet(world: make.World, told: CouncilApplication, as_person: As) -> None:
    client, where = as_person(world.coordinator), reverse("council_stage", args=[told.pk])
    for _ in range(2):
        assert client.post(where, {"stage": "accepted", "on": "2026-11-24"}).status_code == 302
    assert told.stages.count() == 2


def test_stage_page_opened_before_a_colleague_recorded_one_says_how_it_stands(
    world: make.World, told: CouncilApplication, as_person: As
) -> None:
    where = reverse("council_stage", args=[told.pk])
    as_person(world.team_lead).post(where, {"stage": "accepted", "on": "2026-11-24"})
    late = {"stage": "not_accepted", "on": "2026-11-24", "why_not_accepted": "no_contact"}
    html = as_person(world.coordinator).post(where, late).content.decode()
    assert "It is now: accepted" in html
    assert told.stages.count() == 2


def test_stage_page_of_an_application_that_is_over_goes_back_to_the_case(
    world: make.World, told: CouncilApplication, as_person: As
) -> None:
    client, where = as_person(world.coordinator), reverse("council_stage", args=[told.pk])
    client.post(where, {"stage": "withdrawn", "on": "2026-11-24", "why_withdrawn": "mistake"})
    assert client.get(where).headers["Location"] == reverse("case_section", args=[told.referral.reference, "work"])


def test_case_page_shows_stage_and_history_to_both_sides_and_the_note_to_the_lead(
    world: make.World, case: Referral, told: CouncilApplication, as_person: As
) -> None:
    for person, sees_note in ((world.coordinator, True), (world.sister, False)):
        html = work_page(as_person(person), case)
        assert "Duty to refer: Mansfield District Council" in html
        assert "24 November 2026" in html
        assert ("Ask for Jo" in html) is sees_note
        assert ("Record the next stage" in html) is sees_note


def test_case_page_of_somebody_soon_homeless_offers_the_duty_on_top_until_it_is_sent(
    world: make.World, case: Referral, as_person: As
) -> None:
    client = as_person(world.coordinator)
    assert "there is a duty to refer" not in work_page(client, case)
    ReferralNeed.objects.create(referral=case, code="eviction")
    assert "there is a duty to refer" in work_page(client, case)
    client.post(reverse("refer_to_council", args=[case.reference]), SENT)
    assert "there is a duty to refer" not in work_page(client, case)


def test_case_page_costs_the_same_with_more_applications(
    world: make.World, case: Referral, as_person: As, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_person(world.coordinator)
    grant(world, case)
    with django_assert_max_num_queries(200) as first:
        work_page(client, case)
    for _ in range(4):
        CouncilApplication.objects.update(stage="refused", clock=None)
        grant(world, case)
    with django_assert_max_num_queries(200) as then:
        work_page(client, case)
    assert len(then) == len(first)


def test_worklist_leads_to_the_stage_page_in_words(world: make.World, told: CouncilApplication) -> None:
    items = [item for item in _soon(world) if item.url == reverse("council_stage", args=[told.pk])]
    assert [item.action for item in items] == ["Ask the council: answer to the duty to refer"]


def _soon(world: make.World) -> list:  # type: ignore[type-arg]
    found = worklist(world.coordinator, at=make.NOW.replace(month=12, day=1))
    return [*found.unattended, *found.overdue, *found.today, *found.soon]


def grant(world: make.World, case: Referral) -> CouncilApplication:
    return start_application(
        referral=case,
        kind="facilities_grant",
        council="Mansfield",
        on=date(2026, 11, 23),
        by=world.coordinator,
        at=make.NOW.replace(hour=14),
    )
