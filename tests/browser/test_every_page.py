"""Every page that a person of each role can reach by links from home, looked at closely, wide and narrow."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from django.urls import Resolver404, resolve, reverse

from housing.actions import assessment, bookings, council, jobs, moves, rehousing, voids, work
from housing.models import InterventionKind, Unit
from partners.actions.membership import give_role
from partners.roles import RoleCode
from referrals.actions import holidays
from referrals.models import Rescheduling
from tests import factories as make
from tests.browser.person import Person
from tests.factories.partners import TESTS

# Who looks at all they can reach. A team lead and a discharge team reach what a coordinator and a ward reach, in the
# same templates, so of theirs only the lists are looked at, which show more.
ROLES: dict[str, set[str]] = {
    "sister": set(),
    "discharge_team": {"our_referrals", "referral_page"},
    "coordinator": set(),
    "team_lead": {"worklist", "caseload", "report"},
    "provider_worker": set(),
    "flat_manager": set(),
    "commissioner": set(),
    "ig_officer": set(),
    "administrator": set(),
}
# Pages about oneself are the same for everybody: the first who looks at all looks at them. Beginnings of their names.
OF_ONESELF = ("account", "second_factor", "my_sessions", "mfa_")
# Each of these looks different from one to the next, by its status.
EACH_IS_DIFFERENT = {"case", "stay", "job"}
# Not pages: downloads, and what leads away.
NO_PAGES = {"report_csv", "account_logout", "open_notification"}


@dataclass(frozen=True)
class BusyWorld:
    """A world, the pages to begin with beside each person's home, and who begins there."""

    world: make.World
    beginnings: dict[str, list[str]]


@pytest.fixture
def afternoon() -> Iterator[None]:
    """Six hours after the cases were made, so that each step has happened."""
    with time_machine.travel(make.NOW + timedelta(hours=6), tick=True):
        yield


@pytest.fixture
def busy_world(afternoon: None, world: make.World, flat: Unit) -> BusyWorld:
    """One case in each status, with work, a stay, a search for a home and follow-ups, so that pages have content."""
    today, at, by = date(2026, 11, 23), make.NOW + timedelta(hours=4), world.coordinator
    draft, sent = make.referral(world, "draft"), make.referral(world, "submitted")
    for status in ("information_requested", "declined", "withdrawn", "discharged", "closed"):
        make.referral(world, status)
    make.referral(world, purpose="admission_avoidance", admitted_on=None, expected_discharge_on=None, ready_on=None)
    case = make.referral(world, "accepted")
    assessment.assess_home(
        referral=case,
        assessed_on=today,
        how="visit",
        findings={"stairs": "needs_work"},
        verdict="fit_after_work",
        summary="A second rail on the stairs.",
        by=by,
        at=at,
    )
    kinds = {kind.code: kind for kind in InterventionKind.objects.all()}
    for place, code in enumerate(("key_safe", "minor_adaptation", "deep_clean")):
        job = work.plan_work(
            referral=case,
            kind=kinds[code],
            urgency="urgent",
            funding_source="scheme",
            instructions="As agreed.",
            provider=world.provider,
            commission=place > 0,
            by=by,
            at=at,
        )
        if place == 2:
            jobs.finish_job(job=job, by=world.provider_worker, at=at)
    rehousing.start_rehousing(
        referral=case, landlord="Mansfield Council", route="register", applied_on=today, by=by, at=at
    )
    council.start_application(
        referral=case, kind="facilities_grant", council="Mansfield Council", on=today, by=by, at=at
    )
    stay = bookings.book_stay(
        referral=case, unit=flat, from_on=today, until_on=today + timedelta(days=14), by=by, at=at
    )
    moves.record_arrival(stay=stay, arrived_on=today, by=world.flat_manager, at=at)
    second = Unit.objects.create(building=flat.building, name="Flat 3")
    voids.add_void(
        unit=second,
        from_on=today,
        until_on=None,
        reason="repair",
        owner="Boiler firm",
        by=world.flat_manager,
        at=at,
    )
    third = Unit.objects.create(building=flat.building, name="Flat 4")
    bookings.book_stay(
        referral=make.referral(world, "accepted"),
        unit=third,
        from_on=today + timedelta(days=2),
        until_on=today + timedelta(days=9),
        by=by,
        at=at,
    )
    holidays.add_holiday(
        day=holidays.ChangedDay(on=today + timedelta(days=2), name="Royal wedding"), by=world.administrator, at=at
    )
    done = holidays.add_holiday(
        day=holidays.ChangedDay(on=date(2026, 12, 25), worked=True), by=world.administrator, at=at
    )
    # Not recomputed here, where a worker of another journey may be at it at this moment.
    Rescheduling.objects.filter(pk=done.pk).update(finished_at=at, total=0)
    ward = [f"/referrals/{draft.reference}/check/"]
    ward += [f"/referrals/{sent.reference}/{page}/" for page in ("sent", "print")]
    sections = [f"/cases/{case.reference}/{section}/" for section in ("work", "flat", "new-home", "home")]
    return BusyWorld(world, {"sister": ward, "coordinator": sections})


