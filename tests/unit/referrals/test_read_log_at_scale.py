"""The officer's search at 200,000 looks: PostgreSQL reads each page off an index and little more, shown by its plan."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partners.models import User
from partners.roles import RoleCode
from referrals.queries.read_log import looks_at_record, read_log
from tests import factories as make

pytestmark = pytest.mark.django_db
ROWS = 200_000
NEWEST = datetime(2026, 11, 23, 9, tzinfo=UTC)
# 40 organisations lead, 60 refer; 400 people look; 20,000 cases; one look in 500 is an emergency's. The officer's own
# organisation leads one case in 20 and refers one in 30, so that both halves of the rule have thousands of rows.
FILL = """
insert into partners_readlog (at, user_id, membership_id, organisation_id, referral_id, patient_id, reference,
                              lead_organisation_id, referrer_organisation_id, why, break_glass_id, page)
select %(newest)s - n * interval '90 seconds', 900000 + n %% 401, 1, 800000 + n %% 97, n %% 20011, n %% 20011,
       'HW-' || (n %% 20011),
       case when n %% 20 = 0 then %(mine)s else 700000 + n %% 40 end,
       case when n %% 30 = 1 then %(mine)s else 600000 + n %% 60 end,
       case when n %% 500 = 0 then 'break_glass' else 'lead' end, case when n %% 500 = 0 then n end,
       case when n %% 1000 = 0 then 'print' when n %% 3 = 0 then 'case_messages' else 'case_summary' end
from generate_series(1, %(rows)s) n
"""
Search = Callable[[User], object]
SEARCHES: dict[str, Search] = {
    "newest": lambda officer: read_log(officer),
    "case": lambda officer: read_log(officer, reference="HW-40"),
    "case nobody looked at": lambda officer: read_log(officer, reference="HW-NONE"),
    "person": lambda officer: read_log(officer, person="Rarely"),
    "organisation": lambda officer: read_log(officer, organisation=800003),
    "days": lambda officer: read_log(officer, since=date(2026, 8, 1), until=date(2026, 8, 3)),
    "rare page": lambda officer: read_log(officer, page="print"),
    "page nobody opened": lambda officer: read_log(officer, page="close_case"),
    "emergency": lambda officer: read_log(officer, emergency=True),
    "far back": lambda officer: read_log(officer, before="2026-06-01T00:00:00+00:00_5"),
    "person, page and days": lambda officer: read_log(
        officer, person="Rarely", page="case_summary", since=date(2026, 8, 1), until=date(2026, 9, 1)
    ),
    "printed for a patient": lambda officer: looks_at_record(officer, "HW-40"),
}
# Blocks of 8 kB: a page is some 100 rows, each at worst in a block of its own, found through a few levels of index.
MOST_BLOCKS = 6_000
MOST_SORTED = 2_500


@pytest.fixture
def officer() -> User:
    council = make.OrganisationFactory()
    with connection.cursor() as cursor:
        # The indexes are built once over all the rows, which takes a quarter of the time of growing them.
        cursor.execute("select indexname, indexdef from pg_indexes where indexname like 'read_log%'")
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f"drop index {name}")
        cursor.execute(FILL, {"newest": NEWEST, "mine": council.pk, "rows": ROWS})
        for _, definition in indexes:
            cursor.execute(definition)
        cursor.execute("analyze partners_readlog")
    User.objects.create(pk=900007, email="rarely@homeward.example", name="Rarely Looks")
    return make.person(RoleCode.IG_OFFICER, council)


def test_search_every_filter_reads_from_an_index(officer: User) -> None:
    wrong = []
    for name, search in SEARCHES.items():
        for plan in _plans(lambda search=search: search(officer)):  # type: ignore[misc]
            wrong += [(name, fault) for fault in _faults(plan)]
    assert wrong == []


def _plans(search: Callable[[], object]) -> Iterator[dict[str, Any]]:
    """The plan, with what was read, of each query over the log that this search makes."""
    with CaptureQueriesContext(connection) as queries:
        search()
    for query in list(queries):
        if '"partners_readlog"' in query["sql"]:
            with connection.cursor() as cursor:
                cursor.execute("explain (analyze, buffers, format json) " + query["sql"].replace("%", "%%"), [])
                given = cursor.fetchone()[0]
            yield (json.loads(given) if isinstance(given, str) else given)[0]["Plan"]


def _faults(plan: dict[str, Any]) -> list[str]:
    faults = []
    blocks = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    if blocks > MOST_BLOCKS:
        faults.append(f"{blocks} blocks read")
    for node in _nodes(plan):
        if node["Node Type"] == "Seq Scan" and node.get("Relation Name") == "partners_readlog":
            faults.append("the whole table is read")
        if "Sort" in node["Node Type"] and sum(each["Actual Rows"] for each in node.get("Plans", [])) > MOST_SORTED:
            faults.append("thousands of rows are sorted")
    return faults


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for each in plan.get("Plans", []):
        yield from _nodes(each)
