"""The pasts of what is done: tables, the triggers that fill them, what stands there now as their first version."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# What is there already is the first version of its past; from then on every version stays.
KEEP = """
insert into housing_homeassessmentpast (id, referral_id, assessed_on, how, findings, verdict, summary, recorded_by_id, recorded_at, pgh_label, pgh_created_at, pgh_obj_id)
  select id, referral_id, assessed_on, how, findings, verdict, summary, recorded_by_id, recorded_at, 'baseline', clock_timestamp(), id from housing_homeassessment;
create trigger append_only before update or delete on housing_homeassessmentpast for each row execute function homeward_append_only();
create trigger by_trigger before insert on housing_homeassessmentpast for each row execute function homeward_past_by_trigger();
insert into housing_interventionpast (id, referral_id, kind_id, provider_id, status, urgency, instructions, funding_source, estimated_cost, actual_cost, blocks_discharge, planned_at, planned_by_id, commissioned_at, finished_at, finished_by_id, finish_note, clock_id, pgh_label, pgh_created_at, pgh_obj_id)
  select id, referral_id, kind_id, provider_id, status, urgency, instructions, funding_source, estimated_cost, actual_cost, blocks_discharge, planned_at, planned_by_id, commissioned_at, finished_at, finished_by_id, finish_note, clock_id, 'baseline', clock_timestamp(), id from housing_intervention;
create trigger append_only before update or delete on housing_interventionpast for each row execute function homeward_append_only();
create trigger by_trigger before insert on housing_interventionpast for each row execute function homeward_past_by_trigger();
insert into housing_rehousingpast (id, referral_id, landlord, route, applied_on, registered_on, offered_on, viewed_on, tenancy_on, new_address, ended_on, ended_reason, started_by_id, pgh_label, pgh_created_at, pgh_obj_id)
  select id, referral_id, landlord, route, applied_on, registered_on, offered_on, viewed_on, tenancy_on, new_address, ended_on, ended_reason, started_by_id, 'baseline', clock_timestamp(), id from housing_rehousing;
create trigger append_only before update or delete on housing_rehousingpast for each row execute function homeward_append_only();
create trigger by_trigger before insert on housing_rehousingpast for each row execute function homeward_past_by_trigger();
insert into housing_staypast (id, referral_id, unit_id, status, from_on, until_on, arrived_on, departed_on, move_on_to, cancelled_reason, booked_by_id, booked_at, support_plan_clock_id, limit_clock_id, support_plan, overstay_reason, pgh_label, pgh_created_at, pgh_obj_id)
  select id, referral_id, unit_id, status, from_on, until_on, arrived_on, departed_on, move_on_to, cancelled_reason, booked_by_id, booked_at, support_plan_clock_id, limit_clock_id, support_plan, overstay_reason, 'baseline', clock_timestamp(), id from housing_stay;
create trigger append_only before update or delete on housing_staypast for each row execute function homeward_append_only();
create trigger by_trigger before insert on housing_staypast for each row execute function homeward_past_by_trigger();
insert into housing_unitpast (id, building_id, name, bedrooms, step_free, wheelchair, shared, note, active, pgh_label, pgh_created_at, pgh_obj_id)
  select id, building_id, name, bedrooms, step_free, wheelchair, shared, note, active, 'baseline', clock_timestamp(), id from housing_unit;
