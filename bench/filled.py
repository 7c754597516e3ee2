"""Whether the database is filled already, and with how many cases."""

from django.db import connection


def cases_there() -> int | None:
    """None: nothing of ours is there. Raises SystemExit for a database with somebody else's cases, or half filled."""
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass('bench.filled') is not null, to_regclass('bench.person') is not null")
        filled, begun = cursor.fetchone()
        if filled:
            cursor.execute("select cases from bench.filled")
            return int(cursor.fetchone()[0])
        cursor.execute("select exists (select from referrals_referral) or exists (select from partners_organisation)")
        (foreign,) = cursor.fetchone()
    if begun or foreign:
        raise SystemExit("This database is not empty, and not filled by this program to the end. Name another.")
    return None


def note_filled(cases: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("create table bench.filled as select %s::bigint as cases", [cases])
