"""A PgBouncer of a test's own in front of its PostgreSQL: transaction mode, one connection for everybody."""

import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connections

from discharge.embedded import processes
from discharge.embedded.postgres import find_identity
from partners import asking

# Debian puts it where only root's PATH leads.
PROGRAM = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin:/usr/local/sbin")
PORT = 6432
CONFIGURATION = """
[databases]
* = host={postgres} port={port}
[pgbouncer]
pool_mode = transaction
default_pool_size = 1
unix_socket_dir = {folder}
unix_socket_mode = 0700
listen_port = {pooler_port}
auth_type = trust
auth_file = {folder}/people
query_wait_timeout = 10
"""


@contextmanager
def running() -> Iterator[Path]:
    """One that runs for a block; gives the folder of its socket. Skips the test where there is no such program.

    As whoever PostgreSQL runs as: both refuse root, and PostgreSQL lets in whom it takes for us.
    """
    if PROGRAM is None:
        pytest.skip("No PgBouncer here. On Debian: apt-get install pgbouncer")
    postgres = connections[DEFAULT_DB_ALIAS].get_connection_params()
    folder = Path(tempfile.mkdtemp(prefix="homeward-pooler-", dir="/tmp"))  # a socket's path must be short
    (folder / "people").write_text(f'"{asking.APP}" ""\n')
    (folder / "pgbouncer.ini").write_text(
        CONFIGURATION.format(
            postgres=postgres["host"], port=postgres.get("port", 5432), folder=folder, pooler_port=PORT
        )
    )
    with (folder / "log").open("wb") as log:
        process = processes.start([PROGRAM, folder / "pgbouncer.ini"], output=log, identity=find_identity().become)
        try:
            _wait(process, folder)
            yield folder
        finally:
            processes.end(process, ending=signal.SIGINT, patience=10)
            shutil.rmtree(folder)


def _wait(process: "subprocess.Popen[bytes]", folder: Path) -> None:
    until = time.monotonic() + 30
    while not (folder / f".s.PGSQL.{PORT}").exists():
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError((folder / "log").read_text())
        time.sleep(0.02)


def client(folder: Path) -> Any:
    """A connection of Django's own to the test database as the web has it, through the PgBouncer in this folder."""
    made = connections.create_connection(DEFAULT_DB_ALIAS)
    made.settings_dict = {**made.settings_dict, "HOST": str(folder), "PORT": str(PORT), "USER": asking.APP}
    return made


@contextmanager
def connected(one: Any) -> Iterator[None]:
    """Everything inside speaks to the database through this connection, as one process of several."""
    before = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = one
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = before