create trigger append_only before update or delete on housing_unitpast for each row execute function homeward_append_only();
create trigger by_trigger before insert on housing_unitpast for each row execute function homeward_past_by_trigger();
"""
LET_GO = """
drop trigger by_trigger on housing_homeassessmentpast;
drop trigger append_only on housing_homeassessmentpast;
drop trigger by_trigger on housing_interventionpast;
drop trigger append_only on housing_interventionpast;
drop trigger by_trigger on housing_rehousingpast;
drop trigger append_only on housing_rehousingpast;
drop trigger by_trigger on housing_staypast;
drop trigger append_only on housing_staypast;
drop trigger by_trigger on housing_unitpast;
drop trigger append_only on housing_unitpast;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("housing", "0002_initial"),
        ("partners", "0007_history"),
        ("referrals", "0007_history"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("partners", "0007_history"),
    ]

    operations = [
        migrations.CreateModel(
            name="HomeAssessmentPast",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("assessed_on", models.DateField()),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("visit", "Visited the home"),
                            ("ward", "Talked on the ward"),
                            ("phone", "By telephone"),
                        ],
                        max_length=20,
                    ),
                ),
                ("findings", models.JSONField(default=dict)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("fit", "Fit to go home to"),
                            ("fit_after_work", "Fit once work is done"),
                            ("not_fit", "Not fit: another home is needed"),
                        ],
                        max_length=16,
                    ),
                ),
                ("summary", models.TextField(blank=True, default="")),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InterventionPast",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("commissioned", "Asked for"),
                            ("accepted", "Taken on"),
                            ("done", "Done"),
                            ("not_done", "Cannot be done"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=16,
                    ),
                ),
                ("urgency", models.CharField(default="urgent", max_length=12)),
                ("instructions", models.TextField(blank=True, default="")),
                ("funding_source", models.CharField(max_length=40)),
                ("estimated_cost", models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                ("actual_cost", models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                ("blocks_discharge", models.BooleanField(default=True)),
                ("planned_at", models.DateTimeField()),
                ("commissioned_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("finish_note", models.TextField(blank=True, default="")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RehousingPast",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("landlord", models.CharField(max_length=200)),
                ("route", models.CharField(max_length=40)),
                ("applied_on", models.DateField()),
                ("registered_on", models.DateField(null=True)),
                ("offered_on", models.DateField(null=True)),
                ("viewed_on", models.DateField(null=True)),
                ("tenancy_on", models.DateField(null=True)),
                ("new_address", models.CharField(blank=True, default="", max_length=300)),
                ("ended_on", models.DateField(null=True)),
                ("ended_reason", models.CharField(blank=True, default="", max_length=200)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StayPast",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("provisional", "Provisional"),
                            ("confirmed", "Confirmed"),
                            ("arrived", "Moved in"),
                            ("departed", "Moved out"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="provisional",
                        max_length=16,
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("arrived_on", models.DateField(null=True)),
                ("departed_on", models.DateField(null=True)),
                ("move_on_to", models.CharField(blank=True, default="", max_length=40)),
                ("cancelled_reason", models.CharField(blank=True, default="", max_length=200)),
                ("booked_at", models.DateTimeField()),
                ("support_plan", models.TextField(blank=True, default="")),
                ("overstay_reason", models.CharField(blank=True, default="", max_length=40)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UnitPast",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=60)),
                ("bedrooms", models.PositiveSmallIntegerField(default=1)),
                ("step_free", models.BooleanField(default=False)),
                ("wheelchair", models.BooleanField(default=False)),
                ("shared", models.BooleanField(default=False)),
                ("note", models.CharField(blank=True, default="", max_length=200)),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="homeassessment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_homeassessmentpast" ("assessed_on", "findings", "how", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "referral_id", "summary", "verdict") VALUES (NEW."assessed_on", NEW."findings", NEW."how", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."referral_id", NEW."summary", NEW."verdict"); RETURN NULL;',
                    hash="7dd82c719b2610ac4a62f38df58579961988bd1e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c9ef9",
                    table="housing_homeassessment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="homeassessment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "housing_homeassessmentpast" ("assessed_on", "findings", "how", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "referral_id", "summary", "verdict") VALUES (NEW."assessed_on", NEW."findings", NEW."how", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."referral_id", NEW."summary", NEW."verdict"); RETURN NULL;',
                    hash="65c7e06991d8dd54e13e5959134b3169109f6004",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a481b",
                    table="housing_homeassessment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="homeassessment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_homeassessmentpast" ("assessed_on", "findings", "how", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "referral_id", "summary", "verdict") VALUES (OLD."assessed_on", OLD."findings", OLD."how", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."referral_id", OLD."summary", OLD."verdict"); RETURN NULL;',
                    hash="a151d92bf9bc81dda263ecb2b62858e7e653717e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_63fdf",
                    table="housing_homeassessment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="intervention",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_interventionpast" ("actual_cost", "blocks_discharge", "clock_id", "commissioned_at", "estimated_cost", "finish_note", "finished_at", "finished_by_id", "funding_source", "id", "instructions", "kind_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_at", "planned_by_id", "provider_id", "referral_id", "status", "urgency") VALUES (NEW."actual_cost", NEW."blocks_discharge", NEW."clock_id", NEW."commissioned_at", NEW."estimated_cost", NEW."finish_note", NEW."finished_at", NEW."finished_by_id", NEW."funding_source", NEW."id", NEW."instructions", NEW."kind_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', NEW."id", NEW."planned_at", NEW."planned_by_id", NEW."provider_id", NEW."referral_id", NEW."status", NEW."urgency"); RETURN NULL;',
                    hash="85cbeef0f100930eba48c77c25fc2b1f72ea977e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_33dc8",
                    table="housing_intervention",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="intervention",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "housing_interventionpast" ("actual_cost", "blocks_discharge", "clock_id", "commissioned_at", "estimated_cost", "finish_note", "finished_at", "finished_by_id", "funding_source", "id", "instructions", "kind_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_at", "planned_by_id", "provider_id", "referral_id", "status", "urgency") VALUES (NEW."actual_cost", NEW."blocks_discharge", NEW."clock_id", NEW."commissioned_at", NEW."estimated_cost", NEW."finish_note", NEW."finished_at", NEW."finished_by_id", NEW."funding_source", NEW."id", NEW."instructions", NEW."kind_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', NEW."id", NEW."planned_at", NEW."planned_by_id", NEW."provider_id", NEW."referral_id", NEW."status", NEW."urgency"); RETURN NULL;',
                    hash="825402d3243f41b75c529417f700d1a67ec55f02",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e0275",
                    table="housing_intervention",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="intervention",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_interventionpast" ("actual_cost", "blocks_discharge", "clock_id", "commissioned_at", "estimated_cost", "finish_note", "finished_at", "finished_by_id", "funding_source", "id", "instructions", "kind_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_at", "planned_by_id", "provider_id", "referral_id", "status", "urgency") VALUES (OLD."actual_cost", OLD."blocks_discharge", OLD."clock_id", OLD."commissioned_at", OLD."estimated_cost", OLD."finish_note", OLD."finished_at", OLD."finished_by_id", OLD."funding_source", OLD."id", OLD."instructions", OLD."kind_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', OLD."id", OLD."planned_at", OLD."planned_by_id", OLD."provider_id", OLD."referral_id", OLD."status", OLD."urgency"); RETURN NULL;',
                    hash="daecf401b9858090bddf3030fab8b0d7e6557bd7",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_701aa",
                    table="housing_intervention",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rehousing",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_rehousingpast" ("applied_on", "ended_on", "ended_reason", "id", "landlord", "new_address", "offered_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id", "registered_on", "route", "started_by_id", "tenancy_on", "viewed_on") VALUES (NEW."applied_on", NEW."ended_on", NEW."ended_reason", NEW."id", NEW."landlord", NEW."new_address", NEW."offered_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', NEW."id", NEW."referral_id", NEW."registered_on", NEW."route", NEW."started_by_id", NEW."tenancy_on", NEW."viewed_on"); RETURN NULL;',
                    hash="a7f8d95cdcdbb2df3a6f35c65673b14a2aa51724",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_712df",
                    table="housing_rehousing",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rehousing",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "housing_rehousingpast" ("applied_on", "ended_on", "ended_reason", "id", "landlord", "new_address", "offered_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id", "registered_on", "route", "started_by_id", "tenancy_on", "viewed_on") VALUES (NEW."applied_on", NEW."ended_on", NEW."ended_reason", NEW."id", NEW."landlord", NEW."new_address", NEW."offered_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', NEW."id", NEW."referral_id", NEW."registered_on", NEW."route", NEW."started_by_id", NEW."tenancy_on", NEW."viewed_on"); RETURN NULL;',
                    hash="26167310fe7c2425b56392dafb9b147ca29f5d0b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a0bc4",
                    table="housing_rehousing",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rehousing",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_rehousingpast" ("applied_on", "ended_on", "ended_reason", "id", "landlord", "new_address", "offered_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id", "registered_on", "route", "started_by_id", "tenancy_on", "viewed_on") VALUES (OLD."applied_on", OLD."ended_on", OLD."ended_reason", OLD."id", OLD."landlord", OLD."new_address", OLD."offered_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', OLD."id", OLD."referral_id", OLD."registered_on", OLD."route", OLD."started_by_id", OLD."tenancy_on", OLD."viewed_on"); RETURN NULL;',
                    hash="7f2ac0ec05e06119caede08f1b5345bdbd620dfb",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_fdedc",
                    table="housing_rehousing",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stay",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_staypast" ("arrived_on", "booked_at", "booked_by_id", "cancelled_reason", "departed_on", "from_on", "id", "limit_clock_id", "move_on_to", "overstay_reason", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id", "status", "support_plan", "support_plan_clock_id", "unit_id", "until_on") VALUES (NEW."arrived_on", NEW."booked_at", NEW."booked_by_id", NEW."cancelled_reason", NEW."departed_on", NEW."from_on", NEW."id", NEW."limit_clock_id", NEW."move_on_to", NEW."overstay_reason", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', NEW."id", NEW."referral_id", NEW."status", NEW."support_plan", NEW."support_plan_clock_id", NEW."unit_id", NEW."until_on"); RETURN NULL;',
                    hash="7d4a5496e5243806067fc849c02b8bc3b89423c7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_65e03",
                    table="housing_stay",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stay",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "housing_staypast" ("arrived_on", "booked_at", "booked_by_id", "cancelled_reason", "departed_on", "from_on", "id", "limit_clock_id", "move_on_to", "overstay_reason", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id", "status", "support_plan", "support_plan_clock_id", "unit_id", "until_on") VALUES (NEW."arrived_on", NEW."booked_at", NEW."booked_by_id", NEW."cancelled_reason", NEW."departed_on", NEW."from_on", NEW."id", NEW."limit_clock_id", NEW."move_on_to", NEW."overstay_reason", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', NEW."id", NEW."referral_id", NEW."status", NEW."support_plan", NEW."support_plan_clock_id", NEW."unit_id", NEW."until_on"); RETURN NULL;',
                    hash="06f2cdbf68fe4864daa3f83ce0ddd71de9a6a313",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_562c5",
                    table="housing_stay",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stay",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_staypast" ("arrived_on", "booked_at", "booked_by_id", "cancelled_reason", "departed_on", "from_on", "id", "limit_clock_id", "move_on_to", "overstay_reason", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id", "status", "support_plan", "support_plan_clock_id", "unit_id", "until_on") VALUES (OLD."arrived_on", OLD."booked_at", OLD."booked_by_id", OLD."cancelled_reason", OLD."departed_on", OLD."from_on", OLD."id", OLD."limit_clock_id", OLD."move_on_to", OLD."overstay_reason", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', OLD."id", OLD."referral_id", OLD."status", OLD."support_plan", OLD."support_plan_clock_id", OLD."unit_id", OLD."until_on"); RETURN NULL;',
                    hash="f5cedbefb0eb9e3176c488d8e94e44c9aeaff532",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ab336",
                    table="housing_stay",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unit",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_unitpast" ("active", "bedrooms", "building_id", "id", "name", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shared", "step_free", "wheelchair") VALUES (NEW."active", NEW."bedrooms", NEW."building_id", NEW."id", NEW."name", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', NEW."id", NEW."shared", NEW."step_free", NEW."wheelchair"); RETURN NULL;',
                    hash="c20a80675ec61498630357f238257fe507f2787f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0ff17",
                    table="housing_unit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unit",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "housing_unitpast" ("active", "bedrooms", "building_id", "id", "name", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shared", "step_free", "wheelchair") VALUES (NEW."active", NEW."bedrooms", NEW."building_id", NEW."id", NEW."name", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', NEW."id", NEW."shared", NEW."step_free", NEW."wheelchair"); RETURN NULL;',
                    hash="a73528ce397b6dc8a4d9b5e4ac4d6c17b3ab4365",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_af69c",
                    table="housing_unit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unit",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_unitpast" ("active", "bedrooms", "building_id", "id", "name", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shared", "step_free", "wheelchair") VALUES (OLD."active", OLD."bedrooms", OLD."building_id", OLD."id", OLD."name", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', OLD."id", OLD."shared", OLD."step_free", OLD."wheelchair"); RETURN NULL;',
                    hash="8c16e02694a72b27f1e846be17d446cbe2fe134f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_22242",
                    table="housing_unit",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="homeassessmentpast",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.homeassessment",
            ),
        ),
        migrations.AddField(
            model_name="homeassessmentpast",
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
            model_name="homeassessmentpast",
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
            model_name="interventionpast",
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
            model_name="interventionpast",
            name="finished_by",
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
            model_name="interventionpast",
            name="kind",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.interventionkind",
            ),
        ),
        migrations.AddField(
            model_name="interventionpast",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.intervention",
            ),
        ),
        migrations.AddField(
            model_name="interventionpast",
            name="planned_by",
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
            model_name="interventionpast",
            name="provider",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="partners.organisation",
            ),
        ),
        migrations.AddField(
            model_name="interventionpast",
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
            model_name="rehousingpast",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.rehousing",
            ),
        ),
        migrations.AddField(
            model_name="rehousingpast",
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
            model_name="rehousingpast",
            name="started_by",
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
            model_name="staypast",
            name="booked_by",
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
            model_name="staypast",
            name="limit_clock",
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
            model_name="staypast",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.stay",
            ),
        ),
        migrations.AddField(
            model_name="staypast",
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
            model_name="staypast",
            name="support_plan_clock",
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
            model_name="staypast",
            name="unit",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.unit",
            ),
        ),
        migrations.AddField(
            model_name="unitpast",
            name="building",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.building",
            ),
        ),
        migrations.AddField(
            model_name="unitpast",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="housing.unit",
            ),
        ),
        migrations.AddIndex(
            model_name="homeassessmentpast",
            index=models.Index(fields=["referral", "pgh_id"], name="homeassessment_past"),
        ),
        migrations.AddIndex(
            model_name="interventionpast",
            index=models.Index(fields=["referral", "pgh_id"], name="intervention_past"),
        ),
        migrations.AddIndex(
            model_name="rehousingpast",
            index=models.Index(fields=["referral", "pgh_id"], name="rehousing_past"),
        ),
        migrations.AddIndex(
            model_name="staypast",
            index=models.Index(fields=["referral", "pgh_id"], name="stay_past"),
        ),
        migrations.AddIndex(
            model_name="unitpast",
            index=models.Index(fields=["pgh_obj", "pgh_id"], name="unit_past"),
        ),
        migrations.RunSQL(KEEP, LET_GO),
    ]
