from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("referrals", "0003_purpose_words")]
    operations = [
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(("is_open", True)),
                fields=["lead_organisation", "ready_since", "id"],
                name="referral_lead_ready",
            ),
        ),
    ]
