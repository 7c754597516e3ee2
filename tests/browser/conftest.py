"""Journeys in a real browser: Debian's Chromium, the site in a thread, a Celery worker in a process of its own.

Where no Chromium is found the journeys are skipped with the reason; in CI that is a failure (`tests/ci.py`).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from playwright.sync_api import BrowserContext

from housing.models import Building, Unit
from partners.models import User
from tests import factories as make
from tests.browser.person import Person
from tests.browser.worker import RealWorker

# Playwright's synchronous interface keeps an event loop in the test's thread, and Django takes that for a
# coroutine. It stays until the run ends, so this does too.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How pytest-playwright starts the browser."""
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip(f"No browser here: none of {', '.join(PROGRAMS)} is installed. On Debian: apt-get install chromium")
    return {"executable_path": program, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def base_url(live_server: Any) -> str:
    """Where the site is. Also keeps pytest-playwright from its own fixture, which warns."""
    return str(live_server.url)


@pytest.fixture
def world(live_server: Any) -> make.World:
    """The organisations and people of one scheme, in the database of the site that is being served."""
    return make.world()


@pytest.fixture
def monday() -> Iterator[None]:
    """The site's time begins on a working day in the middle of a month and of an NHS year. Ask for it first."""
    with time_machine.travel(make.NOW, tick=True):
        yield


@pytest.fixture
def flat(world: make.World) -> Unit:
    """A temporary flat of the scheme's landlord, free from now on."""
    building = Building.objects.create(
        organisation=world.landlord,
        scheme=world.scheme,
        name="Poppy Fields",
        address="1 Poppy Lane, Mansfield",
        postcode="NG18 2AB",
        turnaround_days=2,
    )
    return Unit.objects.create(building=building, name="Flat 2", step_free=True)


@pytest.fixture(scope="session")
def worker(live_server: Any, django_db_setup: None) -> Iterator[RealWorker]:
    """A real Celery worker on the test's database and queue, ready for work. One for all journeys of a process."""
    with RealWorker.running() as running:
        yield running


@pytest.fixture
def visit(new_context: Callable[..., BrowserContext], base_url: str) -> Iterator[Callable[..., Person]]:
    """`visit(user)`: that person at a browser of their own, logged in through the log-in page.

    When the test ends, anything the browser complained of (errors of scripts, refused by the Content-Security-Policy,
    files not found) fails it.
    """
    from django.core.cache import cache

    cache.clear()  # allauth counts log-ins by address, and every test comes from the same one
    people: list[Person] = []

    def open_for(user: User | None = None, *, width: int = 1280, **options: Any) -> Person:
        context = new_context(viewport={"width": width, "height": 900}, locale="en-GB", **options)
        person = Person(context, base_url)
        people.append(person)
        if user is not None:
            person.logs_in(user)
        return person

    yield open_for
    complaints = [complaint for person in people for complaint in person.complaints]
    assert not complaints, "The browser complained:\n" + "\n".join(complaints)
