"""The launcher: its children run for as long as it does, and stop with it."""

from __future__ import annotations

import contextlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from discharge.embedded.addresses import PrivateFolder, private_folder
from discharge.embedded.errors import CannotStart
from discharge.embedded.launcher import check_port_is_free, only_launcher
from discharge.embedded.services import close_to_others
from tests import migrated
from tests.integration.embedded import (
    SOURCE,
    environment_without_services,
    kill,
    process_of,
    processes_of,
    wait_until,
)

pytestmark = pytest.mark.services


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder whose path marks everything that a test starts."""
    made = Path(tempfile.mkdtemp(prefix="homeward-t-", dir="/tmp"))
    yield made
    for number in processes_of(made):
        with contextlib.suppress(ProcessLookupError):
            kill(number)
    shutil.rmtree(made, ignore_errors=True)


@dataclass
class Terminal:
    """A program and what it has written so far."""

    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as output:
            for line in output:
                self.lines.append(line.rstrip())

    def said(self, text: str) -> bool:
        return any(text in line for line in self.lines)

    def wait_for(self, text: str, *, seconds: float = 60) -> None:
        wait_until(lambda: self.said(text) or self.process.poll() is not None, what=f"{text!r}", seconds=seconds)
        assert self.said(text), "\n".join(self.lines)

    def end(self, number: signal.Signals) -> int:
        """Send the signal, wait for the end; the exit code."""
        self.process.send_signal(number)
        code = self.process.wait(timeout=90)
        self.reader.join(timeout=10)
        return code


def run(command: list[str], *, folder: Path, **environ: str) -> Terminal:
    return Terminal(
        subprocess.Popen(
            command, cwd=folder, env=environment_without_services(**environ), text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )
    )  # fmt: skip


def run_stand_in(place: Path) -> Terminal:
    terminal = run([sys.executable, "-c", STAND_IN, str(place)], folder=SOURCE)
    for said in ("homeward | ready", "steady   | here", "parent   | here"):
        terminal.wait_for(said)
    return terminal


def test_child_killed_is_said_and_started_again(place: Path) -> None:
    terminal = run_stand_in(place)
    before = process_of(place, f"{place} steady")

    kill(before)

    terminal.wait_for("steady ended (killed by SIGKILL); starting it again in 1 s")
    wait_until(
        lambda: any(command.endswith(f"{place} steady ") for command in processes_of(place).values()), what="steady"
    )
    assert process_of(place, f"{place} steady") != before
    terminal.end(signal.SIGTERM)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_launcher_asked_to_stop_stops_what_it_started_and_nothing_else(place: Path, ending: signal.Signals) -> None:
    terminal = run_stand_in(place)
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as bystander:
        assert terminal.end(ending) == 0

        assert processes_of(place) == {}
        assert bystander.poll() is None
        bystander.kill()
    assert terminal.said("steady   | last words")
    assert terminal.lines[-1] == "homeward | stopped"


def test_launcher_killed_takes_its_children_along(place: Path) -> None:
    terminal = run_stand_in(place)

    terminal.end(signal.SIGKILL)

    wait_until(
        lambda: not {"steady", "parent"} & {command.split()[-1] for command in processes_of(place).values()},
        what="the children to end",
    )


def test_second_launcher_in_a_folder_is_told_where_the_first_is(place: Path) -> None:
    first = only_launcher(PrivateFolder(place), "http://127.0.0.1:8000")

    with pytest.raises(CannotStart, match=r"runs already .* http://127\.0\.0\.1:8000, process"):
        only_launcher(PrivateFolder(place), "http://127.0.0.1:8001")
    first.release()
    only_launcher(PrivateFolder(place), "http://127.0.0.1:8001").release()


def test_port_in_use_is_told_with_another_to_try() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(CannotStart, match=f"PORT={port + 1} make demo"):
            check_port_is_free("127.0.0.1", port)


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"HOMEWARD_ENV": "production"}, "In production DATABASE_URL and REDIS_URL must name"),
        ({"DATABASE_URL": "postgresql://db/homeward"}, "DATABASE_URL is set but REDIS_URL is not."),
    ],
)
def test_launcher_that_may_not_start_services_says_so_in_one_line(
    place: Path, environ: dict[str, str], said: str
) -> None:
    terminal = run([sys.executable, str(SOURCE / "manage.py"), "homeward"], folder=place, **environ)

    assert terminal.process.wait(timeout=90) == 1
    terminal.reader.join()
    assert len(terminal.lines) == 1
    assert terminal.lines[0].startswith(said)


def test_site_launched_in_a_fresh_checkout_serves_survives_kills_and_stops(place: Path) -> None:
    checkout = place / "checkout"
    checkout.mkdir()
    for name in ("discharge", "outcomes", "housing", "referrals", "partners", "templates", "static"):
        shutil.copytree(SOURCE / name, checkout / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(SOURCE / "manage.py", checkout)
    close_to_others(private_folder(checkout).root)
    migrated.copy_into(private_folder(checkout))  # to be quicker: that migrations run shows everywhere else
    manage = [sys.executable, str(checkout / "manage.py")]
    port = free_port()
    terminal = run([*manage, "homeward"], folder=checkout, PORT=str(port))
    terminal.wait_for(f"Homeward is at http://127.0.0.1:{port}", seconds=240)
    terminal.wait_for("ready.", seconds=120)  # the worker's own word
    assert status_of(port) < 500

    # A command beside it uses the same services, and leaves them running.
    beside = subprocess.run(
        [*manage, "migrate", "--check"], cwd=checkout, env=environment_without_services(), timeout=180
    )
    assert beside.returncode == 0

    kill(min(n for n in children_of(terminal.process.pid) if "gunicorn" in command_of(n)))
    kill(process_of(checkout, "bin/postgres -D"))
    terminal.wait_for("web ended (killed by SIGKILL); starting it again in 1 s")
    wait_until(lambda: status_of(port) < 500, what="the site to be back", seconds=120)

    assert terminal.end(signal.SIGINT) == 0
    assert terminal.said("homeward | web, worker and beat are stopped")
    wait_until(lambda: processes_of(checkout) == {}, what="everything to be gone", seconds=20)


def free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return int(attempt.getsockname()[1])


def status_of(port: int) -> int:
    """The status of the sign-in page; 599 when nothing answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except OSError:
        return 599


def children_of(parent: int) -> list[int]:
    """The numbers of a process's children."""
    return [int(n) for n in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def command_of(number: int) -> str:
    """The command line of a process."""
    return Path(f"/proc/{number}/cmdline").read_bytes().replace(b"\0", b" ").decode()


# A launcher whose children are a program with a child of its own and one that says goodbye.
STAND_IN = """
import os, sys
from pathlib import Path
from discharge.embedded.launcher import Job, Launcher, Log

place = sys.argv[1]
steady = '''
import signal, sys, time
def end(*_):
    print("last words", flush=True)
    sys.exit()
signal.signal(signal.SIGTERM, end)
print("here", flush=True)
time.sleep(600)
'''
parent = '''
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", sys.argv[1], "grandchild"])
print("here", flush=True)
time.sleep(600)
'''
log = Log(sys.stdout)
jobs = [
    Job("steady", [sys.executable, "-c", steady, place, "steady"]),
    Job("parent", [sys.executable, "-c", parent, place, "parent"]),
]
Launcher(jobs, log, os.environ).run(ready=lambda: True, when_ready=lambda: log.line("homeward", "ready"))
log.line("homeward", "stopped")
"""
