"""The pasts of what came of it: tables, the triggers that fill them, what stands there now as their first version."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# What is there already is the first version of its past; from then on every version stays.
KEEP = """
insert into outcomes_followuppast (id, referral_id, kind, due_on, clock_id, done_at, done_by_id, result, note, cancelled_at, pgh_label, pgh_created_at, pgh_obj_id)
  select id, referral_id, kind, due_on, clock_id, done_at, done_by_id, result, note, cancelled_at, 'baseline', clock_timestamp(), id from outcomes_followup;
create trigger append_only before update or delete on outcomes_followuppast for each row execute function homeward_append_only();
create trigger by_trigger before insert on outcomes_followuppast for each row execute function homeward_past_by_trigger();
insert into outcomes_outcomepast (id, referral_id, code, note, would_have_left_on, counterfactual, evidence, recorded_by_id, recorded_at, pgh_label, pgh_created_at, pgh_obj_id)
  select id, referral_id, code, note, would_have_left_on, counterfactual, evidence, recorded_by_id, recorded_at, 'baseline', clock_timestamp(), id from outcomes_outcome;
create trigger append_only before update or delete on outcomes_outcomepast for each row execute function homeward_append_only();
create trigger by_trigger before insert on outcomes_outcomepast for each row execute function homeward_past_by_trigger();
"""
LET_GO = """
drop trigger by_trigger on outcomes_followuppast;
drop trigger append_only on outcomes_followuppast;
drop trigger by_trigger on outcomes_outcomepast;
drop trigger append_only on outcomes_outcomepast;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("outcomes", "0002_initial"),
        ("referrals", "0007_history"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("partners", "0007_history"),
    ]

    operations = [
        migrations.CreateModel(
            name="FollowUpPast",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=30)),
                ("due_on", models.DateField()),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fine", "At home and managing"),
                            ("needs_help", "At home and needs more help"),
                            ("in_hospital", "Back in hospital"),
                            ("elsewhere", "Living somewhere else"),
                            ("died", "Has died"),
                            ("not_reached", "Could not be reached"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                ("note", models.TextField(blank=True, default="")),
                ("cancelled_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OutcomePast",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(max_length=40)),
                ("note", models.TextField(blank=True, default="")),
                ("would_have_left_on", models.DateField(null=True)),
                (
                    "counterfactual",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("estimate", "Coordinator's estimate with evidence"),
                            ("baseline", "Local baseline"),
                            ("fixed", "Fixed standard"),
                            ("waiting_list", "Waiting-list comparator"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                ("evidence", models.TextField(blank=True, default="")),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="followup",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "outcomes_followuppast" ("cancelled_at", "clock_id", "done_at", "done_by_id", "due_on", "id", "kind", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id", "result") VALUES (NEW."cancelled_at", NEW."clock_id", NEW."done_at", NEW."done_by_id", NEW."due_on", NEW."id", NEW."kind", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', NEW."id", NEW."referral_id", NEW."result"); RETURN NULL;',
                    hash="b357a4f90c8bf65197aa845e51a9bb5b04a6bacf",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_cea4e",
                    table="outcomes_followup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="followup",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "outcomes_followuppast" ("cancelled_at", "clock_id", "done_at", "done_by_id", "due_on", "id", "kind", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id", "result") VALUES (NEW."cancelled_at", NEW."clock_id", NEW."done_at", NEW."done_by_id", NEW."due_on", NEW."id", NEW."kind", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', NEW."id", NEW."referral_id", NEW."result"); RETURN NULL;',
                    hash="d18f667403ae04f98ee00f0dfe5555ca98950f6e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e8196",
                    table="outcomes_followup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="followup",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "outcomes_followuppast" ("cancelled_at", "clock_id", "done_at", "done_by_id", "due_on", "id", "kind", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id", "result") VALUES (OLD."cancelled_at", OLD."clock_id", OLD."done_at", OLD."done_by_id", OLD."due_on", OLD."id", OLD."kind", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', OLD."id", OLD."referral_id", OLD."result"); RETURN NULL;',
                    hash="077476bb6ae3a50a869ef1a4d9c9897562cba3c2",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d8287",
                    table="outcomes_followup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="outcome",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "outcomes_outcomepast" ("code", "counterfactual", "evidence", "id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "referral_id", "would_have_left_on") VALUES (NEW."code", NEW."counterfactual", NEW."evidence", NEW."id", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."referral_id", NEW."would_have_left_on"); RETURN NULL;',
                    hash="4ac4fd569c7b6f2a7cdaed9b30bef406ffc34df3",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_babf4",
                    table="outcomes_outcome",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="outcome",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "outcomes_outcomepast" ("code", "counterfactual", "evidence", "id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "referral_id", "would_have_left_on") VALUES (NEW."code", NEW."counterfactual", NEW."evidence", NEW."id", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."referral_id", NEW."would_have_left_on"); RETURN NULL;',
                    hash="ab0c4e5d7f317ae7e3e955bdd481f24e8b80fe04",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_eb061",
                    table="outcomes_outcome",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="outcome",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "outcomes_outcomepast" ("code", "counterfactual", "evidence", "id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "referral_id", "would_have_left_on") VALUES (OLD."code", OLD."counterfactual", OLD."evidence", OLD."id", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."referral_id", OLD."would_have_left_on"); RETURN NULL;',
                    hash="53f01c629e929adb65aa81fa424aebb4f0fd1763",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e6ec6",
                    table="outcomes_outcome",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="followuppast",
            name="clock",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="referrals.clock",
            ),
        ),
        migrations.AddField(
            model_name="followuppast",
            name="done_by",
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
            model_name="followuppast",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="outcomes.followup",
            ),
        ),
        migrations.AddField(
            model_name="followuppast",
            name="referral",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="referrals.referral",
            ),
        ),
        migrations.AddField(
            model_name="outcomepast",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="outcomes.outcome",
            ),
        ),
        migrations.AddField(
            model_name="outcomepast",
            name="recorded_by",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="outcomepast",
            name="referral",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="referrals.referral",
            ),
        ),
        migrations.AddIndex(
            model_name="followuppast",
            index=models.Index(fields=["referral", "pgh_id"], name="followup_past"),
        ),
        migrations.AddIndex(
            model_name="outcomepast",
            index=models.Index(fields=["referral", "pgh_id"], name="outcome_past"),
        ),
        migrations.RunSQL(KEEP, LET_GO),
    ]
