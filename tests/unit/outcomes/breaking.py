"""Makes the database itself refuse a late write, to see that everything before it is undone."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def refused_inserts(table: str) -> Iterator[None]:
    """No row can be added to this table while it lasts. The test's transaction takes the rule away again."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute(f'alter table "{table}" add constraint refused check (false) not valid')
        yield
        cursor.execute(f'alter table "{table}" drop constraint refused')
