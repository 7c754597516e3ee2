"""Everybody's tries at what is not theirs, and what came of each: for `tests/integration/test_crawl.py`."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.db import models
from django.test import Client
from django.urls import resolve, reverse

from housing.models import Unit
from partners.guards import rule_of
from partners.models import Organisation, Scheme, User, Ward
from partners.roles import ROLES, RoleCode
from referrals.models import Referral
from tests import crawler
from tests.crawler import Answer, Form, Visit
from tests.doors import Door, Rows, every_door
from tests.integration import test_every_page_as_every_role
from tests.parts import Parts, secrets_from
from tests.repository.test_closed_door import ADDRESSES
from tests.two_sides import Side

#: What a list is narrowed to in its address → the table whose ids it takes.
NARROWED: dict[str, type[models.Model]] = {
    "ward": Ward,
    "assignee": User,
    "organisation": Organisation,
    "partner": Organisation,
    "unit": Unit,
    "which": Scheme,
}
#: Doors that are tried in every role, by both methods, in the test of this name.
TRIED_IN_EVERY_ROLE = {*test_every_page_as_every_role.ADDRESSES, "case_section", "api_referral"}


@dataclass
class Try:
    """Somebody's try of an address that is not theirs. `rows`: what it is about, of which one at least is foreign."""

    who: str
    side: str
    method: str
    door: str
    rows: tuple[Any, ...]
    address: str
    status: int


@dataclass
class Walk:
    """What came of it all."""

    sides: dict[str, Side]
    rows: dict[str, Rows] = field(default_factory=dict)
    visits: dict[str, Visit] = field(default_factory=dict)
    tries: list[Try] = field(default_factory=list)
    leaks: list[tuple[str, str, str]] = field(default_factory=list)
    found_by_search: list[tuple[str, str, str]] = field(default_factory=list)
    searches: Counter[str] = field(default_factory=Counter)
    other_lists: list[tuple[str, str]] = field(default_factory=list)
    changed_tables: set[str] = field(default_factory=set)


def leaks_in(answer: Answer, address: str, forbidden: set[str]) -> set[str]:
    """Which of these the answer says, apart from what was asked for in the address itself."""
    text, asked = answer.text.casefold(), address.casefold()
    return {secret for secret in forbidden if secret in text and secret not in asked}


def is_shut(parts: Parts, person: User, name: str) -> bool:
    """Is this door shut to the role this person works in, whatever the address?"""
    namespaces, pattern = ADDRESSES[name]
    rule = rule_of(pattern.callback, list(namespaces), pattern.name)
    assert rule is not None
    return bool(rule.permissions) and not rule.permissions & ROLES[parts.places[person.pk].role].permissions


def ring(all: list[Any], turn: int) -> list[Any]:
    """The same, beginning elsewhere: the turn goes on from address to address and from person to person."""
    start = turn % len(all) if all else 0
    return [*all[start:], *all[:start]]


