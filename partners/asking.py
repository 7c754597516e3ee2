"""Tells PostgreSQL who is asking, for the length of one transaction: the second wall's side of `partners.access`.

Policies in the database compare each row with the settings written here (`discharge/migrations`). With nobody set, no
row of a case comes back, so a forgotten filter, a new page or a task nobody thought of shows nothing instead of
everything. The settings are no password: who can send SQL of their own can set them too. They stop our mistakes.

Three ways to ask:

- `asking(person)`: requests, and tasks done for a person. Everything inside is one transaction.
- `as_system()`: sweeps, exports, retention, which act for nobody in particular. A database role of its own.
- `as_figures()`: reports over everything. A role of its own that can only read.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.utils import timezone

from partners import access
from partners.models import User
from partners.roles import CHANGE_CASES, Permission

APP, SWEEP, REPORT = "homeward_app", "homeward_sweep", "homeward_report"
# Setting → the rights that put an organisation into it. Each policy names the settings it compares with.
RIGHTS: dict[str, frozenset[Permission]] = {
    "sees": frozenset({Permission.REFERRAL_VIEW}),
    "ward_sees": frozenset({Permission.REFERRAL_VIEW_WARD}),
    "changes": CHANGE_CASES,
    "jobs": frozenset({Permission.WORK_VIEW}),
    "works": frozenset({Permission.WORK_DO}),
    "flats": frozenset({Permission.STAY_VIEW}),
    "manages": frozenset({Permission.STAY_MANAGE}),
    "audits": frozenset({Permission.AUDIT_VIEW}),
    "reviews": frozenset({Permission.AUDIT_VIEW, Permission.CASE_RESTRICT, Permission.PEOPLE_MANAGE}),
    "rights": frozenset({Permission.RIGHTS_MANAGE}),
    "people": frozenset({Permission.PEOPLE_MANAGE}),
    "administers": frozenset({Permission.PARTNERS_MANAGE}),
}
# Those by which an organisation has a part in a case, and so sees who else has one.
PART_RIGHTS = ("sees", "ward_sees", "changes", "jobs", "works", "flats", "manages")
SETTINGS = ("at", "person", "membership", "organisations", "wards", *RIGHTS)
_WRITE = "select " + ", ".join(f"set_config('homeward.{name}', %s, true)" for name in SETTINGS)
_asker: ContextVar[object | None] = ContextVar("homeward_asker", default=None)


class AskedTwice(RuntimeError):
    """Somebody is asking already: a second asker inside would see with the first one's eyes, or the other way round."""


@contextmanager
def asking(person: User | None) -> Iterator[None]:
    """One transaction in which the database shows what this person may see; nobody (None) sees no case.

    What the person may see is settled here: a role that ends meanwhile counts from the next request on.
    An exception undoes everything done inside. Raises AskedTwice inside another such block.
    """
    if _asker.get() is not None:
        raise AskedTwice
    values = _values(person)
    token = _asker.set(person or "nobody")
    try:
        with _transaction(), _as_role(APP), _told(values):
            yield
    finally:
        _asker.reset(token)


@contextmanager
def as_system() -> Iterator[None]:
    """The system acts by itself, over every case, with a database role of its own; transactions are the caller's.

    Not inside a person's request, where it would be a way around the wall. Raises AskedTwice there.
    """
    if _asker.get() is not None:
        raise AskedTwice
    token = _asker.set("system")
    try:
        with _connected("sweep", SWEEP):
            yield
    finally:
        _asker.reset(token)


@contextmanager
def beyond_own_cases() -> Iterator[None]:
    """Inside a person's request, the few acts that reach further than their own cases: handing a leaver's cases over,
    and seeing beforehand how many deadlines a bank holiday would move.

    With the system's role and in a transaction of its own, which commits before the request's does. The action itself
    checks the right; a test names every caller.
    """
    with _connected("sweep", SWEEP):
        yield


@contextmanager
def as_figures() -> Iterator[None]:
    """Read across every case, for figures that name nobody. A role that can write nothing, also inside a request."""
    with _connected("report", REPORT):
        yield


