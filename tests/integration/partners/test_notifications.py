"""A person's notices: newest first, read once opened, nobody else's."""

import pytest
from django.test import Client
from django.urls import reverse

from partners.models import Notification
from partners.queries import unread_notifications
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.world()


def newest_of(world: make.World) -> Notification:
    """The coordinator's notice of a referral that has just come."""
    make.referral(world)
    return Notification.objects.filter(recipient=world.coordinator).latest("pk")


def test_notifications_new_referral_is_in_the_coordinators_list(client: Client, world: make.World) -> None:
    notice = newest_of(world)
    client.force_login(world.coordinator)
    assert notice.text in client.get(reverse("notifications")).content.decode()


def test_notifications_somebody_elses_are_not_in_my_list(client: Client, world: make.World) -> None:
    notice = newest_of(world)
    client.force_login(world.sister)
    assert notice.text not in client.get(reverse("notifications")).content.decode()


def test_notifications_opening_one_marks_it_as_read(client: Client, world: make.World) -> None:
    notice = newest_of(world)
    client.force_login(world.coordinator)
    client.post(reverse("open_notification", args=[notice.pk]))
    assert unread_notifications(world.coordinator) == 0


def test_notifications_opening_one_goes_to_the_case(client: Client, world: make.World) -> None:
    notice = newest_of(world)
    client.force_login(world.coordinator)
    assert client.post(reverse("open_notification", args=[notice.pk])).headers["Location"] == notice.path


def test_notifications_opening_somebody_elses_is_not_found(client: Client, world: make.World) -> None:
    notice = newest_of(world)
    client.force_login(world.sister)
    assert client.post(reverse("open_notification", args=[notice.pk])).status_code == 404


def test_notifications_opening_needs_a_press_not_a_link(client: Client, world: make.World) -> None:
    notice = newest_of(world)
    client.force_login(world.coordinator)
    assert client.get(reverse("open_notification", args=[notice.pk])).status_code == 405


def test_notifications_all_can_be_marked_as_read(client: Client, world: make.World) -> None:
    newest_of(world)
    newest_of(world)
    client.force_login(world.coordinator)
    client.post(reverse("read_notifications"))
    assert unread_notifications(world.coordinator) == 0
