import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0004_restricted_and_break_glass"),
        ("partners", "0006_sign_in"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("photo", "Photo of the home"),
                            ("ot_report", "Occupational therapist’s report"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=100)),
                (
                    "content_type",
                    models.CharField(
                        choices=[
                            ("image/jpeg", "image/jpeg"),
                            ("image/png", "image/png"),
                            ("application/pdf", "application/pdf"),
                        ],
                        max_length=20,
                    ),
                ),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("storage_name", models.CharField(max_length=80, unique=True)),
                ("uploaded_at", models.DateTimeField()),
                ("for_provider", models.BooleanField(default=False)),
                (
                    "scan",
                    models.CharField(
                        choices=[
                            ("waiting", "Being checked for viruses"),
                            ("clean", "No virus found"),
                            ("infected", "Removed: the virus check found something"),
                            ("not_scanned", "Not checked for viruses"),
                        ],
                        max_length=12,
                    ),
                ),
                ("scanned_at", models.DateTimeField(null=True)),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "removed_why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("wrong_case", "It belongs to another patient or case"),
                            ("wrong_file", "It is the wrong file"),
                            ("not_needed", "It is not needed any more"),
                            ("patient_asked", "The patient asked for it to be removed"),
                            ("infected", "The virus check found something in it"),
                            ("retention", "It was kept for as long as it may be"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.organisation",
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="referrals.referral",
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["referral", "-uploaded_at", "id"], name="casefile_referral"),
                    models.Index(
                        condition=models.Q(("removed_at__isnull", True), ("scan", "waiting")),
                        fields=["uploaded_at"],
                        name="casefile_waiting",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["photo", "ot_report", "other"])), name="casefile_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("content_type__in", ["image/jpeg", "image/png", "application/pdf"])),
                        name="casefile_type_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("scan__in", ["waiting", "clean", "infected", "not_scanned"])),
                        name="casefile_scan_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True), ("removed_at__isnull", False), _connector="OR"
                        ),
                        name="casefile_titled",
                    ),
                    models.CheckConstraint(condition=models.Q(("size__gte", 1)), name="casefile_not_empty"),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="casefile_sha256"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("storage_name__regex", "^[0-9a-f]{2}/[0-9a-f]{32}$")),
                        name="casefile_name_is_random",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "photo"), _negated=True),
                            ("content_type__in", ["image/jpeg", "image/png"]),
                            _connector="OR",
                        ),
                        name="casefile_photo_is_picture",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("for_provider", False), ("kind", "photo"), _connector="OR"),
                        name="casefile_for_provider_is_photo",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at__isnull", True), ("removed_by__isnull", True), ("removed_why", "")),
                            models.Q(("removed_at__isnull", False), models.Q(("removed_why", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="casefile_removed_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("removed_at__isnull", True), ("removed_at__gte", models.F("uploaded_at")), _connector="OR"
                        ),
                        name="casefile_dates_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("scan__in", ["clean", "infected"]), ("scanned_at__isnull", False)),
                            models.Q(("scan__in", ["waiting", "not_scanned"]), ("scanned_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="casefile_scanned_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("scan", "infected"), _negated=True),
                            ("removed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="casefile_infected_is_removed",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("referral", "organisation", "sha256"),
                        name="casefile_once",
                    ),
                ],
            },
        ),
    ]
