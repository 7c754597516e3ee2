"""The promises of the domain that had no clock yet; a service may choose not to promise one."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0009_deadlines"),
        ("referrals", "0013_delays"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="slatarget",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="slatarget",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="slatarget",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="clock",
            name="scheme",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partners.scheme",
            ),
        ),
        migrations.AddField(
            model_name="slatarget",
            name="changed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="slatarget",
            name="changed_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="slatarget",
            name="off",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="slatargetpast",
            name="changed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="slatargetpast",
            name="changed_by",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="slatargetpast",
            name="off",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="clock",
            name="kind",
            field=models.CharField(
                choices=[
                    ("answer", "Answer to the ward"),
                    ("work", "Work"),
                    ("support_plan", "Support plan"),
                    ("first_response", "First response"),
                    ("review", "Team review"),
                    ("stay", "Stay limit"),
                    ("benefit_claim", "Housing benefit claim"),
                    ("council", "Application to a council"),
                    ("follow_up", "Follow-up"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(("breached_at__isnull", True), ("stopped_at__isnull", True)),
                fields=["scheme", "target_name", "referral"],
                name="clock_target",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="slatarget",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_slatargetpast" ("amount", "changed_at", "changed_by_id", "cut_off", "id", "name", "off", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme_id", "unit", "valid_from") VALUES (NEW."amount", NEW."changed_at", NEW."changed_by_id", NEW."cut_off", NEW."id", NEW."name", NEW."off", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', NEW."id", NEW."scheme_id", NEW."unit", NEW."valid_from"); RETURN NULL;',
                    hash="15f4f702d60afc657185aced0ed91740a8408c01",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_db631",
                    table="referrals_slatarget",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="slatarget",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_slatargetpast" ("amount", "changed_at", "changed_by_id", "cut_off", "id", "name", "off", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme_id", "unit", "valid_from") VALUES (NEW."amount", NEW."changed_at", NEW."changed_by_id", NEW."cut_off", NEW."id", NEW."name", NEW."off", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', NEW."id", NEW."scheme_id", NEW."unit", NEW."valid_from"); RETURN NULL;',
                    hash="72fd9fbb042322929149b4cdf947b576f6b17444",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_35a6a",
                    table="referrals_slatarget",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="slatarget",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_slatargetpast" ("amount", "changed_at", "changed_by_id", "cut_off", "id", "name", "off", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme_id", "unit", "valid_from") VALUES (OLD."amount", OLD."changed_at", OLD."changed_by_id", OLD."cut_off", OLD."id", OLD."name", OLD."off", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', OLD."id", OLD."scheme_id", OLD."unit", OLD."valid_from"); RETURN NULL;',
                    hash="66fc080fae1db040135f97645e8e6881c98ef723",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9cb31",
                    table="referrals_slatarget",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "first_response"), ("stopped_at__isnull", True)),
                fields=("referral",),
                name="clock_one_first_response",
            ),
        ),
        # Last: rows just changed would stand in the way of changing the table.
        migrations.RunSQL(
            "update referrals_clock c set scheme_id = r.scheme_id from referrals_referral r where r.id = c.referral_id",
            migrations.RunSQL.noop,
        ),
    ]
