"""Whatever is killed while a ward refers a patient, no answer the site has acknowledged is lost, and nothing is half
done.

The real launcher runs in a checkout of its own. A ward sister works over HTTP while its processes are killed as the
kernel's out-of-memory killer would; when a page does not answer, she sends it again.
"""

from __future__ import annotations

import contextlib
import http.client
import http.cookiejar
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from discharge.embedded.addresses import PrivateFolder, private_folder
from referrals.nhs_number import make_test_number
from tests.factories.partners import PASSWORD
from tests.integration.embedded import (
    SOURCE,
    environment_without_services,
    execute,
    kill,
    process_of,
    processes_of,
    wait_until,
)
from tests.integration.embedded import answers as takes_statements
from tests.integration.test_embedded_launcher import Terminal, children_of, command_of, free_port, run

pytestmark = pytest.mark.services

# Each seed kills other processes at other moments. HOMEWARD_KILL_SEEDS="1 2 3" tries more than one.
SEEDS = [int(seed) for seed in os.environ.get("HOMEWARD_KILL_SEEDS", "1").split()]
PATIENTS = 3  # referred in one run, a process killed at a random moment of each
PATIENCE = 60.0  # seconds until the site has to be back
TARGETS = ("web", "web process", "worker", "database", "database connection")


@dataclass
class Site:
    """The launcher in a checkout of its own, and how to end its processes."""

    checkout: Path
    port: int
    terminal: Terminal

    @property
    def folder(self) -> PrivateFolder:
        return private_folder(self.checkout)

    def start(self) -> None:
        manage = [sys.executable, str(self.checkout / "manage.py"), "homeward"]
        self.terminal = run(manage, folder=self.checkout, PORT=str(self.port))
        self.terminal.wait_for(f"Homeward is at http://127.0.0.1:{self.port}", seconds=120)

    def kill(self, target: str) -> None:
        """End one process with SIGKILL. One that is just being started again is not there to be ended."""
        with contextlib.suppress(ValueError, OSError):
            kill(self._number(target))

    def _number(self, target: str) -> int:
        if target in {"web", "worker"}:
            program = {"web": "gunicorn", "worker": "celery"}[target]
            return min(n for n in children_of(self.terminal.process.pid) if program in command_of(n))
        if target == "web process":
            return max(children_of(self._number("web")))
        database = process_of(self.checkout, "bin/postgres -D")
        if target == "database":
            return database
        return max(n for n in children_of(database) if "homeward homeward" in command_of(n))


