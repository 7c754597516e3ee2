from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("referrals", "0002_parties_and_timeline"), ("partners", "0006_sign_in")]
    operations = []
