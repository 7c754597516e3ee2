"""Everybody tries every door of everybody else: whatever links and forms one person finds, another may open only with a
part in the case behind it.

Everyone of one side walks through all their pages. Then everyone of that side, and their doubles in another trust,
council, provider and landlord, try every address and form that was found, with every case and every object of both
sides put in. Who may see what is worked out here by hand from the parts in the cases, not asked of the program.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
import time_machine
from django.apps import apps
from django.db import connection, models, transaction
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from housing.models import Intervention, Occupation, Rehousing, Stay, Unit
from outcomes.models import FollowUp
from partners.guards import rule_of
from partners.models import Notification, User
from partners.roles import ROLES, Permission, RoleCode
from tests import crawler
from tests.crawler import Answer, Visit
from tests.two_sides import TRIED_AT, Side, side

pytestmark = pytest.mark.django_db

REFUSED = {403, 404, 405}
WARD, LEAD = {"sister", "discharge_team"}, {"coordinator", "team_lead"}
#: First part of an address → the table whose row its number is.
OBJECTS: dict[str, type[models.Model]] = {
    "jobs": Intervention,
    "work": Intervention,
    "stays": Stay,
    "rehousings": Rehousing,
    "follow-ups": FollowUp,
    "flats": Unit,
    "notifications": Notification,
}
#: Addresses about no case, whose door alone decides.
OF_NO_CASE = ("people", "organisations", "schemes", "buildings", "agreements", "accounts", "choose-role", "report")
#: Rows that a refused try may leave behind: that somebody looked or tried, and their visit.
MAY_GROW = {"partners_readlog", "partners_auditevent"}


@dataclass
class Try:
    """Somebody's try of an address that is not theirs."""

    who: str
    side: str
    method: str
    address: str
    status: int


@dataclass
class Walk:
    """What came of it all."""

    sides: dict[str, Side]
    visits: dict[str, Visit] = field(default_factory=dict)
    tries: list[Try] = field(default_factory=list)
    leaks: list[tuple[str, str, str]] = field(default_factory=list)
    found_by_search: list[tuple[str, str, str]] = field(default_factory=list)
    other_lists: list[tuple[str, str]] = field(default_factory=list)
    changed_tables: set[str] = field(default_factory=set)


def role_of(who: str) -> RoleCode:
    others = {"sister": RoleCode.WARD_STAFF, "flat_manager": RoleCode.ACCOMMODATION_MANAGER}
    return others.get(who) or RoleCode(who)


def part_in(who: str, case: str) -> bool:
    """May this person of its own side open this case?"""
    if who in LEAD:
        return case != "draft"
    return who == "discharge_team" or (who == "sister" and case != "elsewhere")


def may_name(who: str, case: str) -> bool:
    """May this person of its own side read this patient's name anywhere?"""
    return part_in(who, case) or (case == "busy" and who in {"provider_worker", "flat_manager"})


def may_refer_to(who: str, case: str) -> bool:
    """May this person of its own side read this case's reference anywhere?"""
    return part_in(who, case) or (who == "ig_officer" and case != "draft")


def door(address: str) -> frozenset[Permission] | None:
    """The rights of which one opens the door of this address; None where there is no such address."""
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return None
    rule = rule_of(match.func, match.namespaces, match.url_name)
    return rule.permissions if rule else frozenset()


def door_is_shut(who: str, address: str) -> bool:
    rights = door(address)
    return bool(rights) and not rights & ROLES[role_of(who)].permissions


def table_of(path: str) -> type[models.Model] | None:
    """The table whose rows the number in this address counts; None for one that is not known here."""
    if path.startswith("/flats/out-of-use/"):
        return Occupation
    return OBJECTS.get(path.strip("/").split("/")[0])


def numbers_of(path: str, of: Side) -> list[int]:
    """The ids to put into an address: every row of its table on this side; of a table not known here, of all."""
    model = table_of(path)
    tables = [model] if model else list(OBJECTS.values())
    return sorted({pk for each in tables for pk in rows_of(each, of)})


