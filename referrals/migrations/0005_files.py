from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("referrals", "0004_restricted_and_break_glass")]
    operations = []
