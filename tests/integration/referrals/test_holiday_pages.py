"""The administrator's pages about bank holidays."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from referrals.actions import holidays, recomputing
from referrals.models import OneOffHoliday, Rescheduling
from tests import factories as make

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(hours=1)
TYPED = {"kind": "extra", "name": "Royal wedding", "on_day": "25", "on_month": "11", "on_year": "2026"}
SEEN = {"seen": "extra 2026-11-25"}


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture(autouse=True)
def frozen() -> Any:
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def admin(client: Client, world: make.World) -> Client:
    client.force_login(world.administrator)
    return client


def post(client: Client, **more: str) -> Any:
    return client.post(reverse("add_holiday"), {**TYPED, **more})


def added(world: make.World) -> Rescheduling:
    return holidays.add_holiday(
        day=holidays.ChangedDay(on=date(2026, 11, 25), name="Royal wedding"), by=world.administrator, at=make.NOW
    )


def addresses(world: make.World) -> list[str]:
    row = added(world)
    return [
        reverse("holidays"),
        reverse("add_holiday"),
        reverse("remove_holiday", args=[OneOffHoliday.objects.get().pk]),
        reverse("holiday_change", args=[row.pk]),
        reverse("holiday_change_state", args=[row.pk]),
    ]


def test_pages_administrator_sees_each(admin: Client, world: make.World) -> None:
    assert [admin.get(address).status_code for address in addresses(world)] == [200] * 5


@pytest.mark.parametrize("role", ["sister", "coordinator", "team_lead", "commissioner", "ig_officer"])
def test_pages_other_roles_are_refused(client: Client, world: make.World, role: str) -> None:
    client.force_login(getattr(world, role))
    assert [client.get(address).status_code for address in addresses(world)] == [403] * 5


def test_list_shows_published_and_changed_days(admin: Client, world: make.World) -> None:
    added(world)
    page = admin.get(reverse("holidays")).content.decode()
    assert "Wednesday 25 November 2026" in page
    assert "Friday 25 December 2026" in page


def test_add_first_shows_what_would_move_and_saves_nothing(admin: Client, world: make.World) -> None:
    case = make.referral(world)
    page = post(admin).content.decode()
    assert "1 open deadline would move" in page
    assert case.reference in page
    assert not OneOffHoliday.objects.exists()


def test_add_after_it_was_shown_saves(admin: Client, world: make.World) -> None:
    answer = post(admin, **SEEN)
    assert answer["Location"] == reverse("holiday_change", args=[Rescheduling.objects.get().pk])
    assert OneOffHoliday.objects.get().name == "Royal wedding"


def test_add_another_day_than_was_shown_is_shown_again(admin: Client) -> None:
    page = post(admin, on_day="26", **SEEN).content.decode()
    assert "No open deadline would move" in page
    assert not OneOffHoliday.objects.exists()


def test_add_without_a_name_asks_for_it(admin: Client) -> None:
    assert "Enter what it is called" in post(admin, name="").content.decode()


def test_add_a_worked_day_needs_no_name(admin: Client) -> None:
    page = post(admin, kind="worked", name="", on_day="25", on_month="12").content.decode()
    assert "No open deadline would move" in page


def test_add_a_day_that_is_a_holiday_already_says_so_and_keeps_what_was_typed(admin: Client) -> None:
    page = post(admin, on_day="25", on_month="12").content.decode()
    assert "is a bank holiday already: Christmas Day" in page
    assert 'value="Royal wedding"' in page


def test_remove_shows_what_would_move(admin: Client, world: make.World) -> None:
    added(world)
    case = make.referral(world)
    page = admin.get(reverse("remove_holiday", args=[OneOffHoliday.objects.get().pk])).content.decode()
    assert case.reference in page


def test_remove_takes_the_day_back(admin: Client, world: make.World) -> None:
    added(world)
    admin.post(reverse("remove_holiday", args=[OneOffHoliday.objects.get().pk]))
    assert not OneOffHoliday.objects.exists()


def test_remove_a_day_that_is_gone_is_not_found(admin: Client) -> None:
    assert admin.get(reverse("remove_holiday", args=[1])).status_code == 404


def test_change_going_on_asks_for_itself_again(admin: Client, world: make.World) -> None:
    page = admin.get(reverse("holiday_change_state", args=[added(world).pk])).content.decode()
    assert "being counted anew" in page
    assert "hx-trigger" in page


def test_change_finished_says_which_moved_and_asks_no_more(admin: Client, world: make.World) -> None:
    case, row = make.referral(world), added(world)
    recomputing.recompute(rescheduling_id=row.pk, at=LATER)
    page = admin.get(reverse("holiday_change_state", args=[row.pk])).content.decode()
    assert "1 deadline moved" in page
    assert case.reference in page
    assert "hx-trigger" not in page


def test_change_that_is_not_there_is_not_found(admin: Client) -> None:
    assert admin.get(reverse("holiday_change", args=[1])).status_code == 404


def test_list_asks_as_often_for_many_days(admin: Client, world: make.World) -> None:
    counts = []
    for days in (range(1, 3), range(3, 51)):
        OneOffHoliday.objects.bulk_create(
            [OneOffHoliday(on=date(2026, 11, 23) + timedelta(days=number), name="Fair") for number in days]
        )
        with CaptureQueriesContext(connection) as asked:
            admin.get(reverse("holidays"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
