"""Which of `manage.py`'s commands need PostgreSQL and Valkey, and giving them those."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from discharge.embedded.addresses import private_folder, service_addresses
from discharge.embedded.postgres import wheel_programs
from discharge.embedded.services import Services

# These look at no data. Every other command is given services: starting them takes a second.
NEED_NOTHING = frozenset(
    {
        "", "help", "version", "check", "collectstatic", "compilemessages", "diffsettings", "findstatic",
        "makemessages", "startapp", "startproject",
    }
)  # fmt: skip


def needs_services(arguments: Sequence[str]) -> bool:
    """Whether the command in `arguments`, as `sys.argv` has them, looks at data."""
    command = arguments[1] if len(arguments) > 1 else ""
    if command.startswith("-") or {"-h", "--help", "--version"} & set(arguments[1:]):
        return False
    if command == "check":
        return "--database" in arguments
    return command not in NEED_NOTHING


@contextmanager
def private_services_for(arguments: Sequence[str], base_dir: Path) -> Iterator[None]:
    """Have the checkout's private services running for one command, where it needs and uses them.

    Raises ServicesNotNamed and CannotStart.
    """
    if not needs_services(arguments) or not service_addresses(base_dir, os.environ).embedded:
        yield
        return
    services = Services(private_folder(base_dir), say=lambda message: print(message, file=sys.stderr))
    with services.running():
        if shutil.which("psql") is None:  # for `manage.py dbshell`
            os.environ["PATH"] += os.pathsep + str(wheel_programs())
        yield
