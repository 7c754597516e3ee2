"""The page that records a follow-up, and the section of the case that lists them."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from outcomes.models import FollowUp
from outcomes.queries.case import section
from partners.models import ReadLog
from referrals.models import Referral
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def case(world: make.World) -> Referral:
    return make.referral(world, "discharged")


@pytest.fixture
def follow_up(case: Referral) -> FollowUp:
    return case.follow_ups.get(kind="call_48h")


def page(follow_up: FollowUp) -> str:
    return reverse("record_follow_up", args=[follow_up.pk])


def test_page_asks_what_was_found_out(client: Client, world: make.World, follow_up: FollowUp) -> None:
    client.force_login(world.coordinator)
    assert "What did you find out?" in client.get(page(follow_up)).content.decode()


def test_page_is_written_in_the_read_log(client: Client, world: make.World, follow_up: FollowUp) -> None:
    client.force_login(world.coordinator)
    client.get(page(follow_up))
    assert ReadLog.objects.filter(user_id=world.coordinator.pk, page="record_follow_up").count() == 1


def test_answer_is_recorded_and_leads_back_to_the_case(client: Client, world: make.World, follow_up: FollowUp) -> None:
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False):
        client.force_login(world.coordinator)
        response = client.post(page(follow_up), {"result": "fine", "note": ""})
    follow_up.refresh_from_db()
    assert (response.url, follow_up.result) == (  # type: ignore[attr-defined]
        reverse("case_section", args=[follow_up.referral.reference, "follow-ups"]),
        "fine",
    )


def test_nobody_reached_keeps_the_follow_up_due(client: Client, world: make.World, follow_up: FollowUp) -> None:
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False):
        client.force_login(world.coordinator)
        client.post(page(follow_up), {"result": "try_again", "note": "No answer"})
    follow_up.refresh_from_db()
    assert follow_up.done_at is None


def test_no_answer_is_an_error_in_words(client: Client, world: make.World, follow_up: FollowUp) -> None:
    client.force_login(world.coordinator)
    assert "Select what you found out" in client.post(page(follow_up), {}).content.decode()


def test_help_needed_without_words_is_an_error(client: Client, world: make.World, follow_up: FollowUp) -> None:
    client.force_login(world.coordinator)
    response = client.post(page(follow_up), {"result": "needs_help", "note": ""})
    assert "Enter what help the person needs" in response.content.decode()


def test_colleague_who_was_first_is_named_and_words_are_kept(
    client: Client, world: make.World, follow_up: FollowUp
) -> None:
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False):
        client.force_login(world.team_lead)
        client.post(page(follow_up), {"result": "fine", "note": ""})
        client.force_login(world.coordinator)
        response = client.post(page(follow_up), {"result": "in_hospital", "note": "Fell on Sunday"})
    text = response.content.decode()
    assert f"{world.team_lead.name} recorded this follow-up" in text
    assert "Fell on Sunday" in text


def test_ward_staff_are_refused(client: Client, world: make.World, follow_up: FollowUp) -> None:
    client.force_login(world.sister)
    assert client.get(page(follow_up)).status_code == 403


def test_coordinator_of_another_service_finds_nothing(client: Client, follow_up: FollowUp) -> None:
    client.force_login(make.world().coordinator)
    assert client.get(page(follow_up)).status_code == 404


def test_section_offers_each_waiting_follow_up_to_the_coordinator(world: make.World, case: Referral) -> None:
    lines = section("follow-ups", world.coordinator, case)["follow_ups"]
    assert [line.pk is not None for line in lines] == [True] * 6


def test_section_offers_the_ward_nothing_to_record(world: make.World, case: Referral) -> None:
    lines = section("follow-ups", world.sister, case)["follow_ups"]
    assert {line.pk for line in lines} == {None}


def test_page_about_somebody_abused_gives_no_number_to_ring(client: Client, world: make.World) -> None:
    follow_up = make.referral(world, "discharged", risks=("domestic_abuse",)).follow_ups.get(kind="call_48h")
    client.force_login(world.coordinator)
    html = client.get(page(follow_up)).content.decode()
    assert ("Do not ring the home" in html, "tel:" in html) == (True, False)


def test_page_shows_the_flags_of_the_case(client: Client, world: make.World, follow_up: FollowUp) -> None:
    client.force_login(world.coordinator)
    assert "Falls" in client.get(page(follow_up)).content.decode()