class Trying:
    """Everybody's tries, written down in the walk."""

    def __init__(self, walk: Walk, parts: Parts) -> None:
        self.walk, self.parts = walk, parts
        self.doors = every_door()
        self.cases = [case for rows in walk.rows.values() for case in rows[Referral]]
        #: What is posted to an address: what somebody found in the form of that name.
        self.forms: dict[str, dict[str, list[str]]] = {}
        for visit in walk.visits.values():
            self.forms.update({str(resolve(urlsplit(form.action).path).url_name): form.data for form in visit.forms})
        #: Addresses that take no POST, or no GET: once is enough.
        self.not_taken: set[tuple[str, str]] = set()
        #: Doors at which somebody in this role has been: where it is shut to the role, once is enough.
        self.knocked: set[tuple[str, RoleCode]] = set()

    def secrets(self, person: User) -> set[str]:
        return secrets_from(person, self.parts, self.cases)

    def read(self) -> None:
        """Nothing that anybody saw on their own way speaks of a case they have no part in."""
        for who, visit in self.walk.visits.items():
            forbidden = self.secrets(self.walk.sides["amber"].people[who])
            for address, answer in visit.answers.items():
                self.walk.leaks += [(who, address, secret) for secret in leaks_in(answer, address, forbidden)]

    def every_address(self, of: Side, clients: dict[str, Client], *, rows_each: int) -> None:
        """Everybody of this side tries every address with so many of the first side's rows, other ones at each."""
        rows = self.walk.rows["amber"]
        for turn, (who, client) in enumerate(clients.items()):
            person, forbidden = of.people[who], self.secrets(of.people[who])
            for step, door in enumerate(self.doors):
                foreign = list(door.fillings(rows, self._has_part(person, door)))
                shut, knock = is_shut(self.parts, person, door.name), (door.name, self.parts.places[person.pk].role)
                if shut and (knock in self.knocked or door.name in TRIED_IN_EVERY_ROLE):
                    continue
                self.knocked.add(knock)
                for filling in ring(foreign, turn + step)[: 1 if shut else rows_each]:
                    self._knock(of, who, client, door, filling, forbidden, "get", "post")

    def every_row(self, of: Side, clients: dict[str, Client], name: str, *methods: str) -> None:
        """Everybody of this side tries every row of the side `name`, by each of these methods, at one address of its
        kind that is open to their role. By POST alone where none is read, whatever the methods.
        """
        for turn, (who, client) in enumerate(clients.items()):
            person, forbidden = of.people[who], self.secrets(of.people[who])
            read = self._open_to(person, "get")
            pressed = self._open_to(person, "post")
            unread = {tables: doors for tables, doors in pressed.items() if tables not in read}
            chosen = {"get": read, "post": pressed if "post" in methods else unread}
            for method, found in chosen.items():
                for doors in found.values():
                    door = doors[turn % len(doors)]
                    for filling in door.fillings(self.walk.rows[name], self._has_part(person, door)):
                        self._knock(of, who, client, door, filling, forbidden, method)

    def _has_part(self, person: User, door: Door) -> Callable[[Any], bool]:
        """Who looked at a case, and that nobody decides about it, is the officer's to know, and no part of the case."""
        of_the_officer = door.name in {"who_looked_print", "name_somebody"}
        rule = self.parts.as_officer if of_the_officer else self.parts.has
        return partial(rule, person)

    def _open_to(self, person: User, method: str) -> dict[tuple[type[models.Model], ...], list[Door]]:
        """The doors that are open to this person's role and take this method, by the tables they count."""
        found: dict[tuple[type[models.Model], ...], list[Door]] = {}
        for door in self.doors:
            if not is_shut(self.parts, person, door.name) and (door.name, method) not in self.not_taken:
                found.setdefault(tuple(table for _, table in door.tables), []).append(door)
        return found

    def _knock(
        self,
        of: Side,
        who: str,
        client: Client,
        door: Door,
        rows: tuple[Any, ...],
        forbidden: set[str],
        *methods: str,
    ) -> None:
        address = door.address(rows)
        for method in methods:
            if (door.name, method) in self.not_taken:
                continue
            data = self.forms.get(door.name) if method == "post" else None
            answer = crawler.read(getattr(client, method)(address, data))
            self.walk.tries.append(Try(who, of.name, method, door.name, rows, address, answer.status))
            self.walk.leaks += [(who, address, each) for each in leaks_in(answer, address, forbidden)]
            if answer.status == 405:
                self.not_taken.add((door.name, method))

    def search(self, clients: dict[str, Client]) -> None:
        """Everybody of the second side searches for the first side's patients wherever there is something to type, and
        narrows every list to the first side's people and places.
        """
        amber, blue = self.walk.sides["amber"], self.walk.sides["blue"]
        case = amber.cases["submitted"]
        assert case.patient is not None
        words = [amber.patient("submitted"), case.reference, case.patient.nhs_number]
        for who, client in clients.items():
            forbidden = self.secrets(blue.people[who])
            visit = self.walk.visits[who]
            forms = {*visit.searches, *(form for form in visit.forms if form.action == reverse("search"))}
            for form in {(form.method, urlsplit(form.action).path): form for form in forms if form.typed}.values():
                for word in words:
                    self._ask(who, client, form, {**form.data, **dict.fromkeys(form.typed, word)}, forbidden)
            for path, name in narrowings(visit):
                for row in self.walk.rows["amber"][NARROWED[name]]:
                    self._ask(who, client, Form("get", path, (), ()), {name: _id(row)}, forbidden)

    def _ask(self, who: str, client: Client, form: Form, typed: dict[str, Any], forbidden: set[str]) -> None:
        send = client.post if form.method == "post" else client.get
        answer = crawler.read(send(urlsplit(form.action).path, typed, follow=True))
        self.walk.searches[who] += 1
        found = leaks_in(answer, " ".join(map(str, typed.values())), forbidden)
        self.walk.found_by_search += [(who, form.action, secret) for secret in found]


def _id(row: Any) -> str:
    return str(row.slug if isinstance(row, Scheme) else row.pk)


def narrowings(visit: Visit) -> list[tuple[str, str]]:
    """Each list that this person can narrow to a ward, somebody or a place, with the name of what it is narrowed to."""
    found = {
        (urlsplit(form.action).path, name) for form in visit.searches for name, _ in (*form.fields, *form.options)
    } | {(urlsplit(address).path, name) for address in visit.answers for name, _ in parse_qsl(urlsplit(address).query)}
    return sorted((path, name) for path, name in found if name in NARROWED and not resolve(path).kwargs)
