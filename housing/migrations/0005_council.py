"""Applications to a council: the duty to refer and the Disabled Facilities Grant, with their stages and their past."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# There is nothing yet whose first version would have to be kept.
KEEP = """
create trigger append_only before update or delete on housing_councilapplicationpast for each row execute function homeward_append_only();
create trigger by_trigger before insert on housing_councilapplicationpast for each row execute function homeward_past_by_trigger();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("housing", "0004_whose_promises"),
        ("referrals", "0014_the_rest_of_the_promises"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CouncilApplication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("duty_to_refer", "Duty to refer"), ("facilities_grant", "Disabled Facilities Grant")],
                        max_length=20,
                    ),
                ),
                ("council", models.CharField(max_length=200)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("sent", "Sent"),
                            ("accepted", "Accepted"),
                            ("ended", "Duty ended"),
                            ("not_accepted", "Not accepted"),
                            ("withdrawn", "Withdrawn"),
                            ("asked", "Asked for"),
                            ("visited", "Visited"),
                            ("applied", "Applied for"),
                            ("approved", "Approved"),
                            ("finished", "Works finished"),
                            ("refused", "Refused"),
                        ],
                        max_length=20,
                    ),
                ),
                ("stage_on", models.DateField()),
                ("agreed_referral", models.BooleanField(default=False)),
                ("agreed_council", models.BooleanField(default=False)),
                ("agreed_contact", models.BooleanField(default=False)),
                ("started_at", models.DateTimeField()),
                (
                    "clock",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="council_application",
                        to="referrals.clock",
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="council_applications",
                        to="referrals.referral",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CouncilApplicationPast",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("duty_to_refer", "Duty to refer"), ("facilities_grant", "Disabled Facilities Grant")],
                        max_length=20,
                    ),
                ),
                ("council", models.CharField(max_length=200)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("sent", "Sent"),
                            ("accepted", "Accepted"),
                            ("ended", "Duty ended"),
                            ("not_accepted", "Not accepted"),
                            ("withdrawn", "Withdrawn"),
                            ("asked", "Asked for"),
                            ("visited", "Visited"),
                            ("applied", "Applied for"),
                            ("approved", "Approved"),
                            ("finished", "Works finished"),
                            ("refused", "Refused"),
                        ],
                        max_length=20,
                    ),
                ),
                ("stage_on", models.DateField()),
                ("agreed_referral", models.BooleanField(default=False)),
                ("agreed_council", models.BooleanField(default=False)),
                ("agreed_contact", models.BooleanField(default=False)),
                ("started_at", models.DateTimeField()),
                (
                    "clock",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.clock",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="housing.councilapplication",
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="referrals.referral",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CouncilStage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("sent", "Sent"),
                            ("accepted", "Accepted"),
                            ("ended", "Duty ended"),
                            ("not_accepted", "Not accepted"),
                            ("withdrawn", "Withdrawn"),
                            ("asked", "Asked for"),
                            ("visited", "Visited"),
                            ("applied", "Applied for"),
                            ("approved", "Approved"),
                            ("finished", "Works finished"),
                            ("refused", "Refused"),
                        ],
                        max_length=20,
                    ),
                ),
                ("on", models.DateField()),
                ("reason", models.CharField(blank=True, default="", max_length=40)),
                ("note", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stages",
                        to="housing.councilapplication",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="councilapplication",
            index=models.Index(fields=["referral", "started_at"], name="council_referral"),
        ),
        migrations.AddConstraint(
            model_name="councilapplication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "duty_to_refer"),
                        ("stage__in", ["sent", "accepted", "ended", "not_accepted", "withdrawn"]),
                    ),
                    models.Q(
                        ("kind", "facilities_grant"),
                        ("stage__in", ["asked", "visited", "applied", "approved", "finished", "refused", "withdrawn"]),
                    ),
                    _connector="OR",
                ),
                name="council_stage_of_its_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="councilapplication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "duty_to_refer"), _negated=True),
                    models.Q(("agreed_contact", True), ("agreed_council", True), ("agreed_referral", True)),
                    _connector="OR",
                ),
                name="council_duty_has_consents",
            ),
        ),
        migrations.AddConstraint(
            model_name="councilapplication",
            constraint=models.CheckConstraint(
                condition=models.Q(("council", ""), _negated=True), name="council_is_named"
            ),
        ),
        migrations.AddConstraint(
            model_name="councilapplication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stage__in", ("sent", "accepted", "asked", "visited", "applied", "approved")),
                    ("clock__isnull", True),
                    _connector="OR",
                ),
                name="council_over_has_no_clock",
            ),
        ),
        migrations.AddConstraint(
            model_name="councilapplication",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stage__in", ("sent", "accepted", "asked", "visited", "applied", "approved"))),
                fields=("referral", "kind"),
                name="council_one_open_of_a_kind",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="councilapplication",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_councilapplicationpast" ("agreed_contact", "agreed_council", "agreed_referral", "clock_id", "council", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id", "stage", "stage_on", "started_at", "started_by_id") VALUES (NEW."agreed_contact", NEW."agreed_council", NEW."agreed_referral", NEW."clock_id", NEW."council", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', NEW."id", NEW."referral_id", NEW."stage", NEW."stage_on", NEW."started_at", NEW."started_by_id"); RETURN NULL;',
                    hash="081f20dc9bcb4f3d413f0d4f818b0de06aa1a811",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_958d0",
                    table="housing_councilapplication",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="councilapplication",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "housing_councilapplicationpast" ("agreed_contact", "agreed_council", "agreed_referral", "clock_id", "council", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id", "stage", "stage_on", "started_at", "started_by_id") VALUES (NEW."agreed_contact", NEW."agreed_council", NEW."agreed_referral", NEW."clock_id", NEW."council", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', NEW."id", NEW."referral_id", NEW."stage", NEW."stage_on", NEW."started_at", NEW."started_by_id"); RETURN NULL;',
                    hash="b11269324b751c224ee68ed3bc81a44cde403078",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_66026",
                    table="housing_councilapplication",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="councilapplication",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_councilapplicationpast" ("agreed_contact", "agreed_council", "agreed_referral", "clock_id", "council", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id", "stage", "stage_on", "started_at", "started_by_id") VALUES (OLD."agreed_contact", OLD."agreed_council", OLD."agreed_referral", OLD."clock_id", OLD."council", OLD."id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', OLD."id", OLD."referral_id", OLD."stage", OLD."stage_on", OLD."started_at", OLD."started_by_id"); RETURN NULL;',
                    hash="8b266eae6a4ad43aa2368fb0dc9de7f7ddd13b50",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_28a6b",
                    table="housing_councilapplication",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="councilapplicationpast",
            index=models.Index(fields=["referral", "pgh_id"], name="councilapplication_past"),
        ),
        migrations.AddConstraint(
            model_name="councilstage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("stage__in", ("not_accepted", "withdrawn", "refused")), models.Q(("reason", ""), _negated=True)
                    ),
                    models.Q(
                        models.Q(("stage__in", ("not_accepted", "withdrawn", "refused")), _negated=True), ("reason", "")
                    ),
                    _connector="OR",
                ),
                name="council_stage_reason_where_needed",
            ),
        ),
        migrations.AddConstraint(
            model_name="councilstage",
            constraint=models.UniqueConstraint(fields=("application", "stage"), name="council_stage_once"),
        ),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
    ]
