"""Runs Homeward on one machine: web server, Celery worker and beat as our children, with one readable log.

For the demo and for development. In production each process is the business of the platform (see
`docs/operations.md`).
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from discharge.embedded import processes
from discharge.embedded.addresses import PrivateFolder
from discharge.embedded.errors import CannotStart
from discharge.embedded.keeper import ending_of
from discharge.embedded.locks import FileLock

GLANCE = 0.1  # seconds between looks at the children
PATIENCE = 12.0  # seconds a child may take to finish what it is doing
LONGEST_PAUSE = 30.0  # seconds between attempts to start a child that keeps ending
SETTLED = 30.0  # seconds after which a child counts as having started well
COLOURS = {"homeward": "1", "web": "36", "worker": "33", "beat": "35", "postgres": "34", "valkey": "32"}


@dataclass(frozen=True, slots=True)
class Job:
    """A program that is to run for as long as the launcher does."""

    name: str
    command: list[str]


@dataclass
class Child:
    """A job's present process, and when to try again should it end."""

    job: Job
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause: float = 0.0
    not_before: float = 0.0


def jobs(*, host: str, port: int, folder: PrivateFolder) -> list[Job]:
    """What Homeward consists of beside its database and its queue."""
    python = sys.executable
    workers = str(min(max(os.cpu_count() or 2, 2), 4))
    return [
        Job(
            "web",
            [
                python, "-m", "gunicorn", "discharge.wsgi:application",
                "--bind", f"{_bracketed(host)}:{port}",
                "--worker-class", "gthread", "--workers", workers, "--threads", "4",
                "--graceful-timeout", "8",
                "--no-control-socket", "--access-logfile", "-",
                "--access-logformat", '%(m)s %(U)s %(s)s %(M)sms', "--log-level", "warning",
            ],
        ),
        Job(
            "worker",
            [
                python, "-m", "celery", "--quiet", "-A", "discharge", "worker", "--loglevel", "INFO",
                "--concurrency", "1", "--without-gossip", "--without-mingle",
            ],
        ),
        Job(
            "beat",
            [
                python, "-m", "celery", "--quiet", "-A", "discharge", "beat", "--loglevel", "INFO",
                "--pidfile", "", "--schedule", str(folder.root / "beat-schedule"),
            ],
        ),
    ]  # fmt: skip


class Log:
    """Lines of several processes on one terminal, each with the name of the process it came from."""

    def __init__(self, out: IO[str]) -> None:
        self.out = out
        self.coloured = out.isatty() and "NO_COLOR" not in os.environ
        self._one_at_a_time = threading.Lock()

    def line(self, name: str, text: str) -> None:
        """Write one line. Quiet when nobody is reading any more: the work must go on."""
        label = f"{name:<8}"
        if self.coloured:
            label = f"\x1b[{COLOURS.get(name, '0')}m{label}\x1b[0m"
        try:
            with self._one_at_a_time:
                self.out.write(f"{label} | {text}\n")
                self.out.flush()
        except (OSError, ValueError):
            pass

    def read(self, name: str, stream: IO[bytes]) -> None:
        """Write the lines of `stream` as they come, until it ends."""

        def copy() -> None:
            with stream:
                for line in stream:
                    self.line(name, line.decode(errors="replace").rstrip())

        threading.Thread(target=copy, daemon=True, name=f"log of {name}").start()

    def follow(self, name: str, path: Path) -> None:
        """Write what is added to the file at `path` from now on."""
        path.touch(mode=0o600)
        stream = path.open("rb")
        stream.seek(0, os.SEEK_END)

        def copy() -> None:
            rest = b""
            while True:
                *lines, rest = (rest + stream.read()).split(b"\n")
                for line in lines:
                    self.line(name, line.decode(errors="replace"))
                time.sleep(0.25)

        threading.Thread(target=copy, daemon=True, name=f"log of {name}").start()


@dataclass
class Launcher:
    """Starts the jobs, starts them again when they end, and stops them."""

    jobs: list[Job]
    log: Log
    environ: Mapping[str, str]
    children: list[Child] = field(init=False)
    _ending: bool = False

    def __post_init__(self) -> None:
        self.children = [Child(job) for job in self.jobs]

    def run(self, *, ready: Callable[[], bool], when_ready: Callable[[], None], parent: int | None = None) -> None:
        """Run until SIGINT (Ctrl-C), SIGTERM or SIGHUP, then stop every child. `when_ready` is called once.

        With `parent`, a process's number, also until we are no longer its child.
        """
        before = {
            number: signal.signal(number, self._asked_to_end)
            for number in ENDINGS
            if signal.getsignal(number) != signal.SIG_IGN  # as nohup has it
        }
        said = False
        try:
            for child in self.children:
                self._start(child)
            while not self._ending and parent in {None, os.getppid()}:
                self._look_after()
                if not said and ready():
                    said = True
                    when_ready()
                time.sleep(GLANCE)
        finally:
            self.log.line("homeward", "stopping")
            self._stop()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _asked_to_end(self, _number: int, _frame: FrameType | None) -> None:
        self._ending = True

    def _start(self, child: Child) -> None:
        child.process = processes.start(child.job.command, output=subprocess.PIPE, environ=self.environ)
        child.started_at = time.monotonic()
        assert child.process.stdout is not None  # noqa: S101 - asked for above
        self.log.read(child.job.name, child.process.stdout)

    def _look_after(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.process is None:
                if now >= child.not_before:
                    self._start(child)
            elif processes.has_ended(child.process):
                settled = now - child.started_at > SETTLED
                child.pause = 1.0 if settled else min(max(child.pause * 2, 1.0), LONGEST_PAUSE)
                child.not_before = now + child.pause
                how = ending_of(child.process)
                self.log.line("homeward", f"{child.job.name} ended ({how}); starting it again in {child.pause:g} s")
                child.process = None

    def _stop(self) -> None:
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            if not processes.has_ended(process):
                process.terminate()
        until = time.monotonic() + PATIENCE
        for process in running:
            processes.wait_for_end(process, patience=max(until - time.monotonic(), 0.1))


ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def only_launcher(folder: PrivateFolder, address: str) -> FileLock:
    """Make sure that this is the checkout's only launcher. Raises CannotStart, saying where the other is."""
    folder.root.mkdir(mode=0o700, exist_ok=True)
    lock = FileLock(folder.root / "launcher.lock")
    note = folder.root / "launcher"
    if not lock.take(wait=False):
        other = note.read_text().strip() if note.exists() else "elsewhere"
        raise CannotStart(
            f"Homeward runs already from this folder: {other}. "
            "Stop it there with Ctrl-C, or use it: `manage.py` commands work beside it."
        )
    note.write_text(f"{address}, process {os.getpid()}\n")
    return lock


def check_port_is_free(host: str, port: int) -> None:
    """Raises CannotStart when something else listens on `port`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
        except OSError as error:
            raise CannotStart(
                f"Port {port} cannot be used ({error.strerror}). Choose another: PORT={port + 1} make demo"
            ) from None


def answers(host: str, port: int) -> bool:
    """Whether a web server answers there, be it with a refusal."""
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/", headers={"Host": "127.0.0.1"})
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
