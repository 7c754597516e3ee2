"""Locks on files: held by a process, and let go by the operating system when it ends in whatever way."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


class FileLock:
    """One holding of the lock on `path`, alone or shared. Programs we start do not inherit it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def take(self, *, shared: bool = False, wait: bool = True, make: bool = True) -> bool:
        """Take the lock. With `wait` false, answer at once whether it could be had.

        Raises FileNotFoundError when there is no such file and `make` is false.
        """
        if self._descriptor is None:
            flags = os.O_RDWR | os.O_CLOEXEC | (os.O_CREAT if make else 0)
            self._descriptor = os.open(self.path, flags, 0o600)
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(self._descriptor, kind if wait else kind | fcntl.LOCK_NB)
        except BlockingIOError:
            self.release()
            return False
        return True

    def release(self) -> None:
        """Let go of the lock; quiet when it is not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
