"""The officer's page of restricted cases that nobody could work on, each request behind the database's own wall."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from partners.models import Membership, User
from partners.roles import RoleCode
from referrals.actions.restriction import restrict_case
from referrals.models import Referral
from tests import factories as make

pytestmark = pytest.mark.django_db
AT = make.NOW + timedelta(hours=4)


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def lost(world: make.World) -> Referral:
    """A restricted case whose one named person has no role any more."""
    case = make.referral(world, family_name="Quillfeather")
    restrict_case(referral=case, reason="witness", people=[], by=world.team_lead, at=AT)
    Membership.objects.filter(user=world.team_lead).update(active=False, ended_at=AT)
    return case


def as_(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page_of(case: Referral) -> str:
    return reverse("name_somebody", args=[case.reference])


def test_list_shows_the_reference_and_nothing_of_the_patient(world: make.World, lost: Referral) -> None:
    page = as_(world.ig_officer).get(reverse("decided_by_nobody")).content.decode()
    assert f"Name somebody on {lost.reference}" in page
    assert "uillfeather" not in page.casefold()
    assert "witness" not in page.casefold()


def test_list_of_another_officer_is_empty(world: make.World, lost: Referral) -> None:
    elsewhere = make.person(RoleCode.IG_OFFICER, make.OrganisationFactory())
    client = as_(elsewhere)
    assert lost.reference not in client.get(reverse("decided_by_nobody")).content.decode()
    assert client.get(page_of(lost)).status_code == 404


def test_officer_of_the_referrer_names_nobody_at_the_lead(world: make.World, lost: Referral) -> None:
    client = as_(make.person(RoleCode.IG_OFFICER, world.trust))
    assert lost.reference not in client.get(reverse("decided_by_nobody")).content.decode()
    assert client.post(page_of(lost), {"person": world.coordinator.pk}).status_code == 404


def test_officer_names_a_coordinator_who_opens_the_case(world: make.World, lost: Referral) -> None:
    page = as_(world.ig_officer).post(page_of(lost), {"person": world.coordinator.pk}, follow=True).content.decode()
    assert f"{world.coordinator.name} sees {lost.reference} now and has been told" in page
    assert "Each restricted case has somebody who can work on it" in page
    assert as_(world.coordinator).get(reverse("case", args=[lost.reference])).status_code == 200


def test_form_without_an_answer_says_so(world: make.World, lost: Referral) -> None:
    assert "Select who should see this case" in as_(world.ig_officer).post(page_of(lost)).content.decode()


def test_lead_without_a_coordinator_is_told_to_add_one(world: make.World, lost: Referral) -> None:
    Membership.objects.filter(user=world.coordinator).update(active=False, ended_at=AT)
    page = as_(world.ig_officer).get(page_of(lost)).content.decode()
    assert "An administrator has to add one first" in page
    assert "Name this person" not in page


def test_case_with_somebody_is_no_page(world: make.World) -> None:
    case = make.referral(world)
    assert as_(world.ig_officer).get(page_of(case)).status_code == 404


@pytest.mark.parametrize("role", ["sister", "coordinator", "administrator", "commissioner", "provider_worker"])
def test_pages_other_roles_are_refused(world: make.World, lost: Referral, role: str) -> None:
    client = as_(getattr(world, role))
    assert {client.get(page).status_code for page in (reverse("decided_by_nobody"), page_of(lost))} == {403}


def test_hand_over_of_somebody_who_alone_decides_asks_and_names_no_case(world: make.World) -> None:
    case = make.referral(world, family_name="Quillfeather")
    restrict_case(referral=case, reason="witness", people=[], by=world.team_lead, at=AT)
    client = as_(world.administrator)
    page = client.get(reverse("person_leaves", args=[world.team_lead.pk])).content.decode()
    assert "Who takes the 1 open case of" in page
    assert case.reference not in page
    client.post(
        reverse("person_leaves", args=[world.team_lead.pk]),
        {f"takes_{world.council.pk}": str(world.coordinator.pk)},
    )
    assert as_(world.coordinator).get(reverse("case", args=[case.reference])).status_code == 200
