"""Refusals of people who are logged in are lines of the log: who, as what, where. Never of whom."""

import logging

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.world()


def refused(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.getMessage().startswith("refused ")]


def said(status: int, person: object, path: str, method: str = "GET") -> list[str]:
    membership = person.memberships.get().pk  # type: ignore[attr-defined]
    return [f"refused status={status} person={person.pk} membership={membership} method={method} path={path}"]  # type: ignore[attr-defined]


def test_page_the_role_may_not_open_is_logged(
    client: Client, world: make.World, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(world.commissioner)
    with caplog.at_level(logging.WARNING):
        client.get(reverse("worklist"))

    assert refused(caplog) == said(403, world.commissioner, "/worklist/")


def test_case_of_others_is_logged_like_one_that_does_not_exist(
    client: Client, world: make.World, caplog: pytest.LogCaptureFixture
) -> None:
    address = reverse("case", args=[make.referral(make.world()).reference])
    client.force_login(world.coordinator)
    with caplog.at_level(logging.WARNING):
        client.get(address)

    assert refused(caplog) == said(404, world.coordinator, address)


def test_refused_call_of_the_api_is_logged(client: Client, world: make.World, caplog: pytest.LogCaptureFixture) -> None:
    address = reverse("api_referral", args=[make.referral(make.world()).reference])
    client.force_login(world.coordinator)
    with caplog.at_level(logging.WARNING):
        client.get(address)

    assert refused(caplog) == said(404, world.coordinator, address)


def test_page_that_opens_is_not_logged(client: Client, world: make.World, caplog: pytest.LogCaptureFixture) -> None:
    client.force_login(world.coordinator)
    with caplog.at_level(logging.WARNING):
        client.get(reverse("worklist"))

    assert refused(caplog) == []


def test_path_with_a_line_break_stays_in_its_line(
    client: Client, world: make.World, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(world.coordinator)
    with caplog.at_level(logging.WARNING):
        client.get("/cases/HW-1%0Arefused%20person=1/")

    (line,) = refused(caplog)
    assert "\n" not in line
