"""The table of minimum data against what is really shown: every page, answer of the API, file and print that each
reader reaches, with every field of the record filled, cell by cell."""

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

from partners.minimum_data import FIELDS, Reader, may_show
from partners.models import User
from tests import crawler
from tests.full_record import LOOKED_AT, MARKS, Record, full_record

pytestmark = pytest.mark.django_db

#: Fields that are tried nowhere, with the reason.
NOT_TRIED = {
    "status": "the words for where a case stands are the service's own and stand in filters and figures",
    "urgency": "three words that every list has",
    "deadlines": "a provider is shown the same words for its own job",
}
#: A mark that stands elsewhere by right.
SAID_ELSEWHERE = {
    **{
        (field, Reader.ADMINISTRATOR): "an administrator keeps the list of these, with nobody's case in it"
        for field in ("ward", "assignee", "other_partners", "stay", "booked_by", "looks")
    },
    **{
        ("looks", reader): "a colleague stands among those who can be named on a case, whether or not they looked"
        for reader in (Reader.LEAD, Reader.DISCHARGE_TEAM)
    },
    ("other_partners", Reader.IG_OFFICER): "organisations stand in the list of agreements, with nobody's case in it",
}
TRIED = [(field, reader) for field in FIELDS if field not in NOT_TRIED for reader in Reader]


def people_of(record: Record) -> dict[Reader, User]:
    world = record.world
    return {
        Reader.LEAD: world.team_lead,
        Reader.WARD: world.sister,
        Reader.DISCHARGE_TEAM: world.discharge_team,
        Reader.VIEWER: record.viewer,
        Reader.BREAK_GLASS: record.outsider,
        Reader.PROVIDER: world.provider_worker,
        Reader.ACCOMMODATION: world.flat_manager,
        Reader.COMMISSIONER: world.commissioner,
        Reader.IG_OFFICER: world.ig_officer,
        Reader.ADMINISTRATOR: world.administrator,
    }


def starts_of(record: Record) -> list[str]:
    """Where everybody begins: their home, the API, and the addresses of the record, which open to some of them."""
    references = [case.reference for case in record.cases.values()]
    return [
        "/",
        reverse("api_referrals"),
        *(reverse("case", args=[each]) for each in references),
        *(reverse("api_referral", args=[each]) for each in references),
        *(reverse("referral_print", args=[each]) for each in references),
        *(reverse("job", args=[job.pk]) for job in record.jobs),
        *(reverse("stay", args=[stay.pk]) for stay in record.stays),
        reverse("our_referrals") + "?show=drafts",
    ]


def plain(text: str) -> str:
    """Without blanks and capitals: an NHS number is written 3-3-4, a surname in capitals."""
    return "".join(text.split()).casefold()


@pytest.fixture(scope="module")
def seen(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> dict[Reader, dict[str, str]]:
    """What each reader saw, address by address. The walk is done once for all cells, and undone."""
    with (
        crawler.quiet(),
        django_db_blocker.unblock(),  # type: ignore[attr-defined]
        time_machine.travel(LOOKED_AT, tick=False),
        transaction.atomic(),
    ):
        record = full_record()
        look = Client()
        look.force_login(record.looker)
        found = {}
        for reader, person in people_of(record).items():
            # Each time, so that it is among the newest when the officer reads the log.
            look.get(reverse("case", args=[record.cases["under_way"].reference]))
            client = Client()
            client.force_login(person)
            visit = crawler.visit(client, starts_of(record))
            found[reader] = {address: plain(text) for address, text in visit.opened.items()}
        MARKS["reference"] = tuple(case.reference for case in record.cases.values())
        transaction.set_rollback(True)
    return found


def test_every_field_of_the_table_is_tried_or_excluded_with_a_reason() -> None:
    assert set(MARKS) | {"reference"} | set(NOT_TRIED) == set(FIELDS)


@pytest.mark.parametrize(("field", "reader"), TRIED, ids=[f"{field}-{reader.value}" for field, reader in TRIED])
def test_field_is_shown_as_the_table_says(seen: dict[Reader, dict[str, str]], field: str, reader: Reader) -> None:
    marks = [plain(mark) for mark in MARKS[field]]
    where = sorted(address for address, text in seen[reader].items() if any(mark in text for mark in marks))
    if may_show(reader, field):
        assert where
    elif (field, reader) not in SAID_ELSEWHERE:
        assert where == []