def rows_of(model: type[models.Model], of: Side) -> list[int]:
    """The ids of this side's rows; of notices, of which there are many, two."""
    if model not in of.rows:
        world, rows = of.world, model._default_manager
        if model is Notification:
            found = rows.filter(recipient__in=list(of.people.values())).order_by("pk")[:2]
        elif model is Unit:
            found = rows.filter(building__organisation=world.landlord)
        elif model is Occupation:
            found = rows.filter(unit__building__organisation=world.landlord)
        else:
            found = rows.filter(referral__in=list(of.cases.values()))
        of.rows[model] = list(found.values_list("pk", flat=True))
    return of.rows[model]


def is_theirs(who: str, of: Side, address: str, visited: Visit | None) -> bool:
    """Has this person of this side a part in what is at this address? By hand: nothing is asked of the program."""
    path = urlsplit(address).path
    first = path.strip("/").split("/")[0]
    if path.strip("/").startswith(OF_NO_CASE) and first != "cases":
        return True
    arguments = resolve(path).kwargs
    if "reference" in arguments:
        case = next((name for name, each in of.cases.items() if each.reference == arguments["reference"]), "")
        # Who looked at a case is the officer's page, and no part of the case.
        return bool(case) and (may_refer_to(who, case) if first == "who-looked" else part_in(who, case))
    if not arguments:
        return True
    model = table_of(path)
    if model is Notification:
        return Notification.objects.filter(pk=arguments["pk"], recipient=of.people[who]).exists()
    if model is Unit and who == "administrator":
        return True  # who keeps every building, and sees nobody in it
    if model:
        return arguments["pk"] in rows_of(model, of) and who in HOLDERS[first]
    return visited is not None and address in visited.opened


#: Who of a side has a part in the rows behind these addresses.
HOLDERS: dict[str, set[str]] = {
    "jobs": {"provider_worker"},
    "work": LEAD,
    "rehousings": LEAD,
    "follow-ups": LEAD,
    "stays": LEAD | {"flat_manager"},
    "flats": LEAD | {"flat_manager", "administrator"},
}


def secrets_from(who: str, of: Side, others: list[Side]) -> set[str]:
    """The names and references that this person must never read."""
    found = set()
    for name, case in of.cases.items():
        if not may_name(who, name):
            found.add(of.patient(name))
        if not may_refer_to(who, name):
            found.add(case.reference.casefold())
    for other in others:
        found |= {other.patient(name) for name in other.cases}
        found |= {case.reference.casefold() for case in other.cases.values()}
    return found


def leaks_in(answer: Answer, address: str, forbidden: set[str]) -> set[str]:
    """Which of these the answer says, apart from what was asked for in the address itself."""
    text, asked = answer.text.casefold(), address.casefold()
    return {secret for secret in forbidden if secret in text and secret not in asked}


def templates_of(visits: dict[str, Visit]) -> set[str]:
    """Every address and form that anybody found, with # for its reference or number, without searches."""
    found = set()
    for visit in visits.values():
        for address in [*visit.answers, *(form.action for form in visit.forms)]:
            path = urlsplit(address).path
            if door(path) is not None:
                found.add(path)
    return found


def filled(path: str, of: Side, turn: int) -> list[str]:
    """This address with the case whose turn it is, or with every object of the side. The turn goes on from address to
    address and from person to person, so that every case is tried in many.
    """
    arguments = resolve(path).kwargs
    if "reference" in arguments:
        cases = list(of.cases.values())
        return [path.replace(arguments["reference"], cases[turn % len(cases)].reference)]
    if list(arguments) == ["pk"]:
        return [path.replace(f"/{arguments['pk']}/", f"/{pk}/") for pk in numbers_of(path, of)]
    return [path]


#: So many lists of one person are looked at twice.
LONGEST = 12


