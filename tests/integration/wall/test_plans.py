"""The policies cost little: no plan that reads every case or every party, whoever asks.

A big, a small and an empty organisation, because a plan that suits one can be wrong for another.
"""

import json
from collections.abc import Iterable
from typing import Any

import pytest

from partners.models import Organisation, User
from partners.roles import RoleCode
from tests import factories as make
from tests.integration.wall.asked import asked_by, sql

pytestmark = pytest.mark.django_db
CASES = 12_000
OPEN_OF_THE_BIG = 1_500
BUFFERS = 1_500
# A list that filters nothing walks the open cases until it has its page: a probe of the parties for each, no more.
BUFFERS_UNFILTERED = 5 * OPEN_OF_THE_BIG
PATIENT = (
    "nhs_number, no_nhs_number_reason, family_name, given_name, born_on, no_fixed_abode, address, postcode, phone, "
    "interpreter, created_at"
)
FILL = f"""
set local session_replication_role = replica;
insert into referrals_patient ({PATIENT} {{patient_more}})
  select null, 'unknown', 'Family' || i, 'Given', '1940-01-01', true, '', '', '', '', now() {{patient_values}}
  from generate_series(1, {CASES}) i;
create temporary table made on commit drop as
  select id as patient_id, row_number() over (order by id) as i from referrals_patient order by id desc limit {CASES};
insert into referrals_referral ({{columns}})
  select {{values}} from made;
insert into referrals_referralparty (referral_id, organisation_id, part, from_at, is_open, submitted_at)
  select id, lead_organisation_id, 'lead', now(), is_open, submitted_at from referrals_referral
  union all select id, referrer_organisation_id, 'referrer', now(), is_open, submitted_at from referrals_referral;
insert into referrals_clock (referral_id, kind, label, target_name, unit, amount, cut_off, hours,
    open_on_bank_holidays, started_at, due_at, planned_due_at, advisory, announced, partner_label, partner_path)
  select id, 'work', 'x', 'x', 'elapsed_hours', 24, '17:00',
    '[[["09:00", "17:00"]], [], [], [], [], [], []]', false, now(), now(), now(), false, 0, '',
    ''
  from referrals_referral;
set local session_replication_role = origin;
analyze referrals_patient; analyze referrals_referral; analyze referrals_referralparty; analyze referrals_clock;
"""
UNFILTERED = "list with no filter of its own"
QUERIES = {
    "page of a caseload": "select * from referrals_referral where is_open and lead_organisation_id = {organisation} "
    "order by next_due_at, id limit 25",
    UNFILTERED: "select * from referrals_referral where is_open order by next_due_at, id limit 25",
    "counts": "select count(*), count(*) filter (where assignee_id is null) from referrals_referral "
    "where is_open and lead_organisation_id = {organisation}",
    "patients of a page": "select * from referrals_patient where id in ({patients})",
    "clocks of a page": "select * from referrals_clock where referral_id in ({cases})",
    "one case": "select * from referrals_referral where reference = '{reference}'",
    "shared with us": "select * from referrals_referralparty where organisation_id = {organisation} and to_at is null "
    "order by is_open desc, submitted_at desc, referral_id desc limit 25",
}


def fill(world: make.World, small: make.World) -> None:
    values = {
        "reference": "'R' || i",
        "status": f"case when i <= {OPEN_OF_THE_BIG} or i % 200 = 0 then 'submitted' else 'closed' end",
        "patient_id": "patient_id",
        "scheme_id": str(world.scheme.pk),
        "lead_organisation_id": f"case when i % 200 = 0 then {small.council.pk} else {world.council.pk} end",
        "referrer_organisation_id": f"case when i % 200 = 0 then {small.trust.pk} else {world.trust.pk} end",
        "ward_id": str(world.ward.pk),
        "purpose": "'discharge'",
        "urgency": "'urgent'",
        "draft_answers": "'{}'",
        "made_by_id": str(world.sister.pk),
        "submitted_by_id": str(world.sister.pk),
        "made_at": "now()",
        "saved_at": "now()",
        "submitted_at": "now()",
        "admitted_on": "current_date",
        "ended_at": f"case when i <= {OPEN_OF_THE_BIG} or i % 200 = 0 then null else now() end",
        "next_due_at": "now() + i * interval '1 minute'",
        **{
            name: "''"
            for name in (
                "tenure",
                "household",
                "what_stands_in_the_way",
                "access_notes",
                "safety_notes",
                "reason_code",
                "destination",
            )
        },
        "source": "'form'",
    }
    values |= added_since("referrals_referral", {"id", *values})
    patient = added_since("referrals_patient", ("id", *PATIENT.split(", ")))
    sql(
        FILL.format(
            columns=", ".join(values),
            values=", ".join(values.values()),
            patient_more="".join(f", {name}" for name in patient),
            patient_values="".join(f", {value}" for value in patient.values()),
        )
    )


def added_since(table: str, known: Iterable[str]) -> dict[str, str]:
    """Columns without which no row can be, and that a later migration added: a plain value for each."""
    plain = {"boolean": "false", "character varying": "''", "text": "''", "jsonb": "'{}'"}
    needed = sql(
        "select column_name, data_type from information_schema.columns "
        "where table_name = %s and table_schema = 'public' and is_nullable = 'NO' and is_generated = 'NEVER' "
        "and column_default is null and is_identity = 'NO'",
        table,
    )
    return {name: plain[kind] for name, kind in needed if name not in known}


def plan(query: str) -> dict[str, Any]:
    found = sql("explain (analyze, buffers, format json) " + query)[0][0]
    return (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]


def test_no_query_of_a_page_reads_every_case_or_party() -> None:
    big, small, empty = make.world(), make.world(), make.world()
    fill(big, small)
    everywhere = make.person(RoleCode.COORDINATOR, big.council)
    dear: list[tuple[str, str, object]] = []
    people: dict[str, tuple[User, Organisation]] = {
        "big": (big.coordinator, big.council),
        "small": (small.coordinator, small.council),
        "empty": (empty.coordinator, empty.council),
        "another of the big": (everywhere, big.council),
        "ward": (big.sister, big.trust),
        "provider": (big.provider_worker, big.provider),
    }
    for name, (person, organisation) in people.items():
        with asked_by(person):
            page = sql("select id, patient_id, reference from referrals_referral where is_open limit 25")
            words = {
                "organisation": organisation.pk,
                "patients": ",".join(str(row[1]) for row in page) or "0",
                "cases": ",".join(str(row[0]) for row in page) or "0",
                "reference": page[0][2] if page else "none",
            }
            for what, query in QUERIES.items():
                found = plan(query.format(**words))
                read = found["Shared Hit Blocks"] + found["Shared Read Blocks"]
                most = BUFFERS_UNFILTERED if what == UNFILTERED else BUFFERS
                if read > most or "hashed SubPlan" in json.dumps(found):
                    dear.append((name, what, read))
    assert dear == []
