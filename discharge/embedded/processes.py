"""Starting programs that end when we do, and ending them."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

TIED = Path(__file__).with_name("tied.py")


def tied_command(
    command: Sequence[str | Path], *, identity: str = "self", ending: signal.Signals = signal.SIGTERM
) -> list[str]:
    """The command line that runs `command` as `identity` and sends it `ending` should this process die."""
    # The interpreter itself, as the virtual environment's link to it leads nowhere without the environment.
    python = os.path.realpath(sys.executable)
    return [python, "-I", "-S", str(TIED), str(os.getpid()), str(int(ending)), identity, *map(str, command)]


def start(
    command: Sequence[str | Path],
    *,
    output: int | IO[bytes],
    identity: str = "self",
    ending: signal.Signals = signal.SIGTERM,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own, so that Ctrl-C in our terminal reaches us and not it."""
    return subprocess.Popen(
        tied_command(command, identity=identity, ending=ending),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        env=dict(environ) if environ is not None else None,
        cwd=folder,
        start_new_session=True,
    )


def has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether `process` has ended. If so, whatever it left running in its session is ended too.

    The dead process is looked at before it is reaped: until then nobody else's can get its number.
    """
    if process.returncode is not None:
        return True
    if hasattr(os, "waitid"):  # not on macOS before Python 3.13
        try:
            if os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
                return False
        except ChildProcessError:
            return process.poll() is not None
        _signal_session(process.pid, signal.SIGKILL)
    return process.poll() is not None


def end(process: subprocess.Popen[bytes], *, ending: signal.Signals, patience: float) -> None:
    """Ask `process` to end with `ending`; after `patience` seconds, end it and all it started."""
    if has_ended(process):
        return
    process.send_signal(ending)
    wait_for_end(process, patience=patience)


def wait_for_end(process: subprocess.Popen[bytes], *, patience: float) -> None:
    """Wait `patience` seconds for `process` to end by itself, then end it and all it started."""
    until = time.monotonic() + patience
    while not has_ended(process) and time.monotonic() < until:
        time.sleep(0.02)
    if not has_ended(process):
        _signal_session(process.pid, signal.SIGKILL)
        process.wait()


def _signal_session(leader: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, number)
