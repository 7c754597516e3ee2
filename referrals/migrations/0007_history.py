"""The pasts of what is asked: tables, the triggers that fill them, what stands there now as their first version."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# What is there already is the first version of its past; from then on every version stays.
KEEP = """
insert into referrals_carerpast (id, referral_id, name, relationship, phone, lives_with_patient, pgh_label, pgh_created_at, pgh_obj_id)
  select id, referral_id, name, relationship, phone, lives_with_patient, 'baseline', clock_timestamp(), id from referrals_carer;
create trigger append_only before update or delete on referrals_carerpast for each row execute function homeward_append_only();
create trigger by_trigger before insert on referrals_carerpast for each row execute function homeward_past_by_trigger();
insert into referrals_patientpast (id, nhs_number, no_nhs_number_reason, family_name, given_name, born_on, no_fixed_abode, address, postcode, phone, interpreter, pgh_label, pgh_created_at, pgh_obj_id)
  select id, nhs_number, no_nhs_number_reason, family_name, given_name, born_on, no_fixed_abode, address, postcode, phone, interpreter, 'baseline', clock_timestamp(), id from referrals_patient;
create trigger append_only before update or delete on referrals_patientpast for each row execute function homeward_append_only();
create trigger by_trigger before insert on referrals_patientpast for each row execute function homeward_past_by_trigger();
insert into referrals_readinessperiodpast (id, referral_id, ready_on, ended_on, recorded_by_id, recorded_at, pgh_label, pgh_created_at, pgh_obj_id)
  select id, referral_id, ready_on, ended_on, recorded_by_id, recorded_at, 'baseline', clock_timestamp(), id from referrals_readinessperiod;
create trigger append_only before update or delete on referrals_readinessperiodpast for each row execute function homeward_append_only();
create trigger by_trigger before insert on referrals_readinessperiodpast for each row execute function homeward_past_by_trigger();
insert into referrals_referralneedpast (id, referral_id, code, is_main, pgh_label, pgh_created_at, pgh_obj_id)
  select id, referral_id, code, is_main, 'baseline', clock_timestamp(), id from referrals_referralneed;
create trigger append_only before update or delete on referrals_referralneedpast for each row execute function homeward_append_only();
create trigger by_trigger before insert on referrals_referralneedpast for each row execute function homeward_past_by_trigger();
insert into referrals_referralpast (id, reference, status, patient_id, scheme_id, lead_organisation_id, referrer_organisation_id, ward_id, purpose, urgency, made_by_id, made_at, submitted_at, submitted_by_id, admitted_on, expected_discharge_on, ready_since, pathway, tenure, household, what_stands_in_the_way, access_notes, safety_notes, source, assignee_id, decided_at, reason_code, discharged_on, destination, ended_at, pgh_label, pgh_created_at, pgh_obj_id)
  select id, reference, status, patient_id, scheme_id, lead_organisation_id, referrer_organisation_id, ward_id, purpose, urgency, made_by_id, made_at, submitted_at, submitted_by_id, admitted_on, expected_discharge_on, ready_since, pathway, tenure, household, what_stands_in_the_way, access_notes, safety_notes, source, assignee_id, decided_at, reason_code, discharged_on, destination, ended_at, 'baseline', clock_timestamp(), id from referrals_referral;
create trigger append_only before update or delete on referrals_referralpast for each row execute function homeward_append_only();
create trigger by_trigger before insert on referrals_referralpast for each row execute function homeward_past_by_trigger();
insert into referrals_referralriskpast (id, referral_id, code, pgh_label, pgh_created_at, pgh_obj_id)
  select id, referral_id, code, 'baseline', clock_timestamp(), id from referrals_referralrisk;
create trigger append_only before update or delete on referrals_referralriskpast for each row execute function homeward_append_only();
create trigger by_trigger before insert on referrals_referralriskpast for each row execute function homeward_past_by_trigger();
insert into referrals_sharingdecisionpast (id, referral_id, purpose, partner_id, basis, decision_maker, note, recorded_by_id, recorded_at, withdrawn_at, withdrawn_by_id, withdrawn_why, pgh_label, pgh_created_at, pgh_obj_id)
  select id, referral_id, purpose, partner_id, basis, decision_maker, note, recorded_by_id, recorded_at, withdrawn_at, withdrawn_by_id, withdrawn_why, 'baseline', clock_timestamp(), id from referrals_sharingdecision;
