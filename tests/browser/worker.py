"""A Celery worker as it runs in production: its own process, its own connections."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.db import connection

from tests.integration.embedded import SOURCE


@dataclass
class RealWorker:
    """The process, and what it has written so far."""

    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)

    @classmethod
    @contextmanager
    def running(cls) -> Iterator[RealWorker]:
        """Have a worker ready for work inside the `with` block."""
        process = subprocess.Popen(
            [
                sys.executable, "-m", "celery", "-A", "discharge", "worker", "--concurrency", "1",
                "--loglevel", "INFO", "--without-gossip", "--without-mingle", "--without-heartbeat",
            ],
            cwd=SOURCE, env=os.environ | surroundings(), text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        worker = cls(process)
        reader = threading.Thread(target=worker._read)
        reader.start()
        try:
            worker.wait_for("ready.")
            yield worker
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            reader.join(timeout=10)

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as output:
            for line in output:
                self.lines.append(line.rstrip())

    def said(self, text: str) -> bool:
        return any(text in line for line in self.lines)

    def wait_for(self, text: str, *, seconds: float = 90) -> None:
        """Wait until the worker's log says `text`; fail with the log when it does not."""
        until = time.monotonic() + seconds
        while not self.said(text):
            assert self.process.poll() is None, "The worker ended:\n" + "\n".join(self.lines)
            assert time.monotonic() < until, f"The worker did not say {text!r}:\n" + "\n".join(self.lines)
            time.sleep(0.05)


def surroundings() -> dict[str, str]:
    """What points a process at this test run's own database; its queue is named in the environment already."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    # By hand: urlunsplit drops the slashes of an address without a host.
    name = connection.settings_dict["NAME"]
    url = f"{parts.scheme}://{parts.netloc}/{name}" + (f"?{parts.query}" if parts.query else "")
    return {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "discharge.settings.test",
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "ignore",
    }
