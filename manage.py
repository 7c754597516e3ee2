#!/usr/bin/env python
"""Homeward's commands: `./manage.py help` lists them.

Unless DATABASE_URL and REDIS_URL name your own, PostgreSQL and Valkey private to this folder run for as long
as the command does; beside `make demo`, the command uses the ones that run already.
"""

import os
import sys
from pathlib import Path

# These work on the tables themselves, or fill an empty database. Every other command meets the row-level policies.
OWNER_COMMANDS = frozenset(
    {"migrate", "makemigrations", "homeward", "seed_demo", "createsuperuser", "dbshell", "flush"}
)
HERE = Path(__file__).resolve().parent
PYTHON = HERE / ".venv" / "bin" / "python"


def main() -> int | None:
    try:
        import django  # noqa: F401
    except ImportError:
        return use_our_python()
    if sys.argv[1:2] == ["test"]:
        print("The tests are pytest's: this runs `python -m pytest`.", file=sys.stderr)
        os.execv(sys.executable, [sys.executable, "-m", "pytest", *sys.argv[2:]])  # noqa: S606
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "discharge.settings.demo")
    if OWNER_COMMANDS.intersection(sys.argv[1:2]):
        os.environ["HOMEWARD_CONNECT_AS"] = "owner"

    from django.core.management import execute_from_command_line

    from discharge.embedded.addresses import ServicesNotNamed
    from discharge.embedded.commands import private_services_for
    from discharge.embedded.errors import CannotStart

    try:
        with private_services_for(sys.argv, HERE):
            execute_from_command_line(sys.argv)
    except (CannotStart, ServicesNotNamed) as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:  # Ctrl-C wants no explanation
        return 130
    return None


def use_our_python() -> int:
    """Start again with the Python that has Homeward's packages."""
    if PYTHON.exists() and Path(sys.prefix) != PYTHON.parent.parent:
        os.execv(PYTHON, [str(PYTHON), *sys.argv])  # noqa: S606
    print("Homeward's packages are not installed here. Run: make setup", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
