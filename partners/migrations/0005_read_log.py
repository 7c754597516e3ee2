"""The read log answers for itself: which case, who held it then, why somebody was let in, and the search's own orders.

The rights on an organisation are those the program knows, whatever other migration adds one.
"""

from django.db import migrations, models

from partners.roles import PERMISSION_MEANING


class Migration(migrations.Migration):
    dependencies = [("partners", "0004_sharing")]
    operations = [
        migrations.AlterModelOptions(
            name="organisation",
            options={"permissions": [(right.value, meaning) for right, meaning in PERMISSION_MEANING.items()]},
        ),
        migrations.RemoveIndex(
            model_name="readlog",
            name="read_log_newest",
        ),
        migrations.RemoveIndex(
            model_name="readlog",
            name="read_log_referral",
        ),
        migrations.RemoveIndex(
            model_name="readlog",
            name="read_log_patient",
        ),
        migrations.RemoveIndex(
            model_name="readlog",
            name="read_log_user",
        ),
        migrations.AddField(
            model_name="readlog",
            name="break_glass_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="readlog",
            name="lead_organisation_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="readlog",
            name="reference",
            field=models.CharField(default="", max_length=12),
        ),
        migrations.AddField(
            model_name="readlog",
            name="referrer_organisation_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="readlog",
            name="why",
            field=models.CharField(default="", max_length=16),
        ),
        migrations.AddIndex(
            model_name="readlog",
            index=models.Index(fields=["lead_organisation_id", "-at", "-id"], name="read_log_lead"),
        ),
        migrations.AddIndex(
            model_name="readlog",
            index=models.Index(fields=["referrer_organisation_id", "-at", "-id"], name="read_log_referrer"),
        ),
        migrations.AddIndex(
            model_name="readlog",
            index=models.Index(fields=["lead_organisation_id", "page", "-at", "-id"], name="read_log_lead_page"),
        ),
        migrations.AddIndex(
            model_name="readlog",
            index=models.Index(
                fields=["referrer_organisation_id", "page", "-at", "-id"], name="read_log_referrer_page"
            ),
        ),
        migrations.AddIndex(
            model_name="readlog",
            index=models.Index(fields=["user_id", "-at", "-id"], name="read_log_user"),
        ),
        migrations.AddIndex(
            model_name="readlog",
            index=models.Index(fields=["organisation_id", "-at", "-id"], name="read_log_organisation"),
        ),
        migrations.AddIndex(
            model_name="readlog",
            index=models.Index(fields=["reference", "-at", "-id"], name="read_log_reference"),
        ),
        migrations.AddIndex(
            model_name="readlog",
            index=models.Index(fields=["referral_id", "-at", "-id"], name="read_log_referral"),
        ),
        migrations.AddIndex(
            model_name="readlog",
            index=models.Index(fields=["patient_id", "-at", "-id"], name="read_log_patient"),
        ),
        migrations.AddIndex(
            model_name="readlog",
            index=models.Index(
                condition=models.Q(("break_glass_id__isnull", False)),
                fields=["lead_organisation_id", "-at", "-id"],
                name="read_log_lead_emergency",
            ),
        ),
        migrations.AddIndex(
            model_name="readlog",
            index=models.Index(
                condition=models.Q(("break_glass_id__isnull", False)),
                fields=["referrer_organisation_id", "-at", "-id"],
                name="read_log_referrer_emergency",
            ),
        ),
        migrations.AddIndex(
            model_name="readlog",
            index=models.Index(
                condition=models.Q(("break_glass_id__isnull", False)),
                fields=["break_glass_id", "at", "id"],
                name="read_log_break_glass",
            ),
        ),
        migrations.AddConstraint(
            model_name="readlog",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("break_glass_id__isnull", False), ("why", "break_glass")),
                    models.Q(models.Q(("why", "break_glass"), _negated=True), ("break_glass_id__isnull", True)),
                    _connector="OR",
                ),
                name="read_log_emergency_names_its_opening",
            ),
        ),
    ]