@pytest.fixture
def site() -> Iterator[Site]:
    """A running site with a small world in it."""
    place = Path(tempfile.mkdtemp(prefix="homeward-k-", dir="/tmp"))
    checkout = place / "checkout"
    checkout.mkdir()
    for name in ("discharge", "outcomes", "housing", "referrals", "partners", "templates", "static", "tests/factories"):
        shutil.copytree(SOURCE / name, checkout / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(SOURCE / "manage.py", checkout)
    made = Site(checkout, free_port(), None)  # type: ignore[arg-type]
    try:
        made.start()
        yield made
        if made.terminal.process.poll() is None:
            made.terminal.end(signal.SIGTERM)
    finally:
        for number in processes_of(place):
            with contextlib.suppress(ProcessLookupError):
                kill(number)
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def sister(site: Site) -> str:
    """The e-mail address of somebody who may refer."""
    made = subprocess.run(
        [
            sys.executable, str(site.checkout / "manage.py"), "shell", "--verbosity", "0", "-c",
            "from tests import factories as make; print('made', make.world().sister.email)",
        ],
        cwd=site.checkout, env=environment_without_services(), text=True, capture_output=True, timeout=120,
    )  # fmt: skip
    found = re.search(r"^made (\S+)$", made.stdout, re.MULTILINE)
    assert found, made.stdout + made.stderr
    return found[1]


@dataclass
class Sister:
    """Somebody who refers over HTTP and sends a page again when the site does not answer."""

    site: Site
    email: str
    cookies: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)
    acknowledged: dict[str, dict[str, Any]] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)
    sent_again: int = 0

    def __post_init__(self) -> None:
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies), urllib.request.ProxyHandler({})
        )

    def ask(self, path: str, data: dict[str, Any] | None = None) -> tuple[str, str]:
        """One request: where it ended after redirects, and the page. Raises OSError when the site does not answer."""
        url = f"http://127.0.0.1:{self.site.port}{path}"
        body = urllib.parse.urlencode(data, doseq=True).encode() if data is not None else None
        try:
            with self.opener.open(urllib.request.Request(url, body), timeout=10) as answer:
                return urllib.parse.urlsplit(answer.url).path, answer.read().decode()
        except http.client.HTTPException as problem:
            raise OSError(str(problem)) from problem

    def until_answered(self, act: Callable[[], str]) -> str:
        """Do it, and again when the connection breaks or the site has an error, as a person would."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return act()
            except OSError as error:
                problem = error
            if isinstance(problem, urllib.error.HTTPError):
                problem.close()
                assert problem.code >= 500, f"{problem.url} answered {problem.code}"
            assert time.monotonic() < until, f"the site is not back: {problem}\n" + "\n".join(
                self.site.terminal.lines[-40:]
            )
            self.sent_again += 1
            time.sleep(0.3)

    def logs_in(self) -> None:
        def act() -> str:
            _, page = self.ask("/accounts/login/")
            end, _ = self.ask("/accounts/login/", {"login": self.email, "password": PASSWORD, **hidden(page)})
            return end

        assert self.until_answered(act) == "/referrals/"

    def posts(self, path: str, data: dict[str, Any]) -> str:
        """Open a form, fill it in and send it; where that led. A page not acknowledged is sent anew."""
        seen: dict[str, str] = {}

        def act() -> str:
            if not seen:
                at, page = self.ask(path)
                if at != path:  # already done: the first sending arrived, its answer did not
                    return at
                seen.update(hidden(page))
            return self.ask(path, {**data, **seen})[0]

        return self.until_answered(act)

    def refers(self, number: int, before_each: Callable[[], None]) -> str:
        """All six pages and the sending; the reference. Each answer that led on is written down as acknowledged."""
        pages = answers(number)
        before_each()
        end = self.posts("/referrals/new/", pages["who"])
        reference = end.split("/")[2]
        assert end == f"/referrals/{reference}/where/", end
        self.acknowledged[reference] = {"who": pages["who"]}
        names = list(pages)
        for name, following in zip(names[1:], [*names[2:], "check"], strict=True):
            before_each()
            end = self.posts(f"/referrals/{reference}/{name}/", pages[name])
            assert end == f"/referrals/{reference}/{following}/", end
            self.acknowledged[reference][name] = pages[name]
        return reference

    def sends(self, reference: str, before_each: Callable[[], None]) -> None:
        before_each()
        end = self.posts(f"/referrals/{reference}/check/", {})
        assert end in {f"/referrals/{reference}/sent/", f"/cases/{reference}/"}, end
        self.sent.append(reference)


def hidden(page: str) -> dict[str, str]:
    """What the form carries unseen: the token against forged requests, and the reference drawn for a new draft."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))


