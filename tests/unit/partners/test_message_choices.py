"""Choosing what is sent, sending again what was given up, and what the database refuses of a message."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from partners.actions import message_choices
from partners.actions.message_choices import UnableToTryAgain
from partners.errors import NotAllowed
from partners.messages import How
from partners.models import MessageChoice, Notification, OutboxMessage, User
from partners.queries.messages import choices_of
from tests import factories as make

pytestmark = pytest.mark.django_db
AT = make.NOW


@pytest.fixture
def world() -> make.World:
    return make.world()


def message(person: User, **fields: Any) -> OutboxMessage:
    """Given up, unless `fields` say otherwise."""
    given_up = {"failed_at": AT, "error": "refused 550", "tries": 3}
    key = f"notice:{OutboxMessage.objects.count()}:email"
    return OutboxMessage.objects.create(recipient=person, channel="email", key=key, created_at=AT, **given_up | fields)


def test_choice_that_nobody_made_is_the_usual(world: make.World) -> None:
    assert choices_of(world.coordinator)["passed"] is How.AT_ONCE


def test_choice_is_kept(world: make.World) -> None:
    message_choices.choose_messages(user=world.coordinator, choices={"half": How.NEVER}, mobile="", at=AT)
    assert choices_of(world.coordinator)["half"] is How.NEVER


def test_choice_made_again_replaces_the_first(world: make.World) -> None:
    for how in (How.NEVER, How.DIGEST):
        message_choices.choose_messages(user=world.coordinator, choices={"half": how}, mobile="", at=AT)
    assert list(MessageChoice.objects.values_list("how", flat=True)) == ["digest"]


def test_number_for_text_messages_is_kept(world: make.World) -> None:
    message_choices.choose_messages(user=world.coordinator, choices={}, mobile="+447700900123", at=AT)
    assert User.objects.get(pk=world.coordinator.pk).mobile == "+447700900123"


def test_message_given_up_is_sent_again_by_who_manages_people(world: make.World) -> None:
    again = message_choices.try_again(message=message(world.coordinator), by=world.administrator, at=AT)
    assert (again.next_try_at, again.failed_at, again.tries) == (AT, None, 0)


@pytest.mark.parametrize("role", ["coordinator", "team_lead", "ig_officer", "commissioner", "sister"])
def test_message_given_up_is_not_sent_again_by_anybody_else(world: make.World, role: str) -> None:
    with pytest.raises(NotAllowed):
        message_choices.try_again(message=message(world.coordinator), by=getattr(world, role), at=AT)


def test_message_sent_again_twice_waits_once(world: make.World) -> None:
    given_up = message(world.coordinator)
    for hours in (0, 1):
        message_choices.try_again(message=given_up, by=world.administrator, at=AT + timedelta(hours=hours))
    assert OutboxMessage.objects.get().next_try_at == AT


def test_message_that_has_gone_out_is_not_sent_again(world: make.World) -> None:
    gone = message(world.coordinator, failed_at=None, error="", sent_at=AT)
    with pytest.raises(UnableToTryAgain, match="gone out"):
        message_choices.try_again(message=gone, by=world.administrator, at=AT)


def refused(name: str, person: User, **fields: Any) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        message(person, **fields)


def test_database_refuses_a_message_that_waits_and_was_sent(world: make.World) -> None:
    refused("message_waits_or_has_ended", world.coordinator, failed_at=None, error="", sent_at=AT, next_try_at=AT)


def test_database_refuses_a_message_that_neither_waits_nor_has_ended(world: make.World) -> None:
    refused("message_waits_or_has_ended", world.coordinator, failed_at=None, error="")


def test_database_refuses_a_message_given_up_without_a_reason(world: make.World) -> None:
    refused("message_failed_says_why", world.coordinator, error="")


def test_database_refuses_an_unknown_channel(world: make.World) -> None:
    with pytest.raises(IntegrityError, match="message_channel_known"), transaction.atomic():
        OutboxMessage.objects.create(
            recipient=world.coordinator, channel="post", key="x", created_at=AT, next_try_at=AT
        )


def test_database_refuses_the_same_message_twice(world: make.World) -> None:
    message(world.coordinator)
    with pytest.raises(IntegrityError, match="key"), transaction.atomic():
        OutboxMessage.objects.create(
            recipient=world.coordinator, channel="email", key="notice:0:email", created_at=AT, next_try_at=AT
        )


def test_database_refuses_two_choices_of_one_kind(world: make.World) -> None:
    MessageChoice.objects.create(user=world.coordinator, kind="half", how="never")
    with pytest.raises(IntegrityError, match="message_choice_once"), transaction.atomic():
        MessageChoice.objects.create(user=world.coordinator, kind="half", how="digest")


def test_database_refuses_a_line_in_a_digest_that_was_not_meant_for_one(world: make.World) -> None:
    digest = message(world.coordinator)
    with pytest.raises(IntegrityError, match="notification_digested"), transaction.atomic():
        Notification.objects.create(
            recipient=world.coordinator, key="a", text="a", path="/", created_at=AT, digest=digest, for_digest=False
        )
