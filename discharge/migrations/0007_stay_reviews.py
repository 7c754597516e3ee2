"""Team reviews stand behind the wall with their stay: who sees the stay sees them, who manages the flat or changes the
case adds one, and nobody changes or takes one away. The review and the claim are promises the flat's manager can keep.
"""

from importlib import import_module

from django.db import migrations

FIRST = import_module("discharge.migrations.0001_second_wall")
REVIEWS, CLOCKS = "housing_stayreview", "referrals_clock"
BEFORE, NOW = "'support_plan', 'stay'", "'support_plan', 'stay', 'review', 'benefit_claim'"
ADDS = (
    "exists (select 1 from housing_stay s where s.id = t.stay_id and "
    f"(exists (select 1 from referrals_referral r where r.id = s.referral_id and {FIRST.CHANGES} offset 0) "
    f"or {FIRST.part('accommodation', 'manages', of='s.referral_id')}) offset 0)"
)


def forward() -> str:
    """The policies of the new table, and those on clocks with the new kinds."""
    seen = "exists (select 1 from housing_stay s where s.id = t.stay_id offset 0)"
    rules = (FIRST.of_row(each, REVIEWS) for each in (seen, ADDS))
    return FIRST.wall(REVIEWS, *rules, None, None) + of_clocks(NOW)


def of_clocks(kinds: str) -> str:
    """The policies on clocks, by which a manager of flats sees, adds and changes those of these kinds."""
    seen, add, change = (FIRST.of_row(rule.replace(BEFORE, kinds), CLOCKS) for rule in FIRST.TABLES["referrals_clock"])
    return (
        f"alter policy seen on {CLOCKS} using ({seen});\n"
        f"alter policy may_add on {CLOCKS} with check ({add});\n"
        f"alter policy may_change on {CLOCKS} with check ({change});\n"
    )


class Migration(migrations.Migration):
    dependencies = [("discharge", "0006_council"), ("housing", "0006_stay_reviews")]
    operations = [migrations.RunSQL(forward())]
