"""Helpers of the tests of the launcher: folders of their own, and what is running in them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import psycopg2

from discharge.embedded.addresses import PrivateFolder

SOURCE = Path(__file__).resolve().parent.parent.parent


def processes_of(place: Path | str) -> dict[int, str]:
    """The living processes whose command line names `place`: number → command line."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if str(place) in command:
                found[int(entry.name)] = command
    return found


def process_of(place: Path | str, program: str) -> int:
    """The number of the one process of `place` that runs `program`."""
    [number] = [number for number, command in processes_of(place).items() if program in command]
    return number


def kill(number: int) -> None:
    """End a process as the kernel's out-of-memory killer would."""
    os.kill(number, signal.SIGKILL)


def wait_until(true: Callable[[], bool], *, what: str, seconds: float = 60) -> None:
    """Wait until `true`, and fail saying `what` was waited for when it stays false."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, f"waited {seconds:g} s for: {what}"
        time.sleep(0.03)


def execute(folder: PrivateFolder, statement: str) -> object:
    """Run one statement on the folder's database, committed; its first value, if it gives one."""
    connection = psycopg2.connect(folder.addresses().owner_url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            row = cursor.fetchone() if cursor.description else None
            return row[0] if row else None
    finally:
        connection.close()


def answers(folder: PrivateFolder) -> bool:
    """Whether the folder's database takes statements."""
    try:
        return execute(folder, "SELECT 1") == 1
    except psycopg2.OperationalError:
        return False


def environment_without_services(**more: str) -> dict[str, str]:
    """This process's environment as a newcomer's shell has it."""
    dropped = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "HOMEWARD_", "PYTEST", "COV_", "PORT")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    return kept | more