@pytest.mark.parametrize("role", ROLES)
def test_every_page_a_role_reaches_has_nothing_wrong(
    busy_world: BusyWorld, visit: Callable[..., Person], role: str
) -> None:
    person = visit(getattr(busy_world.world, role))
    but = () if role == next(iter(ROLES)) else OF_ONESELF
    problems = walk(person, busy_world.beginnings.get(role, []), only=ROLES[role], but=but)
    assert not problems, f"{len(problems)} problems:\n" + "\n".join(problems)


def test_every_page_before_logging_in_has_nothing_wrong(visit: Callable[..., Person], world: make.World) -> None:
    visitor = visit()
    problems = []
    for path in ("/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/"):
        visitor.goes_to(path)
        problems += visitor.problems()
    assert not problems, "\n".join(problems)


def test_person_with_two_roles_chooses_one_on_a_page_with_nothing_wrong(
    visit: Callable[..., Person], world: make.World
) -> None:
    give_role(user=world.ig_officer, organisation=world.council, role=RoleCode.TEAM_LEAD, by=TESTS, at=make.NOW)

    person = visit(world.ig_officer)

    assert person.page.url.endswith(reverse("choose_role"))
    person.finds_nothing_wrong()


def walk(person: Person, beginnings: list[str], *, only: set[str], but: tuple[str, ...]) -> list[str]:
    """Follow each link once for each kind of page; what is wrong, in the order in which pages were met.

    `only` names the addresses to look at; none named means all. `but`: how the names of those begin that are left out.
    """
    problems: list[str] = []
    waiting = deque([*beginnings, urlsplit(person.page.url).path, "/notifications/"])
    met: set[str] = set()
    while waiting:
        path = waiting.popleft()
        kind = kind_of(path)
        if kind is None or kind in met or (only and kind.split()[0] not in only) or (but and kind.startswith(but)):
            continue
        met.add(kind)
        answer = person.page.goto(person.site + path)
        if answer is None or answer.status != 200:
            problems.append(f"{path} answered {answer.status if answer else 'nothing'}, a link from another page")
            continue
        problems += person.problems()
        for link in person.page.locator("a[href]").evaluate_all("links => links.map(link => link.href)"):
            if link.startswith(person.site):
                parts = urlsplit(urljoin(person.page.url, link))
                waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return problems


def kind_of(address: str) -> str | None:
    """What makes two addresses the same kind of page: the name of its address, and its part where it has several."""
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return address  # a dead link: to be told of
    if match.url_name in NO_PAGES or match.namespaces or parts.path.startswith("/static/"):
        return None
    part = match.kwargs.get("section") or match.kwargs.get("page") or ""
    if match.url_name in EACH_IS_DIFFERENT:
        part = parts.path
    query = parts.query.split("&")[0]
    return f"{match.url_name} {part} {query if query.startswith(('show=', 'tab=')) else ''}"
