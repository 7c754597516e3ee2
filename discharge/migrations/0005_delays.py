"""What the delay of a case is stands behind the wall by the rules of its readiness: who sees the case whole sees it, who
changes the case adds and ends it, and nobody takes it away."""

from importlib import import_module

from django.db import migrations

FIRST = import_module("discharge.migrations.0001_second_wall")
TABLE = "referrals_delayspan"


def forward() -> str:
    """The policies, and the trigger that keeps a row on its case."""
    rules = (each and FIRST.of_row(each, TABLE) for each in FIRST.TABLES["referrals_readinessperiod"])
    return FIRST.wall(TABLE, *rules, None) + (
        f"create trigger row_stays_on_case before update of referral_id on {TABLE} "
        "for each row execute function wall.row_stays_on_case();\n"
    )


class Migration(migrations.Migration):
    dependencies = [("discharge", "0004_search_by_name"), ("referrals", "0013_delays")]
    operations = [migrations.RunSQL(forward())]
