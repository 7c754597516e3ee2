"""Using the private services of a folder: the first user starts them, the last one to go stops them."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from discharge.embedded.addresses import PrivateFolder, is_production
from discharge.embedded.errors import CannotStart
from discharge.embedded.locks import FileLock

SOURCE = Path(__file__).resolve().parent.parent.parent


class Services:
    """This process's use of the PostgreSQL and Valkey of one private folder.

    Locks in the folder: `start.lock` alone, while starting; `users.lock` shared, while using; `keeper.lock`
    alone, by the keeper while it lives. `passing` services keep nothing; their folder is deleted with them.
    """

    def __init__(
        self, folder: PrivateFolder, *, passing: bool = False, say: Callable[[str], None] | None = None
    ) -> None:
        self.folder = folder
        self.passing = passing
        self.say = say or (lambda _message: None)
        self._use = FileLock(folder.root / "users.lock")
        self._keeper: subprocess.Popen[bytes] | None = None  # where it was us who started it

    def acquire(self) -> None:
        """Have the services running until `release`, or until this process ends. Raises CannotStart."""
        if is_production(os.environ):
            raise CannotStart(
                "HOMEWARD_ENV is production: the private PostgreSQL and Valkey are refused. "
                "Set DATABASE_URL and REDIS_URL."
            )
        close_to_others(self.folder.root)
        close_to_others(self.folder.sockets)
        starting = FileLock(self.folder.root / "start.lock")
        starting.take()
        try:
            self._use.take(shared=True)  # waits for a keeper that is just stopping
            if not self.are_running():
                if not (self.folder.postgres / "PG_VERSION").exists():
                    self.say(f"Making a private PostgreSQL in {self.folder.root}")
                self._start_keeper()
        except BaseException:
            self._use.release()
            raise
        finally:
            starting.release()

    def release(self, *, patience: float = 60.0) -> bool:
        """Stop using the services and wait until they stop. False when somebody else still uses them."""
        self._use.release()
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if not self.are_running() and not (self.passing and self.folder.root.exists()):
                if self._keeper is not None:
                    self._keeper.wait()
                return True
            if self._others_use_them():
                if self._keeper is not None:
                    self._keeper.returncode = 0  # it outlives us, and Python need not warn of that
                return False
            time.sleep(0.03)
        return False

    def are_running(self) -> bool:
        """Whether a keeper looks after the services now."""
        lock = FileLock(self.folder.root / "keeper.lock")
        try:
            # Shared, so that two who look at once do not take each other for the keeper.
            return not lock.take(shared=True, wait=False, make=False)
        except FileNotFoundError:
            return False
        finally:
            lock.release()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Have the services running inside the `with` block. Raises CannotStart."""
        self.acquire()
        try:
            yield
        finally:
            if not self.release() and self._keeper is not None:  # we started them: somebody may look for their end
                self.say("PostgreSQL and Valkey go on: another command in this folder uses them")

    def _others_use_them(self) -> bool:
        lock = FileLock(self.folder.root / "users.lock")
        try:
            if lock.take(wait=False, make=False):  # nobody: the keeper is about to see it
                return False
            # Not to be shared either: the keeper has it alone, and is stopping.
            return lock.take(shared=True, wait=False, make=False)
        except FileNotFoundError:
            return False
        finally:
            lock.release()

    def _start_keeper(self) -> None:
        self.folder.logs.mkdir(mode=0o700, exist_ok=True)
        reading, writing = os.pipe()
        program = Path(__file__).with_name("run_keeper.py")
        command = [sys.executable, str(program), "--folder", str(self.folder.root), "--ready-fd", str(writing)]
        if self.passing:
            command.append("--passing")
        with (self.folder.logs / "keeper.log").open("ab") as log:
            keeper = subprocess.Popen(
                command, cwd=SOURCE, stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=[writing],
                start_new_session=True,
            )  # fmt: skip
        os.close(writing)
        with os.fdopen(reading) as answer:
            said = answer.read()
        if said != "ready":
            keeper.wait()
            raise CannotStart(said or f"The private services did not start; see {self.folder.logs / 'keeper.log'}")
        self._keeper = keeper


def close_to_others(folder: Path) -> None:
    """Make `folder` if need be, and see that it is ours and closed to everybody else. Raises CannotStart."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise CannotStart(f"{folder} belongs to another user. Work as that user, or use a checkout of your own.")
    if stat.S_IMODE(found.st_mode) != 0o700:
        folder.chmod(0o700)
