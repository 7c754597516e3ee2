"""The pages on which somebody leaves, as an administrator and as a team lead."""

import pytest
from django.test import Client
from django.urls import reverse

from partners.models import User
from referrals.models import Referral
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def case(world: make.World) -> Referral:
    return make.referral(world, "accepted", family_name="Quillfeather")


def page_of(world: make.World) -> str:
    return reverse("person_leaves", args=[world.coordinator.pk])


def takes(world: make.World) -> dict[str, str]:
    return {f"takes_{world.council.pk}": str(world.team_lead.pk)}


@pytest.mark.parametrize("role", ["administrator", "team_lead"])
def test_page_asks_who_takes_the_cases_and_names_no_patient(
    client: Client, world: make.World, case: Referral, role: str
) -> None:
    client.force_login(getattr(world, role))
    page = client.get(page_of(world)).content.decode()
    assert "Who takes the 1 open case of" in page
    assert "Quillfeather" not in page
    assert case.reference not in page


@pytest.mark.parametrize("role", ["administrator", "team_lead"])
def test_answer_hands_over_and_deactivates(client: Client, world: make.World, case: Referral, role: str) -> None:
    client.force_login(getattr(world, role))
    page = client.post(page_of(world), takes(world), follow=True).content.decode()
    assert "1 case handed over" in page
    assert Referral.objects.get(pk=case.pk).assignee == world.team_lead
    assert not User.objects.get(pk=world.coordinator.pk).is_active


def test_no_answer_is_asked_for_in_plain_words(client: Client, world: make.World, case: Referral) -> None:
    client.force_login(world.administrator)
    assert "Select who takes the cases" in client.post(page_of(world)).content.decode()
    assert User.objects.get(pk=world.coordinator.pk).is_active


def test_leaver_s_open_session_is_dead_on_the_next_request(client: Client, world: make.World, case: Referral) -> None:
    theirs = Client()
    theirs.force_login(world.coordinator)
    assert theirs.get(reverse("worklist")).status_code == 200
    client.force_login(world.administrator)
    client.post(page_of(world), takes(world))
    assert theirs.get(reverse("case", args=[case.reference]))["Location"].startswith("/accounts/login/")


def test_team_without_another_coordinator_cannot_lose_the_last(
    client: Client, world: make.World, case: Referral
) -> None:
    User.objects.filter(pk=world.team_lead.pk).update(is_active=False)
    client.force_login(world.administrator)
    page = client.get(page_of(world)).content.decode()
    assert "Nobody can take their cases" in page
    assert "Deactivate and hand over" not in page


def test_drafts_are_counted_for_their_ward(client: Client, world: make.World) -> None:
    make.draft(world)
    client.force_login(world.administrator)
    page = client.get(reverse("person_leaves", args=[world.sister.pk])).content.decode()
    assert "1 referral that was not sent" in page


def test_ending_a_role_hands_its_cases_over(client: Client, world: make.World, case: Referral) -> None:
    held = world.coordinator.memberships.get()
    client.force_login(world.administrator)
    client.post(reverse("end_role", args=[world.coordinator.pk, held.pk]), takes(world))
    held.refresh_from_db()
    assert not held.active
    assert Referral.objects.get(pk=case.pk).assignee == world.team_lead


@pytest.mark.parametrize("role", ["sister", "coordinator", "commissioner", "ig_officer", "provider_worker"])
def test_pages_other_roles_are_refused(client: Client, world: make.World, role: str) -> None:
    client.force_login(getattr(world, role))
    held = world.coordinator.memberships.get()
    pages = [page_of(world), reverse("team"), reverse("end_role", args=[world.coordinator.pk, held.pk])]
    assert {client.get(page).status_code for page in pages} == {403}


def test_team_lead_finds_no_page_about_other_teams(client: Client, world: make.World) -> None:
    client.force_login(world.team_lead)
    other = make.world().coordinator
    assert client.get(reverse("person_leaves", args=[other.pk])).status_code == 404
    assert client.get(reverse("person_leaves", args=[world.sister.pk])).status_code == 404


def test_team_page_lists_the_team(client: Client, world: make.World, case: Referral) -> None:
    client.force_login(world.team_lead)
    page = client.get(reverse("team")).content.decode()
    assert world.coordinator.name in page
    assert page_of(world) in page
