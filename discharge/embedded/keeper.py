"""The process that keeps a folder's PostgreSQL and Valkey running while anybody uses them.

Started by `discharge.embedded.services`, never by hand. It ends when the last user has gone, however that
user ended, because the operating system lets go of a dead process's file locks. Should the keeper be killed,
the services end with it, and the next user starts a new one.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import IO

from discharge.embedded import processes
from discharge.embedded.addresses import PrivateFolder, is_production
from discharge.embedded.errors import CannotStart
from discharge.embedded.locks import FileLock
from discharge.embedded.postgres import PostgresServer
from discharge.embedded.valkey import ValkeyServer

GLANCE = 0.05  # seconds between looks at the services and their users
PATIENCE = 30.0  # seconds a service may take to answer: after a crash it reads its log first
LONGEST_LOG = 5_000_000  # bytes; then a new file is begun and one old one kept
LONGEST_PAUSE = 30.0  # seconds between attempts to start a service that keeps ending

Server = PostgresServer | ValkeyServer


@dataclass
class Kept:
    """A service, its process and when to try again should it end."""

    server: Server
    log: IO[bytes]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause: float = 0.0
    not_before: float = 0.0


class Keeper:
    """Starts the services of one folder, starts them again when they end, and stops them."""

    def __init__(self, folder: PrivateFolder, *, durable: bool) -> None:
        self.folder = folder
        self.kept = [
            Kept(server, _open_log(folder.logs / f"{server.name}.log"))
            for server in (PostgresServer(folder, durable=durable), ValkeyServer(folder, durable=durable))
        ]

    def start(self) -> None:
        """Start every service and wait until all answer. Raises CannotStart."""
        for kept in self.kept:
            kept.server.prepare()
        until = time.monotonic() + PATIENCE
        waiting = list(self.kept)
        while waiting:
            kept = waiting[0]
            if kept.process is None or processes.has_ended(kept.process):
                # PostgreSQL refuses for some two seconds after it was killed; trying again is the cure.
                if kept.process is not None:
                    time.sleep(0.3)
                kept.process, kept.started_at = kept.server.start(kept.log), time.monotonic()
            if kept.server.answers():
                waiting.pop(0)
                continue
            if time.monotonic() > until:
                self.stop()
                raise CannotStart(f"The private {kept.server.name} did not start:\n{_last_lines(kept.log.name)}")
            time.sleep(0.02)

    def look_after(self) -> None:
        """Start again what has ended, sooner the first time than the fifth."""
        now = time.monotonic()
        for kept in self.kept:
            if kept.process is not None and processes.has_ended(kept.process):
                lived = now - kept.started_at
                kept.pause = 0.5 if lived > 60 else min(max(kept.pause * 2, 0.5), LONGEST_PAUSE)
                kept.not_before = now + kept.pause
                how = ending_of(kept.process)
                report(f"{kept.server.name} ended ({how}); starting again in {kept.pause:g} s")
                kept.process = None
            elif kept.process is None and now >= kept.not_before:
                kept.process, kept.started_at = kept.server.start(kept.log), now

    def stop(self) -> None:
        """Stop every service, losing nothing."""
        for kept in self.kept:
            if kept.process is not None and not processes.has_ended(kept.process):
                kept.process.send_signal(kept.server.ending)
        for kept in self.kept:
            if kept.process is not None:
                processes.wait_for_end(kept.process, patience=60)


def ending_of(process: subprocess.Popen[bytes]) -> str:
    """How a process ended, in words."""
    code = process.returncode
    if code is not None and code < 0:
        return f"killed by {signal.Signals(-code).name}"
    return f"exit {code}"


def report(message: str) -> None:
    """Write a line to the keeper's log, which is its standard output."""
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {message}", flush=True)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--passing", action="store_true", help="keep nothing: for one test run")
    parser.add_argument("--ready-fd", type=int, required=True, help="where to write `ready`, or what is wrong")
    options = parser.parse_args(arguments)
    os.umask(0o077)
    ending = False

    def asked_to_end(_number: int, _frame: FrameType | None) -> None:
        nonlocal ending
        ending = True

    signal.signal(signal.SIGTERM, asked_to_end)
    signal.signal(signal.SIGINT, asked_to_end)

    folder = PrivateFolder(options.folder)
    alive, users = FileLock(folder.root / "keeper.lock"), FileLock(folder.root / "users.lock")
    with os.fdopen(options.ready_fd, "w") as ready:
        try:
            if is_production(os.environ):
                raise CannotStart("The private PostgreSQL and Valkey are refused in production.")
            until = time.monotonic() + 2
            while not alive.take(wait=False):  # somebody may be looking at it for a moment
                if time.monotonic() > until:
                    raise CannotStart("Another keeper is running in this folder.")
                time.sleep(0.01)
            keeper = Keeper(folder, durable=not options.passing)
            keeper.start()
        except CannotStart as problem:
            ready.write(str(problem))
            return 1
        report("PostgreSQL and Valkey are ready")
        ready.write("ready")

    while not ending and folder.root.exists() and not users.take(wait=False):
        keeper.look_after()
        time.sleep(GLANCE)
    keeper.stop()
    report("PostgreSQL and Valkey are stopped")
    if options.passing:
        for kept in keeper.kept:
            kept.server.forget()
        shutil.rmtree(folder.root, ignore_errors=True)
        if folder.sockets != folder.root / "run":
            shutil.rmtree(folder.sockets, ignore_errors=True)
    alive.release()  # before the users' lock: whoever gets that next must find no keeper
    users.release()
    return 0


def _open_log(path: Path) -> IO[bytes]:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    if path.exists() and path.stat().st_size > LONGEST_LOG:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab", buffering=0)


def _last_lines(path: str) -> str:
    return "\n".join(Path(path).read_text(errors="replace").splitlines()[-12:])
