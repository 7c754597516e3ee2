"""Every address of the site that says in itself what it is about, and the rows that it can be about.

From the table of addresses, not from links: an address that no page leads to is tried like the others, and a new one
fails here until somebody says which rows its number counts.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from allauth.usersessions.models import UserSession
from django.db import models
from django.urls import reverse

from discharge import case_page
from discharge.api.serializers import ACTIONS
from housing.models import Building, Intervention, Occupation, Rehousing, Stay, Unit
from outcomes.models import FollowUp
from partners.models import (
    Membership,
    Notification,
    Organisation,
    Scheme,
    SchemePartner,
    SharingAgreement,
    Site,
    User,
    Ward,
)
from referrals.forms.ward_form import PAGES
from referrals.models import BreakGlass, CaseFile, DataExport, LegalHold, Referral, RetentionRun
from tests.repository.test_addresses import OTHERS
from tests.repository.test_closed_door import ADDRESSES

#: Beginning of a route → the table whose row its first argument names, and what is loaded with it. The longest counts.
BEGINNINGS: dict[str, type[models.Model]] = {
    "cases/": Referral,
    "referrals/": Referral,
    "who-looked/": Referral,
    "rehousings/": Rehousing,
    "work/": Intervention,
    "jobs/": Intervention,
    "flats/": Unit,
    "flats/out-of-use/": Occupation,
    "buildings/": Building,
    "stays/": Stay,
    "follow-ups/": FollowUp,
    "emergency-openings/": BreakGlass,
    "people/": User,
    "organisations/": Organisation,
    "agreements/": SharingAgreement,
    "schemes/": Scheme,
    "notifications/": Notification,
    "account/sessions/": UserSession,
    "requests/": DataExport,
    "holds/": LegalHold,
    "old-records/": RetentionRun,
}
#: Second argument, by the first's table → its table, and whether this row belongs to that one.
SECOND: dict[tuple[type[models.Model], str], tuple[type[models.Model], Callable[[Any, Any], bool]]] = {
    (Referral, "pk"): (CaseFile, lambda case, file: file.referral_id == case.pk),
    (Intervention, "photo"): (CaseFile, lambda job, file: file.referral_id == job.referral_id),
    (User, "membership"): (Membership, lambda person, role: role.user_id == person.pk),
    (Organisation, "site"): (Site, lambda organisation, site: site.organisation_id == organisation.pk),
    (Organisation, "ward"): (Ward, lambda organisation, ward: ward.site.organisation_id == organisation.pk),
    (Scheme, "pk"): (SchemePartner, lambda scheme, partner: partner.scheme_id == scheme.pk),
}
LOADED: dict[type[models.Model], tuple[str, ...]] = {
    Referral: ("patient",),
    Stay: ("referral", "unit__building"),
    Unit: ("building__scheme",),
    Occupation: ("unit__building__scheme",),
    Ward: ("site",),
    **dict.fromkeys((CaseFile, Intervention, Rehousing, FollowUp), ("referral",)),
}
#: Argument that is a word, by the beginning of the route → the words it may be.
WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("cases/", "section"): tuple(each.name for each in case_page.SECTIONS),
    ("referrals/", "page"): tuple(page.code for page in PAGES),
    ("referrals/", "word"): tuple(ACTIONS.values()),
    ("requests/", "word"): ("json", "pdf"),
}
#: The link of an invitation: a secret that nobody else holds and that opens a page about no case.
NOT_ABOUT_A_ROW = {"join_link"}
Rows = dict[type[models.Model], list[Any]]


@dataclass(frozen=True)
class Door:
    """One address of the table, with its words filled in. `tables`: argument → table, the first argument first."""

    name: str
    tables: tuple[tuple[str, type[models.Model]], ...]
    words: tuple[tuple[str, str], ...] = ()

    @property
    def table(self) -> type[models.Model]:
        """The table that the last argument counts: what the address is about."""
        return self.tables[-1][1]

    def address(self, rows: tuple[Any, ...]) -> str:
        given = {argument: key_of(row) for (argument, _), row in zip(self.tables, rows, strict=True)}
        return reverse(self.name, kwargs={**given, **dict(self.words)})

    def fillings(self, rows: Rows, has_part: Callable[[Any], bool]) -> Iterator[tuple[Any, ...]]:
        """The rows to try at this address, of which somebody has no part in one at least: each row; of two arguments
        each pair that belongs together, each foreign second under a first of one's own and the other way round.
        """
        if len(self.tables) == 1:
            yield from ((row,) for row in rows[self.table] if not has_part(row))
            return
        (_, first_table), (argument, _) = self.tables
        first, second = rows[first_table], rows[self.table]
        belongs = SECOND[first_table, argument][1]
        own_first = [each for each in first if has_part(each)][:1]
        own_second = [each for each in second if has_part(each)][:1]
        for each in second:
            owners = [owner for owner in first if belongs(owner, each)]
            foreign = [] if has_part(each) else own_first
            yield from ((owner, each) for owner in [*owners, *foreign] if not (has_part(owner) and has_part(each)))
        yield from ((each, own) for own in own_second for each in first if not has_part(each))


def key_of(row: Any) -> Any:
    """What stands for this row in an address."""
    return getattr(row, {Referral: "reference", Scheme: "slug"}.get(type(row), "pk"))


def every_door() -> list[Door]:
    """The addresses with an argument, in the order of their names. Fails for one that is not described here."""
    found = []
    for name, (_, pattern) in sorted(ADDRESSES.items()):
        arguments = list(pattern.pattern.converters)
        if name.startswith(OTHERS) or name in NOT_ABOUT_A_ROW or not arguments:
            continue
        route = str(pattern.pattern)
        start = max((each for each in BEGINNINGS if route.startswith(each)), key=len)
        first = BEGINNINGS[start]
        tables, words = [(arguments[0], first)], [((), ())]
        for argument in arguments[1:]:
            if (start, argument) in WORDS:
                words = [((argument, word),) for word in WORDS[start, argument]]
            else:
                tables.append((argument, SECOND[first, argument][0]))
        found += [Door(name, tuple(tables), tuple(each for each in chosen if each)) for chosen in words]
    return found


def rows_of_the_world(but: Rows | None = None) -> Rows:
    """Every row that an address can be about, `but` for those known already."""
    tables = {table for door in every_door() for _, table in door.tables}
    found: Rows = {}
    for table in sorted(tables, key=lambda each: each.__name__):
        known = {row.pk for row in (but or {}).get(table, [])}
        rows = table._default_manager.select_related(*LOADED.get(table, ())).exclude(pk__in=known).order_by("pk")
        found[table] = list(rows)
    return found