def answers(number: int) -> dict[str, dict[str, Any]]:
    """The six pages as typed."""
    admitted = date.today() - timedelta(days=9)
    return {
        "who": {
            "nhs_number": make_test_number(700_000 + number),
            "family_name": f"Killed{number}",
            "given_name": "Ada",
            "born_on_day": "12",
            "born_on_month": "3",
            "born_on_year": "1944",
        },
        "where": {
            "purpose": "discharge",
            "admitted_on_day": str(admitted.day),
            "admitted_on_month": str(admitted.month),
            "admitted_on_year": str(admitted.year),
            "ready": "no",
            "pathway": "1",
        },
        "needs": {"needs": ["key_safe", "bathroom"], "main_need": "key_safe"},
        "home": {
            "address": f"{number} Station Road",
            "tenure": "council",
            "household": "alone",
            "risks": ["none_known"],
        },
        "urgency": {"urgency": "urgent"},
        "sharing": {"basis": "consent"},
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_processes_killed_while_referring_lose_no_acknowledged_answer(site: Site, sister: str, seed: int) -> None:
    print(f"seed {seed}")
    chance = random.Random(seed)
    targets = chance.sample(TARGETS, len(TARGETS))
    # One killing in each half of a referral, at its page and moment; the launcher takes longer for each further one.
    moments = {
        chance.randrange(half, half + 3): (target, chance.uniform(0, 0.3))
        for half, target in zip(range(0, 7 * PATIENTS, 4), targets, strict=False)
    }
    steps = iter(range(1000))
    killers: list[threading.Timer] = []

    def perhaps_kill() -> None:
        if (moment := moments.get(next(steps))) is not None:
            target, delay = moment
            print(f"killing {target} after {delay:.2f} s")
            killers.append(threading.Timer(delay, site.kill, [target]))
            killers[-1].start()

    # When processes are killed while three patients are referred, the last of them not sent yet
    person = Sister(site, sister)
    person.logs_in()
    for number in range(PATIENTS):
        reference = person.refers(seed * 100 + number, perhaps_kill)
        if number < PATIENTS - 1:
            person.sends(reference, perhaps_kill)
    for killer in killers:
        killer.join()
    assert len(killers) == len(targets)

    # Then all that was acknowledged is there, whole, once
    nothing_is_lost(site, person)

    # And it still is when everything was killed at once and started again
    site.terminal.end(signal.SIGKILL)
    wait_until(lambda: not [c for c in processes_of(site.checkout).values() if "postgres" in c], what="the end of all")
    site.start()
    nothing_is_lost(site, person)
    # And the draft can be finished and sent
    person.logs_in()
    person.sends(reference, lambda: None)
    nothing_is_lost(site, person)


# Every referral by its reference, with how much there is of what a sent one consists of.
ALL_REFERRALS = """
SELECT json_object_agg(r.reference, json_build_object(
    'status', r.status,
    'draft', r.draft_answers,
    'name', (SELECT p.family_name FROM referrals_patient p WHERE p.id = r.patient_id),
    'clocks', (SELECT count(*) FROM referrals_clock x WHERE x.referral_id = r.id),
    'needs', (SELECT count(*) FROM referrals_referralneed x WHERE x.referral_id = r.id),
    'events', (SELECT count(*) FROM referrals_referralevent x WHERE x.referral_id = r.id AND x.event = 'submit'),
    'audit', (SELECT count(*) FROM partners_auditevent x WHERE x.referral_id = r.id AND x.action = 'submit')
)) FROM referrals_referral r
"""


def nothing_is_lost(site: Site, person: Sister) -> None:
    """Each acknowledged answer is kept; each referral is a draft or sent, whole and once, never something between."""
    wait_until(lambda: takes_statements(site.folder), what="the database")
    found = execute(site.folder, ALL_REFERRALS)
    assert isinstance(found, dict)
    assert set(found) == set(person.acknowledged)
    for reference, pages in person.acknowledged.items():
        case = found[reference]
        parts = {name: case[name] for name in ("status", "name", "clocks", "needs", "events", "audit")}
        if reference in person.sent:
            name = pages["who"]["family_name"]
            assert parts == {
                "status": "submitted", "name": name, "clocks": 1, "needs": 2, "events": 1, "audit": 1,
            }  # fmt: skip
        else:
            assert parts == {"status": "draft", "name": None, "clocks": 0, "needs": 0, "events": 0, "audit": 0}
            for page, typed in pages.items():
                stored = case["draft"][page]
                assert {question: stored.get(question) for question in typed} == typed
