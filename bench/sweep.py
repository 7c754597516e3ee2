"""The sweep of the deadlines against the least SQL that could write the same: `make bench ARGS=--sweep`.

Each round has the same 10,000 clocks come due. The sweep (`referrals.actions.alerts`) finds them, works out who is told
of each and in what words, writes the lines, stamps the clocks and writes the audit record of what passed. Bare SQL is
given those lines in a table, and in batches of as many only stamps the clocks and copies their lines. In turn, in the
same run, so that a busy machine slows both.
"""

import time
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

from django.db import connection, transaction
from django.utils import timezone

from bench.filling import make_due
from referrals.actions import alerts

DUE = 10_000
#: What the service promises of its own sweep, both asked for before it was written.
MOST_TIMES_BARE = 3.0
MOST_WITH_NOTHING_DUE = 20.0  # milliseconds


@dataclass
class Sweeps:
    """Seconds of each round, and milliseconds of database time of a sweep with nothing due."""

    clocks: int = 0
    due: int = 0
    lines: int = 0
    sweep: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    nothing_due: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        return median(self.sweep) / median(self.bare)

    @property
    def kept(self) -> bool:
        return self.ratio <= MOST_TIMES_BARE and max(self.nothing_due) < MOST_WITH_NOTHING_DUE

    def __str__(self) -> str:
        rounds = " ".join(f"{a:.2f}/{b:.2f}" for a, b in zip(self.sweep, self.bare, strict=True))
        return (
            f"{self.clocks:,} clocks, {self.due:,} due, {self.lines:,} lines written, batches of {alerts.BATCH}\n"
            f"sweep {median(self.sweep):.3f} s, bare SQL {median(self.bare):.3f} s, ratio {self.ratio:.2f} "
            f"(at most {MOST_TIMES_BARE:g}); each round, sweep/bare: {rounds}\n"
            f"nothing due: median {median(self.nothing_due):.2f} ms, most {max(self.nothing_due):.2f} ms of database "
            f"time (under {MOST_WITH_NOTHING_DUE:g})"
        )


def measure(rounds: int) -> Sweeps:
    """Have 10,000 clocks come due, and announce them `rounds` times either way, leaving the database as it was."""
    found = Sweeps()
    make_due(DUE)
    _run("drop table if exists bench.was, bench.lines")
    _run("create table bench.was as select * from referrals_clock where next_alert_at < now()")
    for turn in range(rounds + 1):
        at = timezone.now()
        began = time.perf_counter()
        announced = alerts.announce_due(at=at)
        swept = time.perf_counter() - began
        if turn == 0:
            found.due, found.lines = announced, _keep_lines(at)
        _as_before(at)
        began = time.perf_counter()
        lines = _bare(at)
        bare = time.perf_counter() - began
        if lines != found.lines:
            raise RuntimeError(f"Bare SQL wrote {lines:,} lines, the sweep {found.lines:,}.")
        _as_before(at)
        if turn:  # the first reads from disk
            found.sweep.append(swept)
            found.bare.append(bare)
    make_due(0)
    found.clocks = _run("select count(*) from referrals_clock")
    found.nothing_due = [_database_time(timezone.now()) for _ in range(max(rounds, 20))]
    return found


def _keep_lines(at: datetime) -> int:
    _run(
        "create table bench.lines as select split_part(key, ':', 2)::bigint as clock, recipient_id, key, kind, urgent, "
        "subject, text, path, created_at, for_digest from partners_notification where created_at = %s",
        at,
    )
    _run("create index on bench.lines (clock)")
    _run("analyze bench.lines")
    return _run("select count(*) from bench.lines")


def _as_before(at: datetime) -> None:
    """Take back what a sweep wrote, and leave the tables as tidy as they were."""
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute("delete from partners_notification where created_at = %s", [at])
        cursor.execute("delete from partners_auditevent where at = %s and action = 'clock_breached'", [at])
        cursor.execute(
            "update referrals_clock c set announced = w.announced, breached_at = w.breached_at, "
            "next_alert_at = w.next_alert_at from bench.was w where w.id = c.id"
        )
        cursor.execute("set session_replication_role = origin")
        cursor.execute("vacuum (analyze) referrals_clock, partners_notification, partners_auditevent")


_BARE = """
with due as materialized (
  select id from referrals_clock
  where stopped_at is null and next_alert_at is not null and next_alert_at < %(at)s
  order by next_alert_at, id limit %(batch)s
  for no key update skip locked
), stamped as (
  update referrals_clock c set announced = 100, breached_at = c.due_at, next_alert_at = %(later)s
  from due where c.id = due.id returning c.id
), told as (
  insert into partners_notification
    (recipient_id, key, kind, urgent, subject, text, path, created_at, for_digest)
  select recipient_id, key, kind, urgent, subject, text, path, %(at)s, for_digest
  from bench.lines l join stamped s on s.id = l.clock
  on conflict (recipient_id, key) do nothing
  returning 1
)
select (select count(*) from stamped), (select count(*) from told)
"""


def _bare(at: datetime) -> int:
    told = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_BARE, {"at": at, "batch": alerts.BATCH, "later": datetime.max.replace(tzinfo=at.tzinfo)})
            stamped, lines = cursor.fetchone()
        told += lines
        if stamped < alerts.BATCH:
            return told


def _database_time(at: datetime) -> float:
    """Milliseconds of the statement of a sweep, planning included, by PostgreSQL's own account."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"explain (analyze, format json) {alerts.DUE}", alerts.facts(at))
        (plan,) = cursor.fetchone()[0]
    return float(plan["Planning Time"] + plan["Execution Time"])


def _run(statement: str, *values: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values) or None)
        return int(cursor.fetchone()[0]) if cursor.description else 0
