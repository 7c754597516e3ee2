"""Who let a paused promise run again, and when a promise would have been due without its pauses."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from referrals import clock as arithmetic
from referrals.calendar import WorkingCalendar
from referrals.targets import OperatingHours, Target, Unit


def plan(apps: Any, schema_editor: Any) -> None:
    """A promise that never stood still was planned for when it is due; the others are worked out."""
    promises = apps.get_model("referrals", "Clock").objects
    promises.filter(pauses__isnull=True, due_at__isnull=False).update(planned_due_at=models.F("due_at"))
    days = list(apps.get_model("referrals", "OneOffHoliday").objects.all())
    calendar = WorkingCalendar(
        {day.on: day.name for day in days if not day.worked}, cancelled=[day.on for day in days if day.worked]
    )
    for row in promises.filter(planned_due_at__isnull=True).iterator():
        hours = (
            OperatingHours.every_day((row.opens_at, row.closes_at))
            if row.open_every_day
            else OperatingHours.weekdays(row.opens_at, row.closes_at)
        )
        target = Target(Unit(row.unit), row.amount, cut_off=row.cut_off, hours=hours)
        row.planned_due_at = arithmetic.due_at(row.started_at, target, calendar).due_at
        row.save(update_fields=["planned_due_at"])


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0011_indexes_at_a_million"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="clockpause",
            name="resumed_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="clockpause",
            constraint=models.CheckConstraint(
                condition=models.Q(("resumed_by__isnull", True), ("to_at__isnull", False), _connector="OR"),
                name="pause_resumed_has_an_end",
            ),
        ),
        migrations.AddField(model_name="clock", name="planned_due_at", field=models.DateTimeField(null=True)),
        migrations.RunPython(plan, migrations.RunPython.noop),
        migrations.AlterField(model_name="clock", name="planned_due_at", field=models.DateTimeField()),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.CheckConstraint(
                condition=models.Q(("planned_due_at__gte", models.F("started_at"))),
                name="clock_planned_due_after_start",
            ),
        ),
    ]
