"""Rights at schemes. After it, as after every migration, the groups of the roles get the grants they have in this
version: `partners.apps.grant_new_rights`."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from partners.roles import AT_A_SCHEME, AT_AN_ORGANISATION


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("partners", "0007_history"),
    ]

    operations = [
        # Rights are data, not structure: the lists are read, not repeated.
        migrations.AlterModelOptions(name="organisation", options={"permissions": list(AT_AN_ORGANISATION.items())}),
        migrations.AlterModelOptions(
            name="scheme",
            options={"permissions": [(right.value, found.meaning) for right, found in AT_A_SCHEME.items()]},
        ),
        migrations.CreateModel(
            name="SchemeGroupGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "content_object",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="partners.scheme"),
                ),
                ("group", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.group")),
                ("permission", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission")),
            ],
            options={
                "abstract": False,
                "unique_together": {("group", "permission", "content_object")},
            },
        ),
        migrations.CreateModel(
            name="SchemeUserGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "content_object",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="partners.scheme"),
                ),
                ("permission", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "abstract": False,
                "unique_together": {("user", "permission", "content_object")},
            },
        ),
    ]
