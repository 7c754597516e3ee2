"""Behind PgBouncer in transaction mode, where the next transaction on a connection is somebody else's.

Two clients and one connection to PostgreSQL, so that whatever the first left behind would be found by the second.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from pytest_django import Settings

from partners import history
from partners.models import User
from referrals.models import Referral, ReferralPast
from tests import factories as make
from tests.integration.wall import pooler
from tests.integration.wall.asked import asked_by, sql

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services, pytest.mark.pgbouncer]


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def clients(settings: Settings) -> Iterator[tuple[Any, Any]]:
    """Two processes' connections. As in production they are homeward_app from the start and change no role."""
    settings.DATABASE_ROLES_SWITCH = False
    with pooler.running() as folder:
        both = pooler.client(folder), pooler.client(folder)
        yield both
        for each in both:
            each.close()


def cases() -> set[int]:
    return set(Referral.objects.values_list("pk", flat=True))


def asks(client: Any, person: User | None) -> set[int]:
    """The cases that this person is shown through this connection."""
    with pooler.connected(client), asked_by(person):
        return cases()


def test_both_clients_have_the_same_connection_to_postgresql_and_are_the_web_s_role(clients: tuple[Any, Any]) -> None:
    seen = []
    for each in clients:
        with pooler.connected(each):
            seen += sql("select pg_backend_pid(), current_user::text")
    assert seen[0] == seen[1]
    assert seen[0][1] == "homeward_app"


def test_second_client_finds_nothing_of_who_asked_before_it(world: make.World, clients: tuple[Any, Any]) -> None:
    case = make.referral(world)
    first, second = clients
    assert asks(first, world.coordinator) == {case.pk}
    with pooler.connected(second):
        left = "select wall.ids('sees'), wall.ids('changes'), wall.person(), current_setting('homeward.at', true)"
        with transaction.atomic():
            assert sql(left) == [([], [], None, "")]
            assert cases() == set()
        assert cases() == set()  # nor without a transaction


def test_two_askers_in_turn_see_their_own_cases(world: make.World, clients: tuple[Any, Any]) -> None:
    other_world = make.world()
    own, other = make.referral(world), make.referral(other_world)
    for _ in range(3):
        assert asks(clients[0], world.coordinator) == {own.pk}
        assert asks(clients[1], other_world.coordinator) == {other.pk}


def test_asker_that_broke_leaves_nothing_to_the_next(world: make.World, clients: tuple[Any, Any]) -> None:
    make.referral(world)

    def breaks() -> None:
        with pooler.connected(clients[0]), asked_by(world.coordinator):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        breaks()
    assert asks(clients[1], None) == set()


def test_setting_of_a_session_would_reach_the_next_client(world: make.World, clients: tuple[Any, Any]) -> None:
    """Why all of ours are the transaction's: this is what the last word of set_config decides."""
    with pooler.connected(clients[0]):
        sql("select set_config('homeward.sees', %s, false)", f"{{{world.council.pk}}}")
    with pooler.connected(clients[1]):
        assert sql("select wall.ids('sees')") == [([world.council.pk],)]


def test_who_changed_a_row_is_the_one_who_did(world: make.World, clients: tuple[Any, Any]) -> None:
    case, other_world = make.referral(world), make.world()
    other = make.referral(other_world)
    for each, person, changed in ((clients[0], world.coordinator, case), (clients[1], other_world.coordinator, other)):
        with pooler.connected(each), history.by_person(person), asked_by(person):
            Referral.objects.filter(pk=changed.pk).update(safety_notes="Changed")
    who = {
        past.pgh_obj_id: past.pgh_context["person"]
        for past in ReferralPast.objects.filter(safety_notes="Changed")
        if past.pgh_context
    }
    assert who == {case.pk: world.coordinator.pk, other.pk: other_world.coordinator.pk}


def test_time_zone_and_encoding_are_each_client_s_own(clients: tuple[Any, Any]) -> None:
    for each in clients:
        with pooler.connected(each):
            assert sql("select current_setting('TimeZone'), current_setting('client_encoding')") == [("UTC", "UTF8")]


def test_many_rows_are_read_piece_by_piece_inside_a_request(world: make.World, clients: tuple[Any, Any]) -> None:
    made = {make.referral(world).pk for _ in range(3)}
    with pooler.connected(clients[0]), asked_by(world.coordinator):
        assert {each.pk for each in Referral.objects.iterator(chunk_size=1)} == made


def test_row_locked_by_one_client_is_free_when_its_transaction_ends(
    world: make.World, clients: tuple[Any, Any]
) -> None:
    case = make.referral(world)
    for each in clients:
        with pooler.connected(each), asked_by(world.coordinator):
            assert Referral.objects.select_for_update(nowait=True, of=("self",)).get(pk=case.pk).pk == case.pk
