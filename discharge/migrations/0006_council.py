"""Applications to a council stand behind the wall by the rules of the other work on a case: who sees the case whole sees
them, who changes the case adds and changes them, and nobody takes them away. A stage that was entered never changes.
"""

from importlib import import_module

from django.db import migrations

FIRST = import_module("discharge.migrations.0001_second_wall")
TABLE, STAGES = "housing_councilapplication", "housing_councilstage"


def forward() -> str:
    """The policies of both tables and of the past, and the trigger that keeps a row on its case."""
    rules = (each and FIRST.of_row(each, TABLE) for each in FIRST.TABLES["housing_rehousing"])
    application = f"select 1 from {TABLE} a where a.id = {STAGES}.application_id"
    changed = (
        f"select 1 from {TABLE} a join referrals_referral r on r.id = a.referral_id "
        f"where a.id = {STAGES}.application_id and {FIRST.CHANGES}"
    )
    past = f"{TABLE}past"
    return (
        FIRST.wall(TABLE, *rules, None) + f"create trigger row_stays_on_case before update of referral_id on {TABLE} "
        "for each row execute function wall.row_stays_on_case();\n"
        + FIRST.wall(STAGES, f"exists ({application} offset 0)", f"exists ({changed} offset 0)", None, None)
        + f"alter table {past} enable row level security;\n"
        f"create policy seen on {past} for select to homeward_app using ({FIRST.of_row(FIRST.OF_CASE, past)});\n"
        f"create policy written on {past} for insert to homeward_app with check (true);\n"
        f"revoke update, delete on {past} from homeward_app, homeward_sweep;\n"
        f"grant insert on {past} to homeward_definer;\n"
    )


class Migration(migrations.Migration):
    dependencies = [("discharge", "0005_delays"), ("housing", "0005_council")]
    operations = [migrations.RunSQL(forward())]