def log_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def lists_of(visit: Visit) -> list[str]:
    """The addresses without a case or an object in them: lists, counts, searches, figures."""
    found = (address for address in visit.opened if not resolve(urlsplit(address).path).kwargs)
    return [address for address in found if not address.strip("/").startswith(OF_NO_CASE[:-1])][:LONGEST]


def steady(text: str) -> str:
    """The page without what is new in each answer: the tokens of its forms, a reference drawn for a draft to be."""
    return DRAWN.sub("", text)


DRAWN = re.compile(r'<input type="hidden" name="(?:csrfmiddlewaretoken|start)"[^>]*>')


def fingerprint() -> dict[str, str]:
    """Every table of our apps with a sum over all its rows."""
    ours = {"partners", "referrals", "housing", "outcomes", "discharge"}
    tables = {each._meta.db_table for each in apps.get_models() if each._meta.app_label in ours} - MAY_GROW
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(tables):
            rows = f"select md5(t::text) as row from {table} t"  # noqa: S608 - a name of our own
            cursor.execute(f"select md5(coalesce(string_agg(row, '' order by row), '')) from ({rows}) rows")  # noqa: S608
            found[table] = cursor.fetchone()[0]
    return found


def starts_of(of: Side) -> list[str]:
    """Where everybody begins: home, the API, and the case with something in every section, which opens to some."""
    busy, draft = of.cases["busy"].reference, of.cases["draft"].reference
    return [
        "/",
        *(reverse(name) for name in ("api_referrals", "api_schemes", "notifications")),
        *(reverse("case_section", args=[busy, section]) for section in ("work", "new-home", "files")),
        reverse("referral_sent", args=[busy]),
        reverse("referral_check", args=[draft]),
    ]


