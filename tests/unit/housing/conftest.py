"""A small world with a flat in it, for the tests of this app."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import connection, transaction

from housing.models import Building, InterventionKind, Unit
from tests import factories as make


@pytest.fixture
def world(db: None) -> make.World:
    return make.world()


@pytest.fixture
def building(world: make.World) -> Building:
    return Building.objects.create(
        organisation=world.landlord,
        scheme=world.scheme,
        name="Poppy Fields",
        address="1 Poppy Lane, Mansfield",
        postcode="NG18 2AB",
        turnaround_days=2,
    )


@pytest.fixture
def unit(building: Building) -> Unit:
    return Unit.objects.create(building=building, name="Flat 2", step_free=True)


@pytest.fixture
def key_safe(db: None) -> InterventionKind:
    return InterventionKind.objects.get(code="key_safe")


@pytest.fixture
def refuse_inserts(db: None) -> Callable[[str], AbstractContextManager[None]]:
    """Make the database refuse new rows in a table, to see that all that was written before is undone."""

    @contextmanager
    def refuse(table: str) -> Iterator[None]:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "create function refuse_for_test() returns trigger language plpgsql as "
                "$$ begin raise exception 'refused for a test'; end $$"
            )
            cursor.execute(
                f"create trigger refuse_for_test before insert on {table} "
                "for each row execute function refuse_for_test()"
            )
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute(f"drop trigger refuse_for_test on {table}")
                cursor.execute("drop function refuse_for_test()")

    return refuse
