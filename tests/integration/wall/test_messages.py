"""The wall around what is told to people: messages that wait or went out, what somebody chose, and private links."""

import pytest
from django.db import ProgrammingError, transaction

from partners.models import MessageChoice, OutboxMessage, PrivateLink, User
from tests import factories as make
from tests.integration.wall.asked import asked_by, sql

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def waiting(world: make.World) -> OutboxMessage:
    """A message to the coordinator that waits to be sent."""
    return OutboxMessage.objects.create(
        recipient=world.coordinator, channel="email", key="x", created_at=make.NOW, next_try_at=make.NOW
    )


@pytest.fixture
def own_rows(world: make.World) -> None:
    """A choice and a link of the coordinator's."""
    MessageChoice.objects.create(user=world.coordinator, kind="half", how="never")
    PrivateLink.objects.create(user=world.coordinator, kind="calendar", key_hash="h", made_at=make.NOW)


def counted(who: User | None, table: str) -> int:
    with asked_by(who):
        return int(sql(f"select count(*) from {table}")[0][0])


@pytest.mark.parametrize(("who", "seen"), [("coordinator", 1), ("administrator", 1), ("team_lead", 0), ("sister", 0)])
def test_message_is_seen_by_who_gets_it_and_who_manages_people(
    world: make.World, waiting: OutboxMessage, who: str, seen: int
) -> None:
    assert counted(getattr(world, who), "partners_outboxmessage") == seen


def test_message_is_seen_by_nobody_when_nobody_asks(waiting: OutboxMessage) -> None:
    assert counted(None, "partners_outboxmessage") == 0


def test_message_is_not_changed_by_who_gets_it(world: make.World, waiting: OutboxMessage) -> None:
    with asked_by(world.coordinator):
        assert sql("update partners_outboxmessage set tries = 9") == 0


@pytest.mark.parametrize(
    "statement",
    [
        "insert into partners_outboxmessage (recipient_id, channel, key, created_at, tries, error, provider_id) "
        "select id, 'email', 'y', now(), 0, '', '' from partners_user limit 1",
        "delete from partners_outboxmessage",
    ],
)
@pytest.mark.parametrize("who", ["coordinator", "administrator"])
def test_message_is_written_and_deleted_by_no_person(
    world: make.World, waiting: OutboxMessage, who: str, statement: str
) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), asked_by(getattr(world, who)):
        sql(statement)


@pytest.mark.parametrize("table", ["partners_messagechoice", "partners_privatelink"])
@pytest.mark.parametrize(("who", "seen"), [("coordinator", 1), ("team_lead", 0), ("administrator", 0)])
def test_own_choice_and_link_are_seen_by_their_person_alone(
    world: make.World, own_rows: None, table: str, who: str, seen: int
) -> None:
    assert counted(getattr(world, who), table) == seen


@pytest.mark.parametrize("table", ["partners_messagechoice", "partners_privatelink"])
def test_own_choice_and_link_are_seen_by_nobody_when_nobody_asks(own_rows: None, table: str) -> None:
    assert counted(None, table) == 0


@pytest.mark.parametrize("table", ["partners_messagechoice", "partners_privatelink"])
def test_own_choice_and_link_are_changed_by_nobody_else(world: make.World, own_rows: None, table: str) -> None:
    with asked_by(world.team_lead):
        assert sql(f"delete from {table}") == 0
