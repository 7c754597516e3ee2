"""Team reviews and the housing benefit claim in the browser."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from housing.actions.guests import record_claim, record_review
from housing.actions.moves import record_arrival
from housing.models import Stay, StayReview, Unit
from partners.models import ReadLog, User
from referrals.models import Clock
from tests import factories as make
from tests.integration.housing.conftest import AT, TODAY, a_stay

As = Callable[[User], Client]


@pytest.fixture
def guest(world: make.World, unit: Unit) -> Stay:
    return record_arrival(stay=a_stay(world, unit), arrived_on=TODAY, by=world.flat_manager, at=AT)


def page(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_stay_says_when_the_review_and_the_claim_are_due(world: make.World, guest: Stay, as_person: As) -> None:
    html = page(as_person(world.flat_manager), "stay", guest.pk)
    assert "Next team review" in html
    assert "Housing benefit claim due" in html
    assert "None held yet." in html


def test_stay_lists_its_reviews_the_latest_first(world: make.World, guest: Stay, as_person: As) -> None:
    for words in ("Order a rail", "Rail is fitted"):
        record_review(stay=guest, held_on=TODAY, decided=words, by=world.coordinator, at=AT)
    html = page(as_person(world.flat_manager), "stay", guest.pk)
    assert html.index("Rail is fitted") < html.index("Order a rail")


def test_stay_asks_as_many_queries_for_50_reviews_as_for_2(world: make.World, guest: Stay, as_person: As) -> None:
    client = as_person(world.flat_manager)

    def hold(number: int) -> None:
        for count in range(number):
            record_review(stay=guest, held_on=TODAY, decided=f"{number} {count}", by=world.coordinator, at=AT)

    hold(2)
    page(client, "stay", guest.pk)
    with CaptureQueriesContext(connection) as few:
        page(client, "stay", guest.pk)
    hold(50)
    with CaptureQueriesContext(connection) as many:
        page(client, "stay", guest.pk)
    assert len(many) == len(few)


def test_review_page_saves_a_review(world: make.World, guest: Stay, as_person: As) -> None:
    client = as_person(world.flat_manager)
    page(client, "stay_review", guest.pk)
    response = client.post(
        reverse("stay_review", args=[guest.pk]), {"held_on": "2026-11-24", "decided": "Order a rail"}, follow=True
    )
    assert "Order a rail" in response.content.decode()
    assert StayReview.objects.get().recorded_by == world.flat_manager


def test_review_page_without_words_asks_for_them(world: make.World, guest: Stay, as_person: As) -> None:
    response = as_person(world.flat_manager).post(
        reverse("stay_review", args=[guest.pk]), {"held_on": "2026-11-24", "decided": ""}
    )
    assert "Enter what was decided" in response.content.decode()


def test_review_page_writes_down_the_look(world: make.World, guest: Stay, as_person: As) -> None:
    page(as_person(world.flat_manager), "stay_review", guest.pk)
    assert ReadLog.objects.filter(page="stay_review", referral_id=guest.referral_id).exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"claim": "sent", "sent_on": "2026-11-24"}, "Sent on 24 November 2026"),
        ({"claim": "no_rent", "sent_on": "2026-11-24"}, "No claim: no rent is charged for this flat"),
    ],
)
def test_claim_page_saves_what_was_said(
    world: make.World, guest: Stay, as_person: As, data: dict[str, str], said: str
) -> None:
    client = as_person(world.flat_manager)
    page(client, "stay_claim", guest.pk)
    response = client.post(reverse("stay_claim", args=[guest.pk]), data, follow=True)
    assert said in response.content.decode()


def test_claim_page_sent_without_a_day_asks_for_it(world: make.World, guest: Stay, as_person: As) -> None:
    response = as_person(world.flat_manager).post(reverse("stay_claim", args=[guest.pk]), {"claim": "sent"})
    assert "Enter when the claim was sent" in response.content.decode()


def test_claim_page_begins_with_what_was_said(world: make.World, guest: Stay, as_person: As) -> None:
    record_claim(stay=guest, sent_on=None, no_claim_reason="no_rent", by=world.coordinator, at=AT)
    html = page(as_person(world.flat_manager), "stay_claim", guest.pk)
    assert html.split('value="no_rent"')[1].split(">")[0].count("checked") == 1


@pytest.mark.parametrize("name", ["stay_review", "stay_claim"])
def test_guest_pages_of_other_landlords_are_not_found(world: make.World, guest: Stay, as_person: As, name: str) -> None:
    assert as_person(make.world().flat_manager).get(reverse(name, args=[guest.pk])).status_code == 404


def test_case_says_to_the_coordinator_what_is_due_and_what_was_claimed(
    world: make.World, guest: Stay, as_person: As
) -> None:
    record_claim(stay=guest, sent_on=None, no_claim_reason="no_rent", by=world.coordinator, at=AT)
    html = page(as_person(world.coordinator), "case_section", guest.referral.reference, "flat")
    assert "Next team review" in html
    assert "No claim: no rent is charged for this flat" in html


@pytest.mark.parametrize(
    ("kind", "words"), [("review", "Hold the team review"), ("benefit_claim", "Send the housing benefit claim")]
)
def test_worklist_leads_from_the_promise_to_the_stay(
    world: make.World, guest: Stay, as_person: As, kind: str, words: str
) -> None:
    Clock.objects.filter(kind=kind).update(due_at=AT + timedelta(minutes=5))
    html = page(as_person(world.coordinator), "worklist")
    link = html.split(words)[0].rsplit("<a", 1)[1]
    assert reverse("stay", args=[guest.pk]) in link
