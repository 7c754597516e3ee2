"""A million cases by statements over whole sets, with the triggers off: minutes instead of days.

What triggers keep is written by the same statements and checked by `bench.checks`. The rows are drawn once, into
`bench.drawn`, with a fixed seed; everything else follows from that table by arithmetic. The id of a case is its number,
the id of its patient the same, the clock of its answer too; its work has the clock `cases + number`, its follow-up
`2 * cases + number`. Higher numbers are newer; one case in twenty is open.
"""

import time
from collections.abc import Callable

from django.db import connection

from bench.scripts import FOLDER, sql

DAYS = 1825  # five years
BIG_PROVIDER_JOBS = 20_000
STEPS = sorted(each.stem for each in FOLDER.glob("[0-9]*.sql"))

TABLES = (
    "referrals_patient", "referrals_referral", "referrals_referralparty", "referrals_clock", "referrals_referralevent",
    "referrals_referralneed", "referrals_referralrisk", "referrals_message", "referrals_readinessperiod",
    "referrals_sharingdecision", "housing_intervention", "partners_readlog", "partners_auditevent",
)  # fmt: skip


def fill(cases: int, say: Callable[[str], None]) -> None:
    """Put `cases` cases with all that hangs on them into an empty database in which `make_cast` was run."""
    words: dict[str, int | list[str]] = {
        "cases": cases,
        "days": DAYS,
        "jobs": min(BIG_PROVIDER_JOBS, cases // 50),
        **_names(),
    }
    more, values = _columns_added_since()
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        for name in STEPS:
            began = time.monotonic()
            cursor.execute(sql(name).replace("/*more*/", more).replace("/*more values*/", values), words)
            say(f"  {name}: {time.monotonic() - began:.0f} s")
        cursor.execute("set session_replication_role = origin")
        for table in TABLES:
            cursor.execute(
                f"select setval(pg_get_serial_sequence('{table}', 'id'), (select coalesce(max(id), 1) from {table}))"
            )
        began = time.monotonic()
        cursor.execute("vacuum (analyze)")
        say(f"  vacuum and statistics: {time.monotonic() - began:.0f} s")


def make_due(clocks: int) -> None:
    """Let this many running clocks have something to say since a minute ago, and the others in an hour or later."""
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute(
            "update referrals_clock set next_alert_at = now() + (1 + id % 200) * interval '1 hour' "
            "where stopped_at is null and next_alert_at < now()"
        )
        cursor.execute(
            "update referrals_clock c set next_alert_at = now() - interval '1 minute' from "
            "(select id from referrals_clock where stopped_at is null and next_alert_at is not null "
            "order by id %% 1009, id limit %s) picked "
            "where c.id = picked.id",
            [clocks],
        )
        cursor.execute("set session_replication_role = origin")
        cursor.execute("vacuum (analyze) referrals_clock")


def _names() -> dict[str, list[str]]:
    """Fictitious people's names: Faker's British ones, and syllables for the many that few people have."""
    from faker.providers.person.en_GB import Provider

    return {
        "family": ["Smith", "Jones", "Taylor", *sorted({*Provider.last_names} - {"Smith", "Jones", "Taylor"})],
        "given": sorted({*Provider.first_names}),
        "first": ["ash", "bar", "cald", "dun", "el", "fair", "gar", "hox", "ing", "kel", "lang", "mar", "nor", "ost",
                  "pen", "rud", "strat", "thorn", "wex", "yar"],
        "middle": ["er", "a", "o", "en", "ing", "i", "ul", "el", "and", "es"],
        "last": ["by", "ton", "ley", "ford", "wick", "ham", "well", "combe", "shaw", "den", "ridge", "thorpe"],
    }  # fmt: skip


def _columns_added_since() -> tuple[str, str]:
    """Columns of cases without which no row can be, and that a later migration added: a plain value for each."""
    plain = {"boolean": "false", "character varying": "''", "text": "''", "jsonb": "'{}'"}
    with connection.cursor() as cursor:
        cursor.execute(
            "select column_name, data_type from information_schema.columns where table_name = 'referrals_referral' "
            "and table_schema = 'public' and is_nullable = 'NO' and is_generated = 'NEVER' and column_default is null "
            "and is_identity = 'NO'"
        )
        found = [
            (name, plain[kind]) for name, kind in cursor.fetchall() if kind in plain and name not in sql("03_cases")
        ]
    return "".join(f", {name}" for name, _ in found), "".join(f", {value}" for _, value in found)
