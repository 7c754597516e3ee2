"""The page of a referral that ended early says why."""

import pytest
from django.test import Client
from django.urls import reverse

from referrals.queries.ending import ending_of
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.world()


def test_ending_declined_gives_the_reason_with_its_words(world: make.World) -> None:
    found = ending_of(make.referral(world, "declined"))
    assert found is not None
    assert found.why == "Lives outside the area we serve. Bolsover covers it."


def test_ending_withdrawn_names_who_withdrew(world: make.World) -> None:
    found = ending_of(make.referral(world, "withdrawn"))
    assert found is not None
    assert (found.heading, found.by) == ("Withdrawn", world.sister.name)


def test_ending_open_case_is_none_without_asking_the_database(
    world: make.World, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    case = make.referral(world)
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert ending_of(case) is None


def test_summary_of_a_declined_case_shows_the_ward_why(world: make.World, client: Client) -> None:
    case = make.referral(world, "declined")
    client.force_login(world.sister)
    assert "Bolsover covers it." in client.get(reverse("case", args=[case.reference])).content.decode()
