"""The pasts of people and their roles; what keeps every past as it was written; and the rights that are new with it."""

import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from partners.roles import PERMISSION_MEANING

# What is there already is the first version of its past; from then on every version stays.
KEEP = """
-- A past is what happened: the triggers of its own table write it, and nobody by hand.
create function homeward_past_by_trigger() returns trigger language plpgsql as $$
begin
  if pg_trigger_depth() < 2 then
    raise exception 'rows of % are written by a trigger alone', tg_table_name using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
insert into partners_membershippast (id, user_id, organisation_id, role, active, started_at, ended_at, pgh_label, pgh_created_at, pgh_obj_id)
  select id, user_id, organisation_id, role, active, started_at, ended_at, 'baseline', clock_timestamp(), id from partners_membership;
create trigger append_only before update or delete on partners_membershippast for each row execute function homeward_append_only();
create trigger by_trigger before insert on partners_membershippast for each row execute function homeward_past_by_trigger();
insert into partners_userpast (email, name, is_active, is_staff, is_superuser, pgh_label, pgh_created_at, pgh_obj_id)
  select email, name, is_active, is_staff, is_superuser, 'baseline', clock_timestamp(), id from partners_user;
create trigger append_only before update or delete on partners_userpast for each row execute function homeward_append_only();
create trigger by_trigger before insert on partners_userpast for each row execute function homeward_past_by_trigger();
"""
LET_GO = """
drop trigger by_trigger on partners_membershippast;
drop trigger append_only on partners_membershippast;
drop trigger by_trigger on partners_userpast;
drop trigger append_only on partners_userpast;
drop function homeward_past_by_trigger();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0006_sign_in"),
    ]

    operations = [
        # A right is data, not structure: its row is made after every migration. So the list is read, not repeated.
        migrations.AlterModelOptions(name="organisation", options={"permissions": list(PERMISSION_MEANING.items())}),
        migrations.CreateModel(
            name="MembershipPast",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("ward_staff", "Ward staff"),
                            ("discharge_team", "Discharge team"),
                            ("coordinator", "Housing coordinator"),
                            ("team_lead", "Team lead"),
                            ("provider_worker", "Provider worker"),
                            ("accommodation_manager", "Accommodation manager"),
                            ("commissioner", "Commissioner"),
                            ("ig_officer", "Information-governance officer"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=30,
                    ),
                ),
                ("active", models.BooleanField(default=True)),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UserPast",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("email", models.EmailField(max_length=254)),
                ("name", models.CharField(max_length=150)),
                ("is_active", models.BooleanField(default=True)),
                ("is_staff", models.BooleanField(default=False)),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_membershippast" ("active", "ended_at", "id", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "started_at", "user_id") VALUES (NEW."active", NEW."ended_at", NEW."id", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', NEW."id", NEW."role", NEW."started_at", NEW."user_id"); RETURN NULL;',
                    hash="18c8b88f1e66ea97051b032fc2a29817e561721e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_81abf",
                    table="partners_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "partners_membershippast" ("active", "ended_at", "id", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "started_at", "user_id") VALUES (NEW."active", NEW."ended_at", NEW."id", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', NEW."id", NEW."role", NEW."started_at", NEW."user_id"); RETURN NULL;',
                    hash="2a94ac2f8a315f978f1abe584fb98a8311bf7405",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_668ed",
                    table="partners_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_membershippast" ("active", "ended_at", "id", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "started_at", "user_id") VALUES (OLD."active", OLD."ended_at", OLD."id", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', OLD."id", OLD."role", OLD."started_at", OLD."user_id"); RETURN NULL;',
                    hash="bb294d737e8e45dee91b7a661c3c367199a75a87",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_25b49",
                    table="partners_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_userpast" ("email", "is_active", "is_staff", "is_superuser", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."email", NEW."is_active", NEW."is_staff", NEW."is_superuser", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="0dbc7a05530ea3aee8542cd10e5307305c9d95a7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4fa34",
                    table="partners_user",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_staff" IS DISTINCT FROM (NEW."is_staff") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."name" IS DISTINCT FROM (NEW."name"))',
                    func='INSERT INTO "partners_userpast" ("email", "is_active", "is_staff", "is_superuser", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."email", NEW."is_active", NEW."is_staff", NEW."is_superuser", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', NEW."id"); RETURN NULL;',
                    hash="dc510506dbdfe5f3067b3f845596538cf826e553",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f552c",
                    table="partners_user",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_userpast" ("email", "is_active", "is_staff", "is_superuser", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."email", OLD."is_active", OLD."is_staff", OLD."is_superuser", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="37d1b5a909490ce49292426008bf15dd9ab47f7d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_fb2b2",
                    table="partners_user",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="membershippast",
            name="organisation",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="partners.organisation",
            ),
        ),
        migrations.AddField(
            model_name="membershippast",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="partners.membership",
            ),
        ),
        migrations.AddField(
            model_name="membershippast",
            name="user",
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
            model_name="userpast",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="membershippast",
            index=models.Index(fields=["pgh_obj", "pgh_id"], name="membership_past"),
        ),
        migrations.AddIndex(
            model_name="userpast",
            index=models.Index(fields=["pgh_obj", "pgh_id"], name="user_past"),
        ),
        migrations.RunSQL(KEEP, LET_GO),
    ]
