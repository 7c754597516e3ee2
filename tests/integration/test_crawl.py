"""Nobody opens a case they have no part in: not its pages, files, prints, fragments, exports or its place in the API.

Everyone of one side, in every role, and neighbours with a part that is over, walks through all their pages; links and
forms are noted. Then a second side is built, in another trust, council, provider and landlord. Rows are cases, jobs,
stays, searches for a home, follow-ups, files, photos, flats, closed flats, buildings, people, roles, organisations,
sites, wards, services, partners, agreements, notices, sessions, openings, copies, holds, lists of old records. Then

- every row × everybody: each of both sides, and of the neighbours, tries every row of the first side that they have no
  part in, by GET and POST, and each of the first side every row of the second by GET, at one address of its kind that
  is open to their role, another for each person;
- every address × everybody: each tries every address of the site (the table of addresses, so also those no page leads
  to, with each of its words) with rows they have no part in, other ones at each address: two for those of the first
  side, one for those of the second. By GET, and by POST with what the form of such a page holds. Of addresses with two
  arguments also one's own first with somebody else's second, and the other way round;
- a door that is shut to a role reads nothing of the address: one knock in each role at each (what each role may open is
  in `test_every_page_as_every_role.py`);
- everyone of the second side searches for the first's patients by name, reference and NHS number, and narrows lists to
  the first's people, wards and places.

No answer, a refusal included, may hold the name, NHS number or reference of a case that its reader has no part in; the
lists, counts and figures of the first side may not change with the second. Who has a part is told by `tests/parts.py`
from the rows alone.
"""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve, reverse

from partners.models import Organisation, User
from referrals.models import Referral, Rescheduling
from tests import crawler
from tests.crawler import Visit
from tests.doors import every_door, rows_of_the_world
from tests.parts import RULES, Parts
from tests.trying import NARROWED, TRIED_IN_EVERY_ROLE, Trying, Walk
from tests.two_sides import TRIED_AT, Side, side

pytestmark = pytest.mark.django_db

REFUSED = {403, 404, 405}
#: Rows that a refused try may leave behind: that somebody looked or tried.
MAY_GROW = {"partners_readlog", "partners_auditevent"}
#: Pages about no case that list what others have too: an administrator keeps all of it.
OF_NO_CASE = ("people", "organisations", "schemes", "buildings", "agreements", "accounts", "choose-role")
#: So many lists of one person are looked at twice.
LONGEST = 12


def log_in(person: User) -> Client:
    """Somebody logged in, with a place on their list of sessions."""
    client = Client()
    client.force_login(person)
    UserSession.objects.create(user=person, ip="127.0.0.1", session_key=client.session.session_key)
    return client


def lists_of(visit: Visit) -> list[str]:
    """The addresses without a case or an object in them: lists, counts, searches, figures."""
    found = (address for address in visit.opened if not resolve(urlsplit(address).path).kwargs)
    return [address for address in found if not address.strip("/").startswith(OF_NO_CASE)][:LONGEST]


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
            walk.visits[who] = crawler.visit(client, starts, variants=1)
        before = _lists(walk, clients)
        walk.rows["amber"] = rows_of_the_world()
        blue = side("Blue")
        walk.sides["blue"] = blue
        walk.other_lists = [where for where, text in _lists(walk, clients).items() if before[where] != text]
        others = {who: log_in(person) for who, person in blue.people.items()}
        walk.rows["blue"] = rows_of_the_world(but=walk.rows["amber"])
        trying = Trying(walk, Parts.read(TRIED_AT))
        trying.read()
        untouched = fingerprint()
        trying.every_address(amber, clients, rows_each=2)
        trying.every_address(blue, others, rows_each=1)
        trying.every_row(amber, clients, "amber", "get", "post")
        trying.every_row(blue, others, "amber", "get", "post")
        trying.every_row(amber, clients, "blue", "get")
        trying.search(others)
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


def test_every_address_says_whose_number_stands_in_it() -> None:
    """A new address fails here until `tests/doors.py` says so: then it is tried like the others."""
    assert every_door()


def test_walk_reaches_every_kind_of_page(walk: Walk) -> None:
    """A walk that finds nothing would pass everything else."""
    reached = {resolve(urlsplit(address).path).url_name for visit in walk.visits.values() for address in visit.opened}
    assert {"case", "case_section", "job", "stay", "work", "rehousing", "record_follow_up", "caseload"} <= reached
    assert {"report_csv", "api_referral", "referral_print", "referral_check", "read_log", "people"} <= reached


#: Tables that administrators keep, every row: their doors are shut to all others.
KEPT_BY_ADMINISTRATORS = {table for table, rule in RULES.items() if rule is RULES[Organisation]}


def rows_to_be_tried(walk: Walk, name: str) -> set[Any]:
    """All that somebody must be kept out of: administrators of either side keep the rest, changed bank holidays too."""
    kept = {row for row in walk.rows[name][Rescheduling] if row.target_id is None}
    rows = {row for table, found in walk.rows[name].items() if table not in KEPT_BY_ADMINISTRATORS for row in found}
    return rows - kept


def test_every_kind_of_row_stands_on_both_sides(walk: Walk) -> None:
    """What is not there would be tried by nobody."""
    assert set(walk.rows["amber"]) == set(RULES)
    assert [table.__name__ for rows in walk.rows.values() for table, found in rows.items() if not found] == []


def test_every_row_of_the_first_side_was_tried_by_somebody_of_the_second(walk: Walk) -> None:
    tried = {row for each in walk.tries if each.side == "Blue" for row in each.rows}
    assert rows_to_be_tried(walk, "amber") - tried == set()


def test_every_row_of_the_second_side_was_tried_by_somebody_of_the_first(walk: Walk) -> None:
    tried = {row for each in walk.tries if each.side == "Amber" for row in each.rows}
    assert rows_to_be_tried(walk, "blue") - tried == set()


def test_every_case_was_tried_by_everybody_who_sees_cases_and_has_no_part_in_it(walk: Walk) -> None:
    refused = [each for each in walk.tries if each.status in {403, 404}]
    tried = {(each.side, each.who, row.pk) for each in refused for row in each.rows if isinstance(row, Referral)}
    for who in ("sister", "discharge_team", "coordinator", "team_lead", "visitor"):
        wanted = {("Blue", who, case.pk) for case in walk.sides["amber"].cases.values()}
        wanted |= {("Amber", who, case.pk) for case in walk.sides["blue"].cases.values()}
        assert wanted - tried == set()


def test_every_address_was_tried_by_somebody(walk: Walk) -> None:
    assert {door.name for door in every_door()} - TRIED_IN_EVERY_ROLE <= {each.door for each in walk.tries}


def test_everybody_of_both_sides_tried(walk: Walk) -> None:
    assert len({(each.who, each.side) for each in walk.tries}) == 26


def test_everything_that_narrows_a_list_to_a_number_is_known(walk: Walk) -> None:
    forms = {form for visit in walk.visits.values() for form in visit.searches}
    numbers = {name for form in forms for name, value in form.options if value.isdigit() and int(value) > 1000}
    assert numbers <= set(NARROWED)
    assert all(walk.searches[who] for who in ("coordinator", "team_lead", "ig_officer", "commissioner"))


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
