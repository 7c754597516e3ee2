"""How fast somebody who is logged in may go, and what they are told."""

import html
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings as configured
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from partners.models import AuditEvent
from referrals.models import Message
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW = make.NOW.replace(second=10)
PAGE, API = "case", "api_referral"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    cache.clear()
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def slow(settings: Any) -> None:
    settings.PACE = {"records": 2, "searches": 2, "requests": 1000}


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def coordinator(client: Client, world: make.World) -> Client:
    client.force_login(world.coordinator)
    return client


def opened(client: Client, reference: str, name: str = PAGE) -> int:
    return client.get(reverse(name, args=[reference])).status_code


def search(client: Client, words: str = "Quillfeather") -> Any:
    return client.post(reverse("search"), {"q": words})


def slowed_down() -> list[str]:
    return list(AuditEvent.objects.filter(action="slowed_down").values_list("detail__limit", flat=True))


def test_one_case_too_many_in_a_minute_is_refused(coordinator: Client, world: make.World) -> None:
    cases = [make.referral(world).reference for _ in range(3)]

    assert [opened(coordinator, each) for each in cases] == [200, 200, 429]


def test_refusal_says_why_and_until_when(coordinator: Client, world: make.World) -> None:
    for _ in range(2):
        opened(coordinator, make.referral(world).reference)

    answer = coordinator.get(reverse(PAGE, args=[make.referral(world).reference]))

    text = answer.content.decode()
    again = NOW + timedelta(minutes=1)
    assert "more than 2 different cases within a minute" in text
    assert f"{again.hour % 12 or 12}.{again.minute:02}" in text
    assert answer["Retry-After"] == "51"


def test_same_case_again_does_not_count(coordinator: Client, world: make.World) -> None:
    case = make.referral(world).reference

    assert {opened(coordinator, case) for _ in range(5)} == {200}


def test_case_opened_before_the_limit_stays_open(coordinator: Client, world: make.World) -> None:
    cases = [make.referral(world).reference for _ in range(3)]
    for each in cases:
        opened(coordinator, each)

    assert opened(coordinator, cases[0]) == 200


def test_refused_case_stays_refused_within_the_minute(coordinator: Client, world: make.World) -> None:
    cases = [make.referral(world).reference for _ in range(3)]
    for each in cases:
        opened(coordinator, each)

    assert opened(coordinator, cases[2]) == 429


def test_references_that_find_nothing_count(coordinator: Client, world: make.World) -> None:
    """Guessing is what a limit is for."""
    assert [opened(coordinator, f"HW-2222{each}") for each in "234"] == [404, 404, 429]


def test_next_minute_opens_again(coordinator: Client, world: make.World, clock: time_machine.Traveller) -> None:
    cases = [make.referral(world).reference for _ in range(3)]
    for each in cases:
        opened(coordinator, each)
    clock.shift(timedelta(seconds=50))

    assert opened(coordinator, cases[2]) == 200


def test_limit_is_each_person_s_own(coordinator: Client, world: make.World) -> None:
    cases = [make.referral(world).reference for _ in range(3)]
    for each in cases:
        opened(coordinator, each)
    other = Client()
    other.force_login(world.team_lead)

    assert opened(other, cases[2]) == 200


def test_limit_follows_the_person_to_another_browser(coordinator: Client, world: make.World) -> None:
    cases = [make.referral(world).reference for _ in range(3)]
    opened(coordinator, cases[0])
    other = Client()
    other.force_login(world.coordinator)
    opened(other, cases[1])

    assert opened(other, cases[2]) == 429


def test_api_says_so_as_json(coordinator: Client, world: make.World) -> None:
    for _ in range(2):
        opened(coordinator, make.referral(world).reference, API)

    answer = coordinator.get(reverse(API, args=[make.referral(world).reference]))

    assert answer.status_code == 429
    assert answer.json() == {"detail": "Too many requests. Wait a minute and try again."}
    assert answer["Retry-After"] == "51"


