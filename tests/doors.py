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
from housing.models import Building, CouncilApplication, Intervention, Occupation, Rehousing, Stay, Unit
from outcomes.models import FollowUp
from partners.models import (
    Absence,
    DutyShift,
    Membership,
    Notification,
    Organisation,
    OutboxMessage,
    Scheme,
    SchemePartner,
    SharingAgreement,
    Site,
    User,
    Ward,
)
from referrals.forms.ward_form import PAGES
from referrals.models import (
    BreakGlass,
    CaseFile,
    Clock,
    DataExport,
    LegalHold,
    OneOffHoliday,
    Referral,
    Rescheduling,
    RetentionRun,
)
from tests.repository.test_addresses import OTHERS
from tests.repository.test_closed_door import ADDRESSES

#: Beginning of a route → the table whose row its first argument names. The longest counts.
BEGINNINGS: dict[str, type[models.Model]] = {
    "cases/": Referral,
    "referrals/": Referral,
    "who-looked/": Referral,
    "restricted-cases/": Referral,
    "rehousings/": Rehousing,
    "council-applications/": CouncilApplication,
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
    "messages/": OutboxMessage,
    "who-is-there/absences/": Absence,
    "who-is-there/shifts/": DutyShift,
    "bank-holidays/": OneOffHoliday,
    "bank-holidays/changes/": Rescheduling,
    "targets/": Scheme,
    "requests/": DataExport,
    "holds/": LegalHold,
    "old-records/": RetentionRun,
}
#: Table of the first argument and what stands before the second → the second's table, and whether a row belongs to it.
SECOND: dict[tuple[type[models.Model], str], tuple[type[models.Model], Callable[[Any, Any], bool]]] = {
    (Referral, "files"): (CaseFile, lambda case, file: file.referral_id == case.pk),
    (Referral, "deadlines"): (Clock, lambda case, clock: clock.referral_id == case.pk),
    (Intervention, "photos"): (CaseFile, lambda job, file: file.referral_id == job.referral_id),
    (User, "roles"): (Membership, lambda person, role: role.user_id == person.pk),
    (Organisation, "sites"): (Site, lambda organisation, site: site.organisation_id == organisation.pk),
    (Organisation, "wards"): (Ward, lambda organisation, ward: ward.site.organisation_id == organisation.pk),
    (Scheme, "partners"): (SchemePartner, lambda scheme, partner: partner.scheme_id == scheme.pk),
    (Scheme, "changes"): (Rescheduling, lambda scheme, row: bool(row.target and row.target.scheme_id == scheme.pk)),
}
LOADED: dict[type[models.Model], tuple[str, ...]] = {
    Referral: ("patient",),
    Stay: ("referral", "unit__building"),
    Unit: ("building__scheme",),
    Occupation: ("unit__building__scheme",),
    Ward: ("site",),
    Rescheduling: ("target__scheme",),
    **dict.fromkeys((CaseFile, Clock, CouncilApplication, Intervention, Rehousing, FollowUp), ("referral",)),
}
#: Second argument that is no row of its own, by the beginning of the route → what it may be. The organisation that may
#: look at a case no longer is known to anybody: the case is what counts.
WORDS: dict[tuple[str, str], tuple[str | int, ...]] = {
    ("cases/<str:reference>/sharing/viewers/", "pk"): (1,),
    ("cases/", "section"): tuple(each.name for each in case_page.SECTIONS),
    ("referrals/", "page"): tuple(page.code for page in PAGES),
    ("referrals/", "word"): tuple(ACTIONS.values()),
    ("requests/", "word"): ("json", "pdf"),
    ("targets/", "word"): ("urgent",),
}
#: The link of an invitation: a secret that nobody else holds and that opens a page about no case.
NOT_ABOUT_A_ROW = {"join_link"}
Rows = dict[type[models.Model], list[Any]]


@dataclass(frozen=True)
class Door:
    """One address of the table, with its words filled in. `tables`: argument → table, the first argument first."""

    name: str
    tables: tuple[tuple[str, type[models.Model]], ...]
    #: Whether a row of the second table belongs to one of the first.
    belongs: Callable[[Any, Any], bool] | None = None
    words: tuple[tuple[str, str | int], ...] = ()

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
        if self.belongs is None:
            yield from ((row,) for row in rows[self.table] if not has_part(row))
            return
        first, second = rows[self.tables[0][1]], rows[self.table]
        own_first = [each for each in first if has_part(each)][:1]
        own_second = [each for each in second if has_part(each)][:1]
        for each in second:
            owners = [owner for owner in first if self.belongs(owner, each)]
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
        if arguments and not name.startswith(OTHERS) and name not in NOT_ABOUT_A_ROW:
            found += _doors(name, str(pattern.pattern), arguments)
    return found


def _doors(name: str, route: str, arguments: list[str]) -> list[Door]:
    table = _longest(BEGINNINGS, route)
    assert table is not None, f"{name}: say in {__name__} whose number stands in {route}"
    if len(arguments) == 1:
        return [Door(name, ((arguments[0], table),))]
    second = arguments[1]
    words = _longest({start: words for (start, argument), words in WORDS.items() if argument == second}, route)
    if words is not None:
        return [Door(name, ((arguments[0], table),), words=((second, word),)) for word in words]
    before = route[: route.rindex("<")].rstrip("/").split("/")[-1]
    assert (table, before) in SECOND, f"{name}: say in {__name__} what the second number in {route} counts"
    other, belongs = SECOND[table, before]
    return [Door(name, ((arguments[0], table), (second, other)), belongs)]


def _longest(beginnings: dict[str, Any], route: str) -> Any:
    fitting = [each for each in beginnings if route.startswith(each)]
    return beginnings[max(fitting, key=len)] if fitting else None


def rows_of_the_world(but: Rows | None = None) -> Rows:
    """Every row that an address can be about, `but` for those known already."""
    tables = {table for door in every_door() for _, table in door.tables}
    found: Rows = {}
    for table in sorted(tables, key=lambda each: each.__name__):
        known = {row.pk for row in (but or {}).get(table, [])}
        rows = table._default_manager.select_related(*LOADED.get(table, ())).exclude(pk__in=known).order_by("pk")
        found[table] = list(rows)
    return found