@pytest.fixture(scope="module")
def walk(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Walk:
    """The whole walk, once for all tests, and undone."""
    with (
        crawler.quiet(),
        django_db_blocker.unblock(),  # type: ignore[attr-defined]
        time_machine.travel(TRIED_AT, tick=False),
        transaction.atomic(),
    ):
        amber = side("Amber")
        walk = Walk({"amber": amber})
        clients = {who: log_in(person) for who, person in amber.people.items()}
        starts = starts_of(amber)
        for who, client in clients.items():
            walk.visits[who] = crawler.visit(client, starts, variants=2)
        before = _lists(walk, clients)
        blue = side("Blue")
        walk.sides["blue"] = blue
        _compare(walk, before, _lists(walk, clients))
        _read(walk)
        others = {who: log_in(person) for who, person in blue.people.items()}
        untouched = fingerprint()
        _try(walk, amber, clients)
        _try(walk, blue, others)
        _search(walk, others)
        after = fingerprint()
        walk.changed_tables = {table for table, value in after.items() if untouched[table] != value}
        transaction.set_rollback(True)
    return walk


def _lists(walk: Walk, clients: dict[str, Client]) -> dict[tuple[str, str], str]:
    """The lists of each person as they are now. Left out: who looked, as each round here is a look; and the lists of
    organisations and people, which an administrator keeps for all.
    """
    return {
        (who, address): steady(crawler.read(client.get(address)).text)
        for who, client in clients.items()
        if who not in {"administrator", "ig_officer"}
        for address in lists_of(walk.visits[who])
    }


def _compare(walk: Walk, before: dict[tuple[str, str], str], after: dict[tuple[str, str], str]) -> None:
    walk.other_lists = [where for where, text in before.items() if after[where] != text]


def _read(walk: Walk) -> None:
    """Nothing that anybody saw on their own way speaks of a case they have no part in."""
    for who, visit in walk.visits.items():
        forbidden = secrets_from(who, walk.sides["amber"], [walk.sides["blue"]])
        for address, answer in visit.answers.items():
            walk.leaks += [(who, address, secret) for secret in leaks_in(answer, address, forbidden)]


def _try(walk: Walk, of: Side, clients: dict[str, Client]) -> None:
    """Everybody of this side asks for all that the first side found and has no part of theirs, and presses its buttons.

    A door that is shut to a role reads nothing of the address and knows no side, so one knock at each kind of door, by
    the first side's people, is enough.
    """
    amber = walk.sides["amber"]
    known = sorted({crawler.kind_of(path): path for path in sorted(templates_of(walk.visits))}.items())
    forms = {crawler.kind_of(form.action): form.data for visit in walk.visits.values() for form in visit.forms}
    for turn, (who, client) in enumerate(clients.items()):
        visited = walk.visits[who] if of is amber else None
        forbidden = secrets_from(who, of, [each for each in walk.sides.values() if each is not of])

        def knock(address: str, *methods: str, who: str = who, client: Client = client) -> None:
            for method in methods:
                data = forms.get(crawler.kind_of(address)) if method == "post" else None
                answer = crawler.read(getattr(client, method)(address, data))
                walk.tries.append(Try(who, of.name, method, address, answer.status))
                walk.leaks += [(who, address, each) for each in leaks_in(answer, address, forbidden)]  # noqa: B023

        for step, (kind, path) in enumerate(known):
            if door_is_shut(who, path):
                if of is amber:
                    knock(path, "post" if kind in forms else "get")
                continue
            for address in filled(path, amber, turn + step):
                if not is_theirs(who, of, address, visited):
                    knock(address, *(("get", "post") if kind in forms or path.startswith("/api/") else ("get",)))


def _search(walk: Walk, clients: dict[str, Client]) -> None:
    """Everybody of the other side searches for the first side's patients, wherever there is something to type."""
    amber, blue = walk.sides["amber"], walk.sides["blue"]
    case = amber.cases["submitted"]
    words = [amber.patient("submitted"), case.reference, case.patient.nhs_number]
    for who, client in clients.items():
        forbidden = secrets_from(who, blue, [amber])
        visit = walk.visits[who]
        forms = {*visit.searches, *(form for form in visit.forms if form.action == reverse("search"))}
        for form in {(form.method, urlsplit(form.action).path): form for form in forms if form.typed}.values():
            for word in words:
                typed = {**form.data, **dict.fromkeys(form.typed, word)}
                send = client.post if form.method == "post" else client.get
                answer = crawler.read(send(urlsplit(form.action).path, typed, follow=True))
                found = leaks_in(answer, word, forbidden)
                walk.found_by_search += [(who, form.action, secret) for secret in found]


def test_walk_reaches_every_kind_of_page(walk: Walk) -> None:
    """A walk that finds nothing would pass everything else."""
    reached = {resolve(urlsplit(address).path).url_name for visit in walk.visits.values() for address in visit.opened}
    assert {"case", "case_section", "job", "stay", "work", "rehousing", "record_follow_up", "caseload"} <= reached
    assert {"report_csv", "api_referral", "referral_print", "referral_check", "read_log", "people"} <= reached


def test_walk_tries_doors_as_everybody_of_both_sides(walk: Walk) -> None:
    assert len({(each.who, each.side) for each in walk.tries}) == 18


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_opens_to_somebody_without_a_part_in_its_case(walk: Walk, method: str) -> None:
    tried = [each for each in walk.tries if each.method == method]
    assert tried
    opened = [f"{each.who} of {each.side}: {each.address}" for each in tried if each.status not in REFUSED]
    assert opened == []


def test_presses_without_a_part_change_nothing(walk: Walk) -> None:
    assert walk.changed_tables == set()


def test_no_answer_names_a_case_to_somebody_without_a_part_in_it(walk: Walk) -> None:
    """Pages, fragments, files, lists and the API, refusals too."""
    assert walk.leaks == []


def test_no_search_finds_a_case_for_somebody_without_a_part_in_it(walk: Walk) -> None:
    assert walk.found_by_search == []


def test_lists_counts_and_figures_are_the_same_whatever_others_have(walk: Walk) -> None:
    assert walk.other_lists == []
