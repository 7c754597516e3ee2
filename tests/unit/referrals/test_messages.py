"""Lines between the ward and the coordinator."""

from datetime import timedelta

import pytest

from partners.errors import NotAllowed, UnableTo
from partners.models import Notification
from referrals.actions import messages
from referrals.models import Message
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.world()


def test_message_from_the_ward_reaches_the_coordinator(world: make.World) -> None:
    case = make.referral(world, "accepted")
    messages.send_message(referral=case, body="Family visits at 3.", by=world.sister, at=make.NOW)
    assert Notification.objects.filter(recipient=world.coordinator, text__contains="new message").exists()


def test_message_from_the_coordinator_reaches_the_ward(world: make.World) -> None:
    case = make.referral(world, "accepted")
    messages.send_message(referral=case, body="Key safe on Tuesday.", by=world.coordinator, at=make.NOW)
    assert Notification.objects.filter(recipient=world.sister, text__contains="new message").exists()


def test_message_carries_the_writer_s_organisation(world: make.World) -> None:
    case = make.referral(world, "accepted")
    message = messages.send_message(referral=case, body="Hello", by=world.coordinator, at=make.NOW)
    assert message.organisation == world.council


def test_message_of_blanks_is_refused(world: make.World) -> None:
    with pytest.raises(UnableTo, match="Write something"):
        messages.send_message(referral=make.referral(world), body="  ", by=world.sister, at=make.NOW)


def test_message_by_a_provider_is_refused(world: make.World) -> None:
    with pytest.raises(NotAllowed):
        messages.send_message(referral=make.referral(world), body="Hi", by=world.provider_worker, at=make.NOW)


def test_nudge_twice_a_day_is_quiet(world: make.World) -> None:
    case = make.referral(world)
    messages.nudge(referral=case, by=world.sister, at=make.NOW)
    messages.nudge(referral=case, by=world.discharge_team, at=make.NOW + timedelta(hours=3))
    assert Message.objects.filter(referral=case, kind="nudge").count() == 1


def test_nudge_the_next_day_is_possible(world: make.World) -> None:
    case = make.referral(world)
    messages.nudge(referral=case, by=world.sister, at=make.NOW)
    messages.nudge(referral=case, by=world.sister, at=make.NOW + timedelta(days=1))
    assert Message.objects.filter(referral=case, kind="nudge").count() == 2


def test_nudge_by_the_coordinator_is_refused(world: make.World) -> None:
    with pytest.raises(NotAllowed):
        messages.nudge(referral=make.referral(world), by=world.coordinator, at=make.NOW)


def test_message_sent_twice_within_a_minute_is_one(world: make.World) -> None:
    case = make.referral(world, "accepted")
    first = messages.send_message(referral=case, body="Hello", by=world.coordinator, at=make.NOW)
    again = messages.send_message(
        referral=case, body="Hello ", by=world.coordinator, at=make.NOW + timedelta(seconds=5)
    )
    assert (first, case.messages.count()) == (again, 1)
