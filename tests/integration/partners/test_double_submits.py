"""One name or address asked for twice at the same moment: the later request is told so, whoever presses."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, transaction

from partners.actions.membership import add_person
from partners.actions.organisations import add_organisation, change_organisation
from partners.actions.schemes import SchemeDetails, add_scheme, change_scheme
from partners.errors import UnableTo
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)

DETAILS = SchemeDetails(name="Homeward Newark", area="Newark", starts_on=date(2026, 11, 1))
Act = Callable[[make.World], object]


def refusal_of(act: Act, world: make.World) -> str:
    try:
        act(world)
    except UnableTo as refusal:
        return refusal.message
    finally:
        connection.close()
    return ""


def wait_until_somebody_waits_for_me() -> None:
    for _ in range(500):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT FROM pg_locks"
                " WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
            )
            if cursor.fetchone() == (True,):
                return
        time.sleep(0.01)
    raise AssertionError("Nobody waits.")


def rename(world: make.World, organisation: str) -> object:
    return change_organisation(
        organisation=getattr(world, organisation),
        name="County Hospital",
        kind=getattr(world, organisation).kind,
        ods_code="",
        active=True,
        by=world.administrator,
        at=make.NOW,
    )


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        pytest.param(
            *[lambda w: add_organisation(name="Newark", kind="council", by=w.administrator, at=make.NOW)] * 2,
            "An organisation with this name is already here.",
            id="add_organisation",
        ),
        pytest.param(
            lambda w: rename(w, "trust"),
            lambda w: rename(w, "provider"),
            "An organisation with this name is already here.",
            id="change_organisation",
        ),
        pytest.param(
            *[lambda w: add_person(email="new@example.org", name="New", by=w.administrator, at=make.NOW)] * 2,
            "Somebody with this e-mail address is already here. Give them a role instead.",
            id="add_person",
        ),
        pytest.param(
            *[lambda w: add_scheme(lead=w.council, details=DETAILS, by=w.administrator, at=make.NOW)] * 2,
            "A scheme with this name is already here.",
            id="add_scheme",
        ),
        pytest.param(
            lambda w: add_scheme(lead=w.council, details=DETAILS, by=w.administrator, at=make.NOW),
            lambda w: change_scheme(scheme=w.scheme, details=DETAILS, by=w.administrator, at=make.NOW),
            "A scheme with this name is already here.",
            id="change_scheme",
        ),
    ],
)
def test_same_name_at_the_same_moment_is_refused_in_words(first: Act, second: Act, words: str) -> None:
    world = make.world()
    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            first(world)
            late = threads.submit(refusal_of, second, world)
            wait_until_somebody_waits_for_me()
        assert late.result(timeout=30) == words