def refuse_powerful_role(*, connection: Any, **_: Any) -> None:
    """On each new connection of the web and the worker: raises ImproperlyConfigured for a role that policies do not
    bind: a superuser, one that bypasses them, or the owner of the tables.
    """
    if connection.alias != DEFAULT_DB_ALIAS or not settings.DATABASE_ROLE_IS_CHECKED:
        return
    with connection.connection.cursor() as cursor:
        cursor.execute(
            "select rolsuper or rolbypassrls or exists ("
            " select from pg_class where relowner = pg_roles.oid and relkind in ('r', 'p')) "
            "from pg_roles where rolname = current_user"
        )
        row = cursor.fetchone()
        if not connection.get_autocommit() and not connection.in_atomic_block:
            connection.connection.rollback()
    if row is None or row[0]:
        connection.close()
        raise ImproperlyConfigured(
            "The web and the worker must not connect to PostgreSQL as the owner of the tables or as a role that "
            "policies do not bind. Let DATABASE_URL name the role homeward_app: docs/operations.md says how."
        )


def _values(person: User | None) -> list[str]:
    if person is None or not person.is_authenticated or not person.is_active:
        return ["" if name in ("at", "person", "membership") else "{}" for name in SETTINGS]
    by_right = {
        name: frozenset().union(*(access.organisations_where(person, right) for right in rights))
        for name, rights in RIGHTS.items()
    }
    working_as = person.working_as
    found: dict[str, str] = {
        "at": timezone.now().isoformat(),  # the application's clock: what it calls over is over here too
        "person": str(person.pk),
        "membership": str(working_as.pk) if working_as else "",
        "organisations": _array(frozenset().union(*(by_right[name] for name in PART_RIGHTS))),
        "wards": _array(access.own_ward_ids(person)) if by_right["ward_sees"] else "{}",
        **{name: _array(ids) for name, ids in by_right.items()},
    }
    return [found[name] for name in SETTINGS]


def _array(ids: frozenset[int]) -> str:
    return "{" + ",".join(str(each) for each in sorted(ids)) + "}"


@contextmanager
def _transaction() -> Iterator[None]:
    """A transaction; inside one that a test holds open, a part of it that is undone alone.

    A savepoint of ours rather than `atomic`'s, as it is there for the test and no query of the page.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if not (settings.DATABASE_ROLES_SWITCH and connection.in_atomic_block):
        with transaction.atomic():
            yield
        return
    waiting = len(connection.run_on_commit)
    _run("savepoint asking")
    try:
        yield
    except BaseException:
        connection.needs_rollback = True
        raise
    finally:
        if connection.needs_rollback:
            connection.needs_rollback = False
            del connection.run_on_commit[waiting:]
            _run("rollback to savepoint asking")
        _run("release savepoint asking")


@contextmanager
def _told(values: list[str]) -> Iterator[None]:
    """Write the settings into the running transaction. Its end forgets them; where it goes on after us (a test's), we
    do.
    """
    _run(_WRITE, values)
    yield
    if settings.DATABASE_ROLES_SWITCH and not connections[DEFAULT_DB_ALIAS].needs_rollback:
        _run(_WRITE, _values(None))


@contextmanager
def _as_role(role: str) -> Iterator[None]:
    """Be `role` for a block where one connection serves all roles (`DATABASE_ROLES_SWITCH`); elsewhere we are it."""
    if not settings.DATABASE_ROLES_SWITCH:
        yield
        return
    before = _run("select current_setting('role')")
    _run(f"set local role {role}")
    yield
    # After an error the rollback brings the old role back, and a broken transaction takes no statement.
    if not connections[DEFAULT_DB_ALIAS].needs_rollback:
        _run(f"set local role {before}")


@contextmanager
def _connected(alias: str, role: str) -> Iterator[None]:
    """Be connected as `role` for a block: `default` is another connection meanwhile, so every query and transaction
    inside goes there.
    """
    if settings.DATABASE_ROLES_SWITCH:
        with _transaction(), _as_role(role):
            yield
        return
    if alias not in settings.DATABASES:
        raise ImproperlyConfigured(f"Set HOMEWARD_{alias.upper()}_DATABASE_URL: docs/operations.md says to what.")
    before = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = connections[alias]
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = before


def _run(sql: str, values: list[str] | None = None) -> Any:
    """A statement of ours on the driver's own cursor: it is no query of the page, and no wrapper needs to see it."""
    connection = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0] if cursor.description else None
