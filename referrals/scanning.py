"""Asks a ClamAV daemon about a file: the INSTREAM command of clamd's protocol (`man clamd`), over a Unix socket or TCP.

Which daemon, or none, says the setting CLAMAV_ADDRESS: `/run/clamav/clamd.ctl` or `host:3310`.
"""

import re
import socket
import struct
from dataclasses import dataclass

CHUNK = 64 * 1024
SECONDS = 60.0
_REPLY = re.compile(r"stream: (?:(?P<clean>OK)|(?P<found>.+) FOUND)")


class ScannerUnavailable(Exception):
    """No answer, or none that says yes or no: the file stays unread until another try."""


@dataclass(frozen=True)
class Verdict:
    """What the scanner said. `signature`: its name for what it found, without odd characters; empty when clean."""

    infected: bool
    signature: str = ""


def scan(content: bytes, *, address: str, timeout: float = SECONDS) -> Verdict:
    """Ask the daemon at this address. Raises ScannerUnavailable when it gives no verdict within `timeout` seconds."""
    try:
        with _connect(address, timeout) as daemon:
            daemon.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK):
                chunk = content[start : start + CHUNK]
                daemon.sendall(struct.pack("!I", len(chunk)) + chunk)
            daemon.sendall(struct.pack("!I", 0))
            reply = _read(daemon)
    except (OSError, ValueError) as fault:
        raise ScannerUnavailable(type(fault).__name__) from fault
    found = _REPLY.fullmatch(reply)
    if found is None:
        # Such as "INSTREAM size limit exceeded. ERROR": no verdict, so nobody may open the file.
        raise ScannerUnavailable("no verdict")
    if found["clean"]:
        return Verdict(infected=False)
    return Verdict(infected=True, signature=re.sub(r"[^A-Za-z0-9._-]", "_", found["found"])[:80])


def _connect(address: str, timeout: float) -> socket.socket:
    if address.startswith("/"):
        daemon = socket.socket(socket.AF_UNIX)
        daemon.settimeout(timeout)
        try:
            daemon.connect(address)
        except OSError:
            daemon.close()
            raise
        return daemon
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=timeout)


def _read(daemon: socket.socket) -> str:
    """One reply, which ends with a NUL or with the connection."""
    reply = b""
    while not reply.endswith(b"\0") and len(reply) < 4096:
        more = daemon.recv(4096)
        if not more:
            break
        reply += more
    return reply.rstrip(b"\0").decode("utf-8", errors="replace")
