"""The conversation with a virus scanner, held with a made-up one on this machine."""

from pathlib import Path

import pytest

from referrals.scanning import CHUNK, ScannerUnavailable, scan
from tests.clamd import FakeClamd

EICAR = b"this stands for a virus"


@pytest.mark.parametrize("size", [1, CHUNK, CHUNK + 1, 3 * CHUNK + 7])
def test_scan_sends_the_whole_content(size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    with FakeClamd() as daemon:
        assert scan(content, address=daemon.address).infected is False
    assert daemon.received == [content]


def test_scan_of_a_virus_names_it() -> None:
    with FakeClamd(virus=EICAR) as daemon:
        verdict = scan(b"before " + EICAR, address=daemon.address)
    assert (verdict.infected, verdict.signature) == (True, "Eicar-Test-Signature")


def test_scan_over_a_unix_socket_is_answered(tmp_path: Path) -> None:
    with FakeClamd(path=tmp_path / "clamd.ctl") as daemon:
        assert scan(b"x", address=daemon.address).infected is False


def test_scan_signature_with_odd_characters_is_made_plain() -> None:
    with FakeClamd(reply="stream: Bad<b>'; -- FOUND") as daemon:
        assert scan(b"x", address=daemon.address).signature == "Bad_b____--"


@pytest.mark.parametrize("reply", ["INSTREAM size limit exceeded. ERROR", "", "stream: OK and more", "UNKNOWN COMMAND"])
def test_scan_without_a_verdict_is_no_clean_file(reply: str) -> None:
    with FakeClamd(reply=reply) as daemon, pytest.raises(ScannerUnavailable):
        scan(b"x", address=daemon.address)


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.ctl", "no address at all", "localhost:port"])
def test_scan_where_nobody_answers_is_unavailable(address: str) -> None:
    with pytest.raises(ScannerUnavailable):
        scan(b"x", address=address)


def test_scan_by_a_daemon_that_falls_silent_is_unavailable() -> None:
    with FakeClamd(silent=True) as daemon, pytest.raises(ScannerUnavailable):
        scan(b"x", address=daemon.address, timeout=0.2)