def test_pages_and_api_count_together(coordinator: Client, world: make.World) -> None:
    cases = [make.referral(world).reference for _ in range(3)]
    opened(coordinator, cases[0])
    opened(coordinator, cases[1], API)

    assert opened(coordinator, cases[2], API) == 429


def test_one_search_too_many_is_refused(coordinator: Client) -> None:
    assert [search(coordinator).status_code for _ in range(3)] == [302, 302, 429]


def test_results_of_a_search_can_be_leafed_through(coordinator: Client) -> None:
    for _ in range(2):
        search(coordinator)

    assert coordinator.get(reverse("caseload")).status_code == 200


def test_search_of_people_in_the_address_counts(client: Client, world: make.World) -> None:
    client.force_login(world.administrator)

    assert [client.get(reverse("people"), {"q": "a"}).status_code for _ in range(3)] == [200, 200, 429]


def sent_again(client: Client, page: str) -> Any:
    """Press "Try again" on the page of a refusal."""
    action = re.search(r'<form method="post" action="([^"]+)"', page)
    assert action, page
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    data = {name: html.unescape(value) for name, value in fields if name != "csrfmiddlewaretoken"}
    return client.post(html.unescape(action[1]), data)


def test_words_of_a_refused_search_are_not_lost(coordinator: Client, clock: time_machine.Traveller) -> None:
    for _ in range(2):
        search(coordinator, "")
    page = search(coordinator, 'O\'Quill "Q"').content.decode()
    clock.shift(timedelta(minutes=1))

    assert "kept on this page" in page
    assert sent_again(coordinator, page).status_code == 302
    assert coordinator.session["caseload_search"] == 'O\'Quill "Q"'


def test_refused_form_is_not_carried_out_and_not_lost(
    coordinator: Client, world: make.World, clock: time_machine.Traveller
) -> None:
    case = make.referral(world, "accepted")
    for _ in range(2):
        opened(coordinator, make.referral(world).reference)
    page = coordinator.post(reverse("send_message", args=[case.reference]), {"body": "She has her keys."})
    assert (page.status_code, Message.objects.filter(referral=case).count()) == (429, 0)
    clock.shift(timedelta(minutes=1))

    sent_again(coordinator, page.content.decode())

    assert Message.objects.get(referral=case).body == "She has her keys."


def test_refused_form_s_passwords_are_not_on_the_page(coordinator: Client, settings: Any) -> None:
    settings.PACE = {**settings.PACE, "requests": 0}

    page = coordinator.post(reverse("account_reauthenticate"), {"password": make.PASSWORD}).content.decode()

    assert "Wait a minute" in page
    assert make.PASSWORD not in page


def test_requests_of_every_kind_have_a_limit(coordinator: Client, settings: Any) -> None:
    settings.PACE = {**settings.PACE, "requests": 3}

    assert [coordinator.get(reverse("notifications")).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_person_who_is_not_logged_in_is_not_counted(client: Client, settings: Any) -> None:
    settings.PACE = {**settings.PACE, "requests": 0}

    assert client.get(reverse("account_login")).status_code == 200


def test_refusal_is_written_down_once_a_minute(
    coordinator: Client, world: make.World, clock: time_machine.Traveller
) -> None:
    for each in "23456":
        opened(coordinator, f"HW-2222{each}")
    assert slowed_down() == ["records"]
    clock.shift(timedelta(minutes=1))
    for each in "2345":
        opened(coordinator, f"HW-2222{each}")

    assert slowed_down() == ["records", "records"]


def test_without_the_cache_nobody_is_held_up(coordinator: Client, world: make.World, settings: Any) -> None:
    case = make.referral(world).reference
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:9/0"}}

    assert opened(coordinator, case) == 200


def test_settings_let_people_work_and_stop_scripts() -> None:
    from discharge.settings import base

    assert base.PACE == {"records": 60, "searches": 30, "requests": 600}
    assert configured.MIDDLEWARE.index("partners.pace.PaceMiddleware") > configured.MIDDLEWARE.index(
        "partners.middleware.AskingMiddleware"
    )
