"""`manage.py homeward`: get the site ready and run it, all of it, in this terminal."""

from __future__ import annotations

import os
import signal
import sys
from argparse import ArgumentParser
from types import FrameType
from typing import Any, NoReturn

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from discharge.embedded import launcher
from discharge.embedded.addresses import is_production, private_folder
from discharge.embedded.errors import CannotStart


class Command(BaseCommand):
    help = "Gets the database and the static files ready, then runs the web server, Celery worker and beat."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        parser.add_argument(
            "--port", type=int, default=int(os.environ.get("PORT") or 8000), help="default: PORT, or 8000"
        )
        parser.add_argument("--seed", action="store_true", help="fill an empty database with the demo")
        parser.add_argument(
            "--with-parent", action="store_true", help="stop when the process that started this one is gone"
        )

    def handle(self, *, host: str, port: int, seed: bool, with_parent: bool, **options: Any) -> None:
        parent = os.getppid() if with_parent else None
        if is_production(os.environ):
            raise CommandError(
                "This runs demonstrations and development. In production run gunicorn, the Celery worker and "
                "beat each by itself: see docs/operations.md."
            )
        # Until the children run, every ending is a Ctrl-C: what was begun is undone in order.
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, end_like_ctrl_c)
        address = f"http://{host}:{port}"
        folder = private_folder(settings.BASE_DIR)
        try:
            lock = launcher.only_launcher(folder, address)
            launcher.check_port_is_free(host, port)
        except CannotStart as problem:
            raise CommandError(str(problem)) from None
        try:
            self.prepare(seed=seed)
            self.run(address, host, port, seed=seed, parent=parent)
        except KeyboardInterrupt:
            self.stderr.write("Stopped before it was ready")
        finally:
            lock.release()

    def prepare(self, *, seed: bool) -> None:
        """Bring the database and the static files to where this code wants them."""
        self.say("Bringing the database up to date")
        call_command("migrate", verbosity=0, interactive=False)
        self.say("Collecting static files")
        call_command("collectstatic", verbosity=0, interactive=False)
        if seed and "seed_demo" in get_commands():
            self.say("Filling the demo")
            call_command("seed_demo")
        connections.close_all()

    def run(self, address: str, host: str, port: int, *, seed: bool, parent: int | None) -> None:
        """Run the site until it is asked to stop."""
        folder = private_folder(settings.BASE_DIR)
        log = launcher.Log(sys.stdout)
        if settings.SERVICES.embedded:
            for name in ("keeper", "postgres", "valkey"):
                log.follow(name, folder.logs / f"{name}.log")
        environ = os.environ | {
            "HOMEWARD_CONNECT_AS": "app",  # we are the owner, for the migrations; they are not
            "PYTHONUNBUFFERED": "1",
            # A demo in a container runs as root; Celery says so at every start.
            "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
        }

        def say_ready() -> None:
            log.line("homeward", f"Homeward is at {address}")
            if seed:
                log.line("homeward", "Sign-ins: run ./manage.py demo_accounts in another terminal")
            log.line("homeward", "Ctrl-C stops it")

        launcher.Launcher(launcher.jobs(host=host, port=port, folder=folder), log, environ).run(
            ready=lambda: launcher.answers(host, port), when_ready=say_ready, parent=parent
        )
        log.line("homeward", "web, worker and beat are stopped")

    def say(self, message: str) -> None:
        """Tell the person at the terminal what is going on."""
        self.stdout.write(message)
        self.stdout.flush()


def end_like_ctrl_c(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
