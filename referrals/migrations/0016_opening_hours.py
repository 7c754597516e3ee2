"""The week of opening hours that a promise began with. Most have the usual one, which the new column begins with."""

from django.db import migrations, models

from partners.models.hours import is_a_week
from partners.opening import office_week

# What was open every day of the year had the same hours on each.
FILL = """
update referrals_clock set hours = (
  select jsonb_agg(
    case when day <= 5 or open_on_bank_holidays
      then jsonb_build_array(jsonb_build_array(left(opens_at::text, 5), left(closes_at::text, 5))) else '[]'::jsonb end
    order by day) from generate_series(1, 7) day)
where open_on_bank_holidays or opens_at <> '09:00' or closes_at <> '17:00'
"""


class Migration(migrations.Migration):
    dependencies = [("partners", "0010_opening_hours"), ("referrals", "0015_changed_targets")]

    operations = [
        migrations.RenameField(model_name="clock", old_name="open_every_day", new_name="open_on_bank_holidays"),
        migrations.AddField(model_name="clock", name="hours", field=models.JSONField(default=office_week)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RemoveField(model_name="clock", name="opens_at"),
        migrations.RemoveField(model_name="clock", name="closes_at"),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.CheckConstraint(condition=is_a_week("hours"), name="clock_hours_are_a_week"),
        ),
    ]
