"""A stand-in for ClamAV's daemon: speaks INSTREAM on loopback or a Unix socket, and knows one virus."""

from __future__ import annotations

import socket
import struct
import threading
from pathlib import Path
from types import TracebackType


class FakeClamd:
    """Answers until the block ends. `virus`: bytes that count as one; `reply`: said whatever comes."""

    def __init__(
        self, *, virus: bytes = b"", reply: str | None = None, silent: bool = False, path: Path | None = None
    ) -> None:
        self.virus, self.reply, self.silent = virus, reply, silent
        self.received: list[bytes] = []
        self._held: list[socket.socket] = []
        if path is None:
            self._listener = socket.create_server(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        else:
            self._listener = socket.socket(socket.AF_UNIX)
            self._listener.bind(str(path))
            self._listener.listen()
            self.address = str(path)
        self._listener.settimeout(0.05)
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> FakeClamd:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.set()
        self._thread.join(5)
        for each in (*self._held, self._listener):
            each.close()

    def _serve(self) -> None:
        while not self._ending.is_set():
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            connection.settimeout(5)
            if self.silent:
                self._held.append(connection)
                continue
            with connection:
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        command = b"zINSTREAM\0"
        if _exactly(connection, len(command)) != command:
            connection.sendall(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while length := struct.unpack("!I", _exactly(connection, 4))[0]:
            content += _exactly(connection, length)
        self.received.append(content)
        found = bool(self.virus) and self.virus in content
        reply = self.reply
        if reply is None:
            reply = "stream: Eicar-Test-Signature FOUND" if found else "stream: OK"
        connection.sendall(reply.encode() + b"\0")


def _exactly(connection: socket.socket, length: int) -> bytes:
    got = b""
    while len(got) < length:
        more = connection.recv(length - len(got))
        if not more:
            raise ConnectionError("the other side went away")
        got += more
    return got
