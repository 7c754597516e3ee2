"""A service's opening hours as a week: several in a day, none on a Saturday."""

from django.db import migrations, models

from partners.models.hours import is_a_week
from partners.opening import office_week

# What was open every day of the year had the same hours on each.
FILL = """
update partners_scheme set hours = (
  select jsonb_agg(
    case when day <= 5 or open_on_bank_holidays
      then jsonb_build_array(jsonb_build_array(left(opens_at::text, 5), left(closes_at::text, 5))) else '[]'::jsonb end
    order by day) from generate_series(1, 7) day)
"""


class Migration(migrations.Migration):
    dependencies = [("partners", "0009_deadlines")]

    operations = [
        migrations.RenameField(model_name="scheme", old_name="open_every_day", new_name="open_on_bank_holidays"),
        migrations.AddField(model_name="scheme", name="hours", field=models.JSONField(default=office_week)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name="scheme", name="scheme_hours_in_order"),
        migrations.RemoveField(model_name="scheme", name="opens_at"),
        migrations.RemoveField(model_name="scheme", name="closes_at"),
        migrations.AddConstraint(
            model_name="scheme",
            constraint=models.CheckConstraint(condition=is_a_week("hours"), name="scheme_hours_are_a_week"),
        ),
    ]
