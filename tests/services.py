"""Gives a test run a PostgreSQL and a Valkey of its own, before Django's settings are read.

Loaded by `-p tests.services`. Where DATABASE_URL and REDIS_URL are set, those are used and nothing is started.
Each run has its own folder and sockets, so several may go on at once. The services end with it,
also when it is killed, and their folder with them. Each process of a parallel run has a queue and a cache of its own.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from discharge.embedded.addresses import DATABASE_NAME, PrivateFolder, ServiceAddresses, redis_database
from discharge.embedded.services import Services
from tests import migrated

SERVICES = pytest.StashKey[Services]()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    # A wrapper, because only wrappers come before pytest-django's reading of the settings.
    provide_services(early_config)
    return (yield)


def provide_services(config: pytest.Config) -> None:
    """See that DATABASE_URL and REDIS_URL say where this process's services are, starting some if need be."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker:
        use_own_databases(int(worker.removeprefix("gw")))
        return
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        return
    # Not pytest's temporary folder: the path of a socket must be short.
    folder = PrivateFolder(Path(tempfile.mkdtemp(prefix="homeward-test-", dir="/tmp")))
    services = Services(folder, passing=True)
    if migrated.copy_into(folder):
        os.environ["HOMEWARD_TEST_TEMPLATE"] = DATABASE_NAME  # read by discharge.settings.test
    services.acquire()
    config.stash[SERVICES] = services
    addresses = folder.addresses()
    # Inherited by the processes of a parallel run. Tests are the owner; requests in them become homeward_app.
    os.environ["DATABASE_URL"], os.environ["REDIS_URL"] = addresses.owner_url, addresses.redis_url


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    services = config.stash.get(SERVICES, None)
    if services is not None:
        services.release()
        for name in ("DATABASE_URL", "REDIS_URL", "HOMEWARD_TEST_TEMPLATE"):
            os.environ.pop(name, None)


def use_own_databases(worker: int) -> None:
    """Point this worker at numbered databases of its own: the queue's, and the cache's after it."""
    url = os.environ["REDIS_URL"]
    addresses = ServiceAddresses(os.environ["DATABASE_URL"], url, embedded=False)
    number = redis_database(url) + 2 * (worker + 1)
    os.environ["REDIS_URL"] = addresses.with_redis_database(number).redis_url