create trigger append_only before update or delete on referrals_sharingdecisionpast for each row execute function homeward_append_only();
create trigger by_trigger before insert on referrals_sharingdecisionpast for each row execute function homeward_past_by_trigger();
insert into referrals_slatargetpast (id, scheme_id, name, unit, amount, cut_off, valid_from, pgh_label, pgh_created_at, pgh_obj_id)
  select id, scheme_id, name, unit, amount, cut_off, valid_from, 'baseline', clock_timestamp(), id from referrals_slatarget;
create trigger append_only before update or delete on referrals_slatargetpast for each row execute function homeward_append_only();
create trigger by_trigger before insert on referrals_slatargetpast for each row execute function homeward_past_by_trigger();
"""
LET_GO = """
drop trigger by_trigger on referrals_carerpast;
drop trigger append_only on referrals_carerpast;
drop trigger by_trigger on referrals_patientpast;
drop trigger append_only on referrals_patientpast;
drop trigger by_trigger on referrals_readinessperiodpast;
drop trigger append_only on referrals_readinessperiodpast;
drop trigger by_trigger on referrals_referralneedpast;
drop trigger append_only on referrals_referralneedpast;
drop trigger by_trigger on referrals_referralpast;
drop trigger append_only on referrals_referralpast;
drop trigger by_trigger on referrals_referralriskpast;
drop trigger append_only on referrals_referralriskpast;
drop trigger by_trigger on referrals_sharingdecisionpast;
drop trigger append_only on referrals_sharingdecisionpast;
drop trigger by_trigger on referrals_slatargetpast;
drop trigger append_only on referrals_slatargetpast;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0007_history"),
        ("referrals", "0006_rights"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("partners", "0007_history"),
    ]

    operations = [
        migrations.CreateModel(
            name="CarerPast",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=150)),
                ("relationship", models.CharField(blank=True, default="", max_length=60)),
                ("phone", models.CharField(blank=True, default="", max_length=30)),
                ("lives_with_patient", models.BooleanField(default=False)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PatientPast",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("nhs_number", models.CharField(max_length=10, null=True, verbose_name="NHS number")),
                ("no_nhs_number_reason", models.CharField(blank=True, default="", max_length=30)),
                ("family_name", models.CharField(max_length=100)),
                ("given_name", models.CharField(max_length=100)),
                ("born_on", models.DateField()),
                ("no_fixed_abode", models.BooleanField(default=False)),
                ("address", models.CharField(blank=True, default="", max_length=300)),
                ("postcode", models.CharField(blank=True, default="", max_length=10)),
                ("phone", models.CharField(blank=True, default="", max_length=30)),
                ("interpreter", models.CharField(blank=True, default="", max_length=100)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReadinessPeriodPast",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("ready_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReferralNeedPast",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(max_length=40)),
                ("is_main", models.BooleanField(default=False)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReferralPast",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("reference", models.CharField(max_length=12)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Waiting for an answer"),
                            ("information_requested", "Needs information"),
                            ("accepted", "Accepted"),
                            ("discharged", "Gone home"),
                            ("closed", "Closed"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=24,
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("discharge", "To go home from hospital"),
                            ("admission_avoidance", "Not to be admitted"),
                        ],
                        default="discharge",
                        max_length=20,
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[("emergency", "Emergency"), ("urgent", "Urgent"), ("routine", "Routine")],
                        default="urgent",
                        max_length=12,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                ("admitted_on", models.DateField(null=True)),
                ("expected_discharge_on", models.DateField(null=True)),
                ("ready_since", models.DateField(null=True)),
                ("pathway", models.PositiveSmallIntegerField(null=True)),
                ("tenure", models.CharField(blank=True, default="", max_length=30)),
                ("household", models.CharField(blank=True, default="", max_length=30)),
                ("what_stands_in_the_way", models.TextField(blank=True, default="")),
                ("access_notes", models.TextField(blank=True, default="")),
                ("safety_notes", models.TextField(blank=True, default="")),
                ("source", models.CharField(default="form", max_length=20)),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason_code", models.CharField(blank=True, default="", max_length=40)),
                ("discharged_on", models.DateField(null=True)),
                ("destination", models.CharField(blank=True, default="", max_length=40)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReferralRiskPast",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(max_length=40)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SharingDecisionPast",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("purpose", models.CharField(max_length=20)),
                ("basis", models.CharField(max_length=40)),
                ("decision_maker", models.CharField(blank=True, default="", max_length=150)),
                ("note", models.TextField(blank=True, default="")),
                ("recorded_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_why", models.TextField(blank=True, default="")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SlaTargetPast",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=40)),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("elapsed_hours", "elapsed_hours"),
                            ("working_days", "working_days"),
                            ("same_operating_day", "same_operating_day"),
                            ("calendar_days", "calendar_days"),
                            ("months", "months"),
                        ],
                        max_length=24,
                    ),
                ),
                ("amount", models.PositiveSmallIntegerField()),
                ("cut_off", models.TimeField(default="17:00")),
                ("valid_from", models.DateField()),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="carer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_carerpast" ("id", "lives_with_patient", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "referral_id", "relationship") VALUES (NEW."id", NEW."lives_with_patient", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', NEW."id", NEW."phone", NEW."referral_id", NEW."relationship"); RETURN NULL;',
                    hash="64b71b0eb7622be4784e0c4a6a07ce7c50b32e67",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d3d74",
                    table="referrals_carer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="carer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_carerpast" ("id", "lives_with_patient", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "referral_id", "relationship") VALUES (NEW."id", NEW."lives_with_patient", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', NEW."id", NEW."phone", NEW."referral_id", NEW."relationship"); RETURN NULL;',
                    hash="a4e3f13fd6a8dc7ba5f5e40b5b6223e15dd6e976",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a1a0f",
                    table="referrals_carer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="carer",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_carerpast" ("id", "lives_with_patient", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "referral_id", "relationship") VALUES (OLD."id", OLD."lives_with_patient", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', OLD."id", OLD."phone", OLD."referral_id", OLD."relationship"); RETURN NULL;',
                    hash="fd95823cf8e1de8534c6942b3e293c5463afb31d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_83849",
                    table="referrals_carer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="patient",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_patientpast" ("address", "born_on", "family_name", "given_name", "id", "interpreter", "nhs_number", "no_fixed_abode", "no_nhs_number_reason", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postcode") VALUES (NEW."address", NEW."born_on", NEW."family_name", NEW."given_name", NEW."id", NEW."interpreter", NEW."nhs_number", NEW."no_fixed_abode", NEW."no_nhs_number_reason", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', NEW."id", NEW."phone", NEW."postcode"); RETURN NULL;',
                    hash="75cd10266c2233726c63744e1a61b5a5192b8012",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_557d1",
                    table="referrals_patient",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="patient",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."born_on" IS DISTINCT FROM (NEW."born_on") OR OLD."family_name" IS DISTINCT FROM (NEW."family_name") OR OLD."given_name" IS DISTINCT FROM (NEW."given_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."interpreter" IS DISTINCT FROM (NEW."interpreter") OR OLD."nhs_number" IS DISTINCT FROM (NEW."nhs_number") OR OLD."no_fixed_abode" IS DISTINCT FROM (NEW."no_fixed_abode") OR OLD."no_nhs_number_reason" IS DISTINCT FROM (NEW."no_nhs_number_reason") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."postcode" IS DISTINCT FROM (NEW."postcode"))',
                    func='INSERT INTO "referrals_patientpast" ("address", "born_on", "family_name", "given_name", "id", "interpreter", "nhs_number", "no_fixed_abode", "no_nhs_number_reason", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postcode") VALUES (NEW."address", NEW."born_on", NEW."family_name", NEW."given_name", NEW."id", NEW."interpreter", NEW."nhs_number", NEW."no_fixed_abode", NEW."no_nhs_number_reason", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', NEW."id", NEW."phone", NEW."postcode"); RETURN NULL;',
                    hash="6adf761489adf5a8e6ad444be794f9f61012d457",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_26e00",
                    table="referrals_patient",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="patient",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_patientpast" ("address", "born_on", "family_name", "given_name", "id", "interpreter", "nhs_number", "no_fixed_abode", "no_nhs_number_reason", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postcode") VALUES (OLD."address", OLD."born_on", OLD."family_name", OLD."given_name", OLD."id", OLD."interpreter", OLD."nhs_number", OLD."no_fixed_abode", OLD."no_nhs_number_reason", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', OLD."id", OLD."phone", OLD."postcode"); RETURN NULL;',
                    hash="31b9f04b0125ff2c7a4f0627d7e51bb61cd68654",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d143d",
                    table="referrals_patient",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="readinessperiod",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_readinessperiodpast" ("ended_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ready_on", "recorded_at", "recorded_by_id", "referral_id") VALUES (NEW."ended_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', NEW."id", NEW."ready_on", NEW."recorded_at", NEW."recorded_by_id", NEW."referral_id"); RETURN NULL;',
                    hash="030b01813cd0b49478f349e05a5bd765922b1c5e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d238c",
                    table="referrals_readinessperiod",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="readinessperiod",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_readinessperiodpast" ("ended_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ready_on", "recorded_at", "recorded_by_id", "referral_id") VALUES (NEW."ended_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', NEW."id", NEW."ready_on", NEW."recorded_at", NEW."recorded_by_id", NEW."referral_id"); RETURN NULL;',
                    hash="808a4e59ea4f3ba3f39f7268f2f000b094a5725f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ad809",
                    table="referrals_readinessperiod",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="readinessperiod",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_readinessperiodpast" ("ended_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ready_on", "recorded_at", "recorded_by_id", "referral_id") VALUES (OLD."ended_on", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', OLD."id", OLD."ready_on", OLD."recorded_at", OLD."recorded_by_id", OLD."referral_id"); RETURN NULL;',
                    hash="5b9dab9faea4a0fd3bbfb0bdf8202899ba515236",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5daa5",
                    table="referrals_readinessperiod",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_referralpast" ("access_notes", "admitted_on", "assignee_id", "decided_at", "destination", "discharged_on", "ended_at", "expected_discharge_on", "household", "id", "lead_organisation_id", "made_at", "made_by_id", "pathway", "patient_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "ready_since", "reason_code", "reference", "referrer_organisation_id", "safety_notes", "scheme_id", "source", "status", "submitted_at", "submitted_by_id", "tenure", "urgency", "ward_id", "what_stands_in_the_way") VALUES (NEW."access_notes", NEW."admitted_on", NEW."assignee_id", NEW."decided_at", NEW."destination", NEW."discharged_on", NEW."ended_at", NEW."expected_discharge_on", NEW."household", NEW."id", NEW."lead_organisation_id", NEW."made_at", NEW."made_by_id", NEW."pathway", NEW."patient_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', NEW."id", NEW."purpose", NEW."ready_since", NEW."reason_code", NEW."reference", NEW."referrer_organisation_id", NEW."safety_notes", NEW."scheme_id", NEW."source", NEW."status", NEW."submitted_at", NEW."submitted_by_id", NEW."tenure", NEW."urgency", NEW."ward_id", NEW."what_stands_in_the_way"); RETURN NULL;',
                    hash="4eb88a035b6f28a108ecc89defd4aec0d90f1687",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a74c8",
                    table="referrals_referral",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."access_notes" IS DISTINCT FROM (NEW."access_notes") OR OLD."admitted_on" IS DISTINCT FROM (NEW."admitted_on") OR OLD."assignee_id" IS DISTINCT FROM (NEW."assignee_id") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."destination" IS DISTINCT FROM (NEW."destination") OR OLD."discharged_on" IS DISTINCT FROM (NEW."discharged_on") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."expected_discharge_on" IS DISTINCT FROM (NEW."expected_discharge_on") OR OLD."household" IS DISTINCT FROM (NEW."household") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."lead_organisation_id" IS DISTINCT FROM (NEW."lead_organisation_id") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."pathway" IS DISTINCT FROM (NEW."pathway") OR OLD."patient_id" IS DISTINCT FROM (NEW."patient_id") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."ready_since" IS DISTINCT FROM (NEW."ready_since") OR OLD."reason_code" IS DISTINCT FROM (NEW."reason_code") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."referrer_organisation_id" IS DISTINCT FROM (NEW."referrer_organisation_id") OR OLD."safety_notes" IS DISTINCT FROM (NEW."safety_notes") OR OLD."scheme_id" IS DISTINCT FROM (NEW."scheme_id") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."submitted_by_id" IS DISTINCT FROM (NEW."submitted_by_id") OR OLD."tenure" IS DISTINCT FROM (NEW."tenure") OR OLD."urgency" IS DISTINCT FROM (NEW."urgency") OR OLD."ward_id" IS DISTINCT FROM (NEW."ward_id") OR OLD."what_stands_in_the_way" IS DISTINCT FROM (NEW."what_stands_in_the_way"))',
                    func='INSERT INTO "referrals_referralpast" ("access_notes", "admitted_on", "assignee_id", "decided_at", "destination", "discharged_on", "ended_at", "expected_discharge_on", "household", "id", "lead_organisation_id", "made_at", "made_by_id", "pathway", "patient_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "ready_since", "reason_code", "reference", "referrer_organisation_id", "safety_notes", "scheme_id", "source", "status", "submitted_at", "submitted_by_id", "tenure", "urgency", "ward_id", "what_stands_in_the_way") VALUES (NEW."access_notes", NEW."admitted_on", NEW."assignee_id", NEW."decided_at", NEW."destination", NEW."discharged_on", NEW."ended_at", NEW."expected_discharge_on", NEW."household", NEW."id", NEW."lead_organisation_id", NEW."made_at", NEW."made_by_id", NEW."pathway", NEW."patient_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', NEW."id", NEW."purpose", NEW."ready_since", NEW."reason_code", NEW."reference", NEW."referrer_organisation_id", NEW."safety_notes", NEW."scheme_id", NEW."source", NEW."status", NEW."submitted_at", NEW."submitted_by_id", NEW."tenure", NEW."urgency", NEW."ward_id", NEW."what_stands_in_the_way"); RETURN NULL;',
                    hash="1619a0b96604d751e9290c1412a86e5278e6efa5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_223e7",
                    table="referrals_referral",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_referralpast" ("access_notes", "admitted_on", "assignee_id", "decided_at", "destination", "discharged_on", "ended_at", "expected_discharge_on", "household", "id", "lead_organisation_id", "made_at", "made_by_id", "pathway", "patient_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "ready_since", "reason_code", "reference", "referrer_organisation_id", "safety_notes", "scheme_id", "source", "status", "submitted_at", "submitted_by_id", "tenure", "urgency", "ward_id", "what_stands_in_the_way") VALUES (OLD."access_notes", OLD."admitted_on", OLD."assignee_id", OLD."decided_at", OLD."destination", OLD."discharged_on", OLD."ended_at", OLD."expected_discharge_on", OLD."household", OLD."id", OLD."lead_organisation_id", OLD."made_at", OLD."made_by_id", OLD."pathway", OLD."patient_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', OLD."id", OLD."purpose", OLD."ready_since", OLD."reason_code", OLD."reference", OLD."referrer_organisation_id", OLD."safety_notes", OLD."scheme_id", OLD."source", OLD."status", OLD."submitted_at", OLD."submitted_by_id", OLD."tenure", OLD."urgency", OLD."ward_id", OLD."what_stands_in_the_way"); RETURN NULL;',
                    hash="c8fbf3e838098de67ef33a5c7eb1446deeb90211",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e24da",
                    table="referrals_referral",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referralneed",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_referralneedpast" ("code", "id", "is_main", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id") VALUES (NEW."code", NEW."id", NEW."is_main", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', NEW."id", NEW."referral_id"); RETURN NULL;',
                    hash="06c998b9e85a9dec860b9f5b5a8df5624d7860c5",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_db546",
                    table="referrals_referralneed",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referralneed",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_referralneedpast" ("code", "id", "is_main", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id") VALUES (NEW."code", NEW."id", NEW."is_main", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', NEW."id", NEW."referral_id"); RETURN NULL;',
                    hash="e26b017662ca307ea212e72f446a8bcef97e6be6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_adea9",
                    table="referrals_referralneed",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referralneed",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_referralneedpast" ("code", "id", "is_main", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id") VALUES (OLD."code", OLD."id", OLD."is_main", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', OLD."id", OLD."referral_id"); RETURN NULL;',
                    hash="063fd62251ddb498112a519cfda783896be89e23",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_fdc25",
                    table="referrals_referralneed",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referralrisk",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_referralriskpast" ("code", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id") VALUES (NEW."code", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', NEW."id", NEW."referral_id"); RETURN NULL;',
                    hash="3ba191b5192eaa13c1ec0fffc89ffc5cec9a8eeb",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_34cde",
                    table="referrals_referralrisk",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referralrisk",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_referralriskpast" ("code", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id") VALUES (NEW."code", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', NEW."id", NEW."referral_id"); RETURN NULL;',
                    hash="1c2857da5bb903874e9f8ab5a3c1f705bf56f58d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c40da",
                    table="referrals_referralrisk",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referralrisk",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_referralriskpast" ("code", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral_id") VALUES (OLD."code", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', OLD."id", OLD."referral_id"); RETURN NULL;',
                    hash="da3dc0127d233add60ed6f71cb942fdd302e1747",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8e122",
                    table="referrals_referralrisk",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sharingdecision",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_sharingdecisionpast" ("basis", "decision_maker", "id", "note", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "recorded_at", "recorded_by_id", "referral_id", "withdrawn_at", "withdrawn_by_id", "withdrawn_why") VALUES (NEW."basis", NEW."decision_maker", NEW."id", NEW."note", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', NEW."id", NEW."purpose", NEW."recorded_at", NEW."recorded_by_id", NEW."referral_id", NEW."withdrawn_at", NEW."withdrawn_by_id", NEW."withdrawn_why"); RETURN NULL;',
                    hash="b0b64b9d51bd65c84dd59df2803bf18c311870a7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4bd9f",
                    table="referrals_sharingdecision",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sharingdecision",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_sharingdecisionpast" ("basis", "decision_maker", "id", "note", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "recorded_at", "recorded_by_id", "referral_id", "withdrawn_at", "withdrawn_by_id", "withdrawn_why") VALUES (NEW."basis", NEW."decision_maker", NEW."id", NEW."note", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', NEW."id", NEW."purpose", NEW."recorded_at", NEW."recorded_by_id", NEW."referral_id", NEW."withdrawn_at", NEW."withdrawn_by_id", NEW."withdrawn_why"); RETURN NULL;',
                    hash="3392fb411f055726c5708115084477ffcef497c6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_65e03",
                    table="referrals_sharingdecision",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sharingdecision",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_sharingdecisionpast" ("basis", "decision_maker", "id", "note", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "recorded_at", "recorded_by_id", "referral_id", "withdrawn_at", "withdrawn_by_id", "withdrawn_why") VALUES (OLD."basis", OLD."decision_maker", OLD."id", OLD."note", OLD."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', OLD."id", OLD."purpose", OLD."recorded_at", OLD."recorded_by_id", OLD."referral_id", OLD."withdrawn_at", OLD."withdrawn_by_id", OLD."withdrawn_why"); RETURN NULL;',
                    hash="e7f45639a790a2ae4d13c27a2330e56655c1b219",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_05f51",
                    table="referrals_sharingdecision",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="slatarget",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "referrals_slatargetpast" ("amount", "cut_off", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme_id", "unit", "valid_from") VALUES (NEW."amount", NEW."cut_off", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', NEW."id", NEW."scheme_id", NEW."unit", NEW."valid_from"); RETURN NULL;',
                    hash="bca0d9fe4c2f057fcd6455ae6348ad19b3214b0d",
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
                    func='INSERT INTO "referrals_slatargetpast" ("amount", "cut_off", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme_id", "unit", "valid_from") VALUES (NEW."amount", NEW."cut_off", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', NEW."id", NEW."scheme_id", NEW."unit", NEW."valid_from"); RETURN NULL;',
                    hash="2ec7a60dba373083a4d0d6d5638f22d6a5b59a59",
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
                    func='INSERT INTO "referrals_slatargetpast" ("amount", "cut_off", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme_id", "unit", "valid_from") VALUES (OLD."amount", OLD."cut_off", OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', OLD."id", OLD."scheme_id", OLD."unit", OLD."valid_from"); RETURN NULL;',
                    hash="2c98ed895f7de9929c75450c452eb89cffcfe55a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9cb31",
                    table="referrals_slatarget",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="carerpast",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="referrals.carer",
            ),
        ),
        migrations.AddField(
            model_name="carerpast",
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
            model_name="patientpast",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="referrals.patient",
            ),
        ),
        migrations.AddField(
            model_name="readinessperiodpast",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="referrals.readinessperiod",
            ),
        ),
        migrations.AddField(
            model_name="readinessperiodpast",
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
            model_name="readinessperiodpast",
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
            model_name="referralneedpast",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="referrals.referralneed",
            ),
        ),
        migrations.AddField(
            model_name="referralneedpast",
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
            model_name="referralpast",
            name="assignee",
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
            model_name="referralpast",
            name="lead_organisation",
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
            model_name="referralpast",
            name="made_by",
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
            model_name="referralpast",
            name="patient",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="referrals.patient",
            ),
        ),
        migrations.AddField(
            model_name="referralpast",
            name="pgh_obj",
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
            model_name="referralpast",
            name="referrer_organisation",
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
            model_name="referralpast",
            name="scheme",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="partners.scheme",
            ),
        ),
        migrations.AddField(
            model_name="referralpast",
            name="submitted_by",
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
            model_name="referralpast",
            name="ward",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="partners.ward",
            ),
        ),
        migrations.AddField(
            model_name="referralriskpast",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="referrals.referralrisk",
            ),
        ),
        migrations.AddField(
            model_name="referralriskpast",
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
            model_name="sharingdecisionpast",
            name="partner",
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
            model_name="sharingdecisionpast",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="referrals.sharingdecision",
            ),
        ),
        migrations.AddField(
            model_name="sharingdecisionpast",
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
            model_name="sharingdecisionpast",
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
            model_name="sharingdecisionpast",
            name="withdrawn_by",
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
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="referrals.slatarget",
            ),
        ),
        migrations.AddField(
            model_name="slatargetpast",
            name="scheme",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="partners.scheme",
            ),
        ),
        migrations.AddIndex(
            model_name="carerpast",
            index=models.Index(fields=["referral", "pgh_id"], name="carer_past"),
        ),
        migrations.AddIndex(
            model_name="patientpast",
            index=models.Index(fields=["pgh_obj", "pgh_id"], name="patient_past"),
        ),
        migrations.AddIndex(
            model_name="readinessperiodpast",
            index=models.Index(fields=["referral", "pgh_id"], name="readinessperiod_past"),
        ),
        migrations.AddIndex(
            model_name="referralneedpast",
            index=models.Index(fields=["referral", "pgh_id"], name="referralneed_past"),
        ),
        migrations.AddIndex(
            model_name="referralpast",
            index=models.Index(fields=["pgh_obj", "pgh_id"], name="referral_past"),
        ),
        migrations.AddIndex(
            model_name="referralriskpast",
            index=models.Index(fields=["referral", "pgh_id"], name="referralrisk_past"),
        ),
        migrations.AddIndex(
            model_name="sharingdecisionpast",
            index=models.Index(fields=["referral", "pgh_id"], name="sharingdecision_past"),
        ),
        migrations.AddIndex(
            model_name="slatargetpast",
            index=models.Index(fields=["pgh_obj", "pgh_id"], name="slatarget_past"),
        ),
        migrations.RunSQL(KEEP, LET_GO),
    ]
