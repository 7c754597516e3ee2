"""The private PostgreSQL and Valkey: started by the first user, stopped by the last, losing nothing between."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from discharge.embedded.addresses import PrivateFolder
from discharge.embedded.commands import private_services_for
from discharge.embedded.errors import CannotStart
from discharge.embedded.postgres import AWAY, Identity, PostgresServer
from discharge.embedded.services import Services
from tests.integration.embedded import (
    SOURCE,
    answers,
    environment_without_services,
    execute,
    kill,
    process_of,
    processes_of,
    wait_until,
)

pytestmark = pytest.mark.services


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivateFolder]:
    """A private folder with nothing in it yet. Its path is short, as sockets want it."""
    monkeypatch.delenv("HOMEWARD_ENV", raising=False)
    root = Path(tempfile.mkdtemp(prefix="homeward-t-", dir="/tmp"))
    yield PrivateFolder(root)
    for number in processes_of(root):
        kill(number)
    shutil.rmtree(root, ignore_errors=True)


def test_services_stopped_and_started_keep_their_data(folder: PrivateFolder) -> None:
    services = Services(folder)
    with services.running():
        execute(folder, "CREATE TABLE kept AS SELECT 42 AS answer")
        redis.Redis.from_url(folder.addresses().redis_url).set("kept", "42")
    assert processes_of(folder.root) == {}

    with services.running():
        assert execute(folder, "SELECT answer FROM kept") == 42
        assert redis.Redis.from_url(folder.addresses().redis_url).get("kept") == b"42"


def test_services_running_are_closed_to_other_users(folder: PrivateFolder) -> None:
    folder.root.chmod(0o755)

    with Services(folder, passing=True).running():
        for place in (folder.root, folder.sockets, folder.postgres):
            assert stat.S_IMODE(place.stat().st_mode) == 0o700
        assert execute(folder, "SHOW listen_addresses") == ""


def test_services_killed_start_again_with_what_was_committed(folder: PrivateFolder) -> None:
    with Services(folder).running():
        execute(folder, "CREATE TABLE kept AS SELECT 42 AS answer")
        client = redis.Redis.from_url(folder.addresses().redis_url)
        client.set("kept", "42")
        client.close()

        kill(process_of(folder.root, "bin/postgres -D"))
        kill(process_of(folder.root, "valkey-server"))

        wait_until(lambda: (folder.sockets / "valkey.sock").exists(), what="Valkey")
        wait_until(lambda: answers(folder), what="PostgreSQL")
        assert execute(folder, "SELECT answer FROM kept") == 42
        wait_until(lambda: len(processes_of("valkey-server unixsocket:" + str(folder.sockets))) == 1, what="Valkey")
        assert redis.Redis.from_url(folder.addresses().redis_url, retry=None).get("kept") == b"42"


def test_keeper_killed_leaves_nothing_running_and_the_next_user_finds_the_data(folder: PrivateFolder) -> None:
    services = Services(folder)
    services.acquire()
    execute(folder, "CREATE TABLE kept AS SELECT 42 AS answer")

    kill(process_of(folder.root, "run_keeper.py"))
    wait_until(lambda: processes_of(folder.root) == {}, what="the services to end")
    services.release()

    with services.running():
        assert execute(folder, "SELECT answer FROM kept") == 42


def test_services_with_a_user_left_go_on(folder: PrivateFolder) -> None:
    first, second = Services(folder, passing=True), Services(folder, passing=True)
    first.acquire()
    second.acquire()

    assert first.release() is False
    assert answers(folder)
    assert second.release() is True
    assert not folder.root.exists()


def test_services_whose_only_user_is_killed_stop(folder: PrivateFolder) -> None:
    user = subprocess.Popen(
        [sys.executable, "-c", USE_FOR_EVER, str(folder.root)],
        cwd=SOURCE,
        env=environment_without_services(),
        stdout=subprocess.PIPE,
    )
    assert user.stdout is not None
    with user, user.stdout:
        assert user.stdout.readline() == b"running\n"
        user.kill()

    wait_until(lambda: processes_of(folder.root) == {}, what="the services to end")


def test_two_folders_have_services_of_their_own(folder: PrivateFolder) -> None:
    other = PrivateFolder(folder.root / "other")
    with Services(folder).running(), Services(other).running():
        execute(folder, "CREATE TABLE ours()")

        assert execute(other, "SELECT to_regclass('ours')") is None


def test_postgres_with_the_lock_of_a_dead_server_whose_number_went_to_another_starts(
    folder: PrivateFolder,
) -> None:
    services = Services(folder)
    with services.running():
        lock = (folder.postgres / "postmaster.pid").read_text()
    lines = lock.splitlines()
    (folder.postgres / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")

    with services.running():
        assert answers(folder)


def test_services_in_production_are_refused(folder: PrivateFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOMEWARD_ENV", "production")

    with pytest.raises(CannotStart, match="refused"):
        Services(folder).acquire()
    assert list(folder.root.iterdir()) == []


def test_services_in_the_folder_of_another_user_are_refused(folder: PrivateFolder) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder to another user")
    os.chown(folder.root, 65534, -1)

    with pytest.raises(CannotStart, match="belongs to another user"):
        Services(folder).acquire()


def test_command_with_services_named_starts_none(folder: PrivateFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://db/homeward")
    monkeypatch.setenv("REDIS_URL", "redis://queue/0")

    with private_services_for(["manage.py", "migrate"], folder.root):
        assert list(folder.root.iterdir()) == []


def test_services_of_a_normal_user_run(folder: PrivateFolder) -> None:
    python, packages = Path("/usr/bin/python3"), Path(redis.__file__).parent.parent
    as_nobody = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
    program = f"import sys; assert sys.version_info[:2] == {sys.version_info[:2]}; import discharge, psycopg2"
    environ = environment_without_services(PYTHONPATH=f"{SOURCE}:{packages}", HOME="/nonexistent")
    if os.geteuid() != 0 or shutil.which("setpriv") is None:
        pytest.skip("the tests run as a normal user already, or setpriv is missing")
    if subprocess.run([*as_nobody, python, "-c", program], env=environ, cwd="/", capture_output=True).returncode:
        pytest.skip("another user cannot reach this checkout or a Python of our version")
    os.chown(folder.root, pwd.getpwnam("nobody").pw_uid, -1)

    done = subprocess.run(
        [*as_nobody, python, "-c", USE_ONCE, str(folder.root)],
        env=environ, cwd="/", capture_output=True, text=True, timeout=180,
    )  # fmt: skip

    assert done.stdout.splitlines() == ["homeward", "True"], done.stderr
    assert processes_of(folder.root) == {}


def test_postgres_of_root_without_user_namespaces_runs_as_nobody(folder: PrivateFolder) -> None:
    if os.geteuid() != 0:
        pytest.skip("this way is root's")
    nobody = pwd.getpwnam("nobody")
    identity = Identity(f"user:{nobody.pw_uid}:{nobody.pw_gid}", "root", away=True)
    folder.sockets.mkdir()
    server = PostgresServer(folder, durable=False, identity=identity)
    try:
        server.prepare()
        with (folder.root / "log").open("wb") as log, server.start(log) as process:
            wait_until(server.answers, what="PostgreSQL")
            assert answers(folder)
            assert Path(f"/proc/{process.pid}").stat().st_uid == nobody.pw_uid
            process.send_signal(signal.SIGINT)
    finally:
        server.forget()
    assert not server.base.exists()
    if not any(AWAY.iterdir()):
        AWAY.rmdir()


USE_FOR_EVER = """
import sys, time
from pathlib import Path
from discharge.embedded.addresses import PrivateFolder
from discharge.embedded.services import Services
services = Services(PrivateFolder(Path(sys.argv[1])))
services.acquire()
print("running", flush=True)
time.sleep(600)
"""

USE_ONCE = """
import sys
from pathlib import Path
import psycopg2
from discharge.embedded.addresses import PrivateFolder
from discharge.embedded.services import Services
folder = PrivateFolder(Path(sys.argv[1]))
services = Services(folder)
services.acquire()
connection = psycopg2.connect(folder.addresses().owner_url)
cursor = connection.cursor()
cursor.execute("SELECT current_user")
print(cursor.fetchone()[0])
connection.close()
print(services.release())
"""
