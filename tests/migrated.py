"""A migrated database, kept from one test run to the next: else each would begin with the migrations of a year.

Kept under the hash of the migrations, so that a change of one makes a new database. Nothing that runs after migrations
has run on it: that happens on the test databases, which each process makes from its run's copy, and where Django looks
for migrations to run as it always does.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from discharge.embedded.addresses import PrivateFolder, private_folder
from discharge.embedded.errors import CannotStart
from discharge.embedded.locks import FileLock
from discharge.embedded.services import SOURCE, Services, close_to_others

KEPT_FOR = 2 * 24 * 60 * 60  # seconds
MIGRATE_AND_NO_MORE = """
import django
from django.core.management import call_command
from django.db.models.signals import post_migrate
django.setup()
post_migrate.receivers = []
call_command("migrate", verbosity=0)
"""


def copy_into(folder: PrivateFolder) -> bool:
    """Put a migrated PostgreSQL into `folder`, which has none yet. False when the migrations do not run."""
    home = private_folder(SOURCE)
    close_to_others(home.root)
    store = home.root / "migrated"
    store.mkdir(mode=0o700, exist_ok=True)
    lock = FileLock(store / "lock")
    lock.take()  # one makes it, the others wait for it
    try:
        kept = store / key()
        if not kept.exists() and not make(kept):
            return False
        os.utime(kept)
        clear(store)
        shutil.copytree(kept, folder.postgres, symlinks=True)
    finally:
        lock.release()
    folder.postgres.chmod(0o700)
    return True


def key() -> str:
    """A name for what the migrations, our own and those of our packages, leave in the database."""
    apps = re.search(
        r"INSTALLED_APPS = \[.*?\]", (SOURCE / "discharge" / "settings" / "base.py").read_text(), re.DOTALL
    )
    content = hashlib.sha256(apps[0].encode() if apps else b"")
    for file in [SOURCE / "requirements" / "dev.txt", *sorted(SOURCE.glob("*/migrations/*.py"))]:
        content.update(str(file.relative_to(SOURCE)).encode() + b"\0" + file.read_bytes())
    return content.hexdigest()[:20]


def make(kept: Path) -> bool:
    """Make a PostgreSQL with a migrated database and put its data at `kept`. False when the migrations do not run."""
    folder = PrivateFolder(kept.with_name("making"))
    shutil.rmtree(folder.root, ignore_errors=True)
    addresses = folder.addresses()
    environ = os.environ | {
        "DATABASE_URL": addresses.owner_url,
        "REDIS_URL": addresses.redis_url,
        "DJANGO_SETTINGS_MODULE": "discharge.settings.test",
    }
    try:
        with Services(folder).running():
            done = subprocess.run(
                [sys.executable, "-c", MIGRATE_AND_NO_MORE],
                cwd=SOURCE, env=environ, capture_output=True, check=False,
            )  # fmt: skip
    except CannotStart:
        return False
    if done.returncode == 0:
        folder.postgres.rename(kept)
    shutil.rmtree(folder.root, ignore_errors=True)
    return done.returncode == 0


def clear(store: Path) -> None:
    """Delete what no run has used for two days."""
    for kept in store.iterdir():
        if kept.is_dir() and kept.stat().st_mtime < time.time() - KEPT_FOR:
            shutil.rmtree(kept, ignore_errors=True)
