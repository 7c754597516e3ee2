"""The database that is measured: one of its own, made by the migrations, kept from one run to the next.

`DATABASE_URL` and `REDIS_URL` name another one, which must be empty or filled by this very program: it is never that of
an installation. Import this before Django's settings.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from discharge.embedded.addresses import PrivateFolder
from discharge.embedded.services import Services
from tests import migrated

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ROOT / ".homeward-bench"  # one for each number of cases
# A server for work like this; PostgreSQL's own defaults suit a machine with 128 MB to spare.
SETTINGS = {
    "shared_buffers": "1GB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "synchronous_commit": "off",
    "random_page_cost": "1.1",  # disks without a turning arm
    "effective_cache_size": "4GB",
}


@contextmanager
def running(cases: int) -> Iterator[None]:
    """Have a migrated database for a block, the one for this many cases, and Django set up to be its owner."""
    services = None
    if not os.environ.get("DATABASE_URL"):
        folder = PrivateFolder(FOLDERS / str(cases))
        folder.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not folder.postgres.exists():
            migrated.copy_into(folder)  # what the tests keep, where they ran before; else `migrate` makes it below
        services = Services(folder, say=print)
        addresses = folder.addresses()
        os.environ["DATABASE_URL"], os.environ["REDIS_URL"] = addresses.owner_url, addresses.redis_url
        services.acquire()
    try:
        _set_up(services)
        yield
    finally:
        from django.db import connections

        connections.close_all()
        if services is not None:
            services.release()


def _set_up(services: Services | None) -> None:
    os.environ["HOMEWARD_ENV"] = "test"
    # One connection, the owner's, that becomes homeward_app for the length of a request: measured beside the same
    # statement without the wall.
    os.environ["DJANGO_SETTINGS_MODULE"] = "discharge.settings.test"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    if services is not None:
        with connection.cursor() as cursor:
            cursor.execute("select current_setting('shared_buffers')")
            if cursor.fetchone()[0] != SETTINGS["shared_buffers"]:
                for name, value in SETTINGS.items():
                    cursor.execute(f"alter system set {name} = %s", [value])
                connection.close()
                services.release()
                services.acquire()
    call_command("migrate", verbosity=0)
