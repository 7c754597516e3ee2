"""What every test run does to find faults that hide, and which tests need the services."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.models.expressions import OrderBy
from django.db.models.functions import Random
from django.db.models.sql.compiler import SQLCompiler

#: What takes longest, and what is made once for many tests: begun first, so that no worker waits for it at the end, and
#: out of the way of other workers, who take over from the end. Otherwise the order stays random, and what empties
#: the database comes last, as pytest-django has it.
FIRST = (
    "tests/integration/test_crawl.py",
    "tests/integration/test_fields.py",
    "tests/integration/test_every_page_as_every_role.py",
    "tests/integration/test_killed_processes.py",
    "tests/integration/discharge/test_demo.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches the database or the queue: CI runs those once more on other versions of both."""
    items.sort(key=lambda item: not item.nodeid.startswith(FIRST))
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db", "live_server", "worker"}:
            item.add_marker(pytest.mark.database)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database, as pytest-django makes it; at the end whoever is still in it is shown out.

    A thread of the live server can hold its connection to the last; PostgreSQL deletes no database with somebody in it.
    """
    yield
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity "
                "where datname = current_database() and pid <> pg_backend_pid()"
            )
        connection.close()


@pytest.fixture(autouse=True, scope="session")
def unordered_querysets_come_in_random_order() -> Iterator[None]:
    """PostgreSQL promises no order without ORDER BY, and mostly keeps one until the day it matters. So tests shuffle.

    Left alone: what has an order, aggregates, DISTINCT, unions, subqueries: an ORDER BY would change those.
    """
    original = SQLCompiler._order_by_pairs  # type: ignore[attr-defined]

    def shuffled(self: Any) -> Iterator[Any]:
        ordered = False
        for pair in original(self):
            ordered = True
            yield pair
        query = self.query
        plain = not (query.combinator or query.subquery or query.distinct or query.annotations or query.is_sliced)
        if not ordered and plain and query.group_by is None and query.default_cols:
            yield OrderBy(Random()), False

    SQLCompiler._order_by_pairs = shuffled  # type: ignore[attr-defined]
    yield
    SQLCompiler._order_by_pairs = original  # type: ignore[attr-defined]
