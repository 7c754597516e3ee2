"""Copies of a record for the person it is about, holds, and the end of old records.

The timeline and the messages can only grow. One function may take the words out of them, and only of a person who has
been taken out of the record already, whose cases ended more than 8 years ago and whom no hold protects; nobody else may,
the tables' owner included. What was looked at and done stays as it is, for everybody.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = """
create or replace function homeward_append_only() returns trigger language plpgsql as $$
begin
  if current_user = 'homeward_eraser' and tg_table_name not in ('partners_auditevent', 'partners_readlog') then
    if tg_op = 'DELETE' then return old; end if;
    return new;
  end if;
  raise exception 'rows of % are never changed or deleted', tg_table_name using errcode = 'insufficient_privilege';
end $$;

create function homeward_erase(person bigint) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  cases bigint[] := array(select id from referrals_referral where patient_id = person);
  past record;
begin
  if not exists (select from referrals_patient where id = person and anonymised_at is not null) then
    raise exception 'the record of % still names somebody', person using errcode = 'check_violation';
  end if;
  if exists (
    select from referrals_referral
    where patient_id = person and (ended_at is null or ended_at > now() - interval '8 years')
  ) then
    raise exception 'a case of % is open or ended less than 8 years ago', person using errcode = 'check_violation';
  end if;
  if exists (select from referrals_legalhold where patient_id = person and lifted_at is null) then
    raise exception 'a hold protects the record of %', person using errcode = 'check_violation';
  end if;
  update referrals_message set body = 'Removed' where referral_id = any (cases) and body <> 'Removed';
  update referrals_referralevent set note = 'Removed' where referral_id = any (cases) and note not in ('', 'Removed');
  -- The past of a record, written by triggers: tables named after what they follow, which can only grow as well.
  for past in
    select c.relname as name,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'referral_id' and not a.attisdropped)
        as of_case
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname like '%past'
      and exists (
        select from pg_trigger t join pg_proc p on p.oid = t.tgfoid
        where t.tgrelid = c.oid and p.proname = 'homeward_append_only'
      )
  loop
    if past.name = 'referrals_patientpast' then
      execute format('delete from public.%I where id = $1', past.name) using person;
    elsif past.name = 'referrals_referralpast' then
      execute format('delete from public.%I where id = any ($1)', past.name) using cases;
    elsif past.of_case then
      execute format('delete from public.%I where referral_id = any ($1)', past.name) using cases;
    end if;
  end loop;
end $$;
revoke execute on function homeward_erase(bigint) from public;
grant execute on function homeward_erase(bigint) to homeward_sweep;

-- What the function touches, and no more: there is no way from it to what was done and who looked.
grant usage on schema public to homeward_eraser;
grant select on referrals_patient, referrals_referral, referrals_legalhold, referrals_message, referrals_referralevent
  to homeward_eraser;
grant update (body) on referrals_message to homeward_eraser;
grant update (note) on referrals_referralevent to homeward_eraser;
-- The tables of the past come with later migrations of this same owner.
alter default privileges in schema public grant select, delete on tables to homeward_eraser;

-- A function can be given only to somebody who may make one here.
grant create on schema public to homeward_eraser;
alter function homeward_erase(bigint) owner to homeward_eraser;
revoke create on schema public from homeward_eraser;
"""
BACKWARD = """
alter default privileges in schema public revoke select, delete on tables from homeward_eraser;
drop function homeward_erase(bigint);
revoke all on referrals_patient, referrals_referral, referrals_legalhold, referrals_message, referrals_referralevent
  from homeward_eraser;
revoke update (body) on referrals_message from homeward_eraser;
revoke update (note) on referrals_referralevent from homeward_eraser;
revoke usage on schema public from homeward_eraser;
create or replace function homeward_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed or deleted', tg_table_name using errcode = 'insufficient_privilege';
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0005_files"),
        ("partners", "0006_sign_in"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="DataExport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=12)),
                ("request_reference", models.CharField(max_length=60)),
                ("identity_checked", models.CharField(max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be made"),
                            ("making", "Being made"),
                            ("ready", "Ready"),
                            ("failed", "Could not be made"),
                            ("expired", "Deleted after 7 days"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("requested_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("ready_at", models.DateTimeField(null=True)),
                ("fetched_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("cases", models.JSONField(default=list)),
                ("checks", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="ExportFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("json", "JSON"), ("pdf", "PDF")], max_length=4)),
                ("content", models.BinaryField()),
                ("size", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=12)),
                ("reason", models.TextField()),
                ("placed_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="RetentionItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=12)),
                ("last_contact_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "Not yet"), ("done", "Anonymised"), ("skipped", "Kept")],
                        default="planned",
                        max_length=8,
                    ),
                ),
                ("why_kept", models.CharField(blank=True, default="", max_length=20)),
                ("done_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="RetentionRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="patient",
            name="patient_nhs_number_or_reason",
        ),
        migrations.RemoveConstraint(
            model_name="patient",
            name="patient_address_or_no_fixed_abode",
        ),
        migrations.AddField(
            model_name="patient",
            name="anonymised_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name="patient",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("nhs_number__isnull", False),
                    models.Q(("no_nhs_number_reason", ""), _negated=True),
                    ("anonymised_at__isnull", False),
                    _connector="OR",
                ),
                name="patient_nhs_number_or_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="patient",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("no_fixed_abode", True),
                    models.Q(("address", ""), _negated=True),
                    ("anonymised_at__isnull", False),
                    _connector="OR",
                ),
                name="patient_address_or_no_fixed_abode",
            ),
        ),
        migrations.AddConstraint(
            model_name="patient",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("anonymised_at__isnull", True),
                    models.Q(
                        ("address", ""),
                        ("born_on__day", 1),
                        ("born_on__month", 1),
                        ("family_name", "Anonymised"),
                        ("given_name", "person"),
                        ("interpreter", ""),
                        ("nhs_number__isnull", True),
                        ("phone", ""),
                        ("postcode", ""),
                    ),
                    _connector="OR",
                ),
                name="patient_anonymised_holds_nobody",
            ),
        ),
        migrations.AddField(
            model_name="dataexport",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.organisation"
            ),
        ),
        migrations.AddField(
            model_name="dataexport",
            name="patient",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="exports", to="referrals.patient"
            ),
        ),
        migrations.AddField(
            model_name="dataexport",
            name="requested_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="exportfile",
            name="export",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="files",
                to="referrals.dataexport",
            ),
        ),
        migrations.AddField(
            model_name="legalhold",
            name="lifted_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="legalhold",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.organisation"
            ),
        ),
        migrations.AddField(
            model_name="legalhold",
            name="patient",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="referrals.patient"
            ),
        ),
        migrations.AddField(
            model_name="legalhold",
            name="placed_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="retentionitem",
            name="patient",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referrals.patient"
            ),
        ),
        migrations.AddField(
            model_name="retentionrun",
            name="approved_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="retentionrun",
            name="organisation",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.organisation"
            ),
        ),
        migrations.AddField(
            model_name="retentionitem",
            name="run",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="items",
                to="referrals.retentionrun",
            ),
        ),
        migrations.AddIndex(
            model_name="dataexport",
            index=models.Index(fields=["organisation", "-requested_at"], name="export_organisation"),
        ),
        migrations.AddIndex(
            model_name="dataexport",
            index=models.Index(fields=["state", "expires_at"], name="export_state"),
        ),
        migrations.AddConstraint(
            model_name="dataexport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["waiting", "making"])),
                fields=("patient", "organisation"),
                name="export_one_being_made",
            ),
        ),
        migrations.AddConstraint(
            model_name="dataexport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["ready", "expired"]), _negated=True),
                    models.Q(("expires_at__isnull", False), ("ready_at__isnull", False)),
                    _connector="OR",
                ),
                name="export_ready_has_times",
            ),
        ),
        migrations.AddConstraint(
            model_name="dataexport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("request_reference", ""), _negated=True),
                    models.Q(("identity_checked", ""), _negated=True),
                ),
                name="export_says_who_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="exportfile",
            constraint=models.UniqueConstraint(fields=("export", "kind"), name="export_file_once"),
        ),
        migrations.AddIndex(
            model_name="legalhold",
            index=models.Index(fields=["organisation", "-placed_at"], name="hold_organisation"),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="hold_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lifted_at__isnull", True), ("lifted_by__isnull", True)),
                    models.Q(
                        ("lifted_at__gte", models.F("placed_at")),
                        ("lifted_at__isnull", False),
                        ("lifted_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="hold_lifted_at_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at__isnull", True)),
                fields=("patient", "organisation"),
                name="hold_one_of_organisation",
            ),
        ),
        migrations.AddIndex(
            model_name="retentionrun",
            index=models.Index(fields=["organisation", "-made_at"], name="retention_run_organisation"),
        ),
        migrations.AddIndex(
            model_name="retentionrun",
            index=models.Index(
                condition=models.Q(("approved_at__isnull", False), ("finished_at__isnull", True)),
                fields=["id"],
                name="retention_run_unfinished",
            ),
        ),
        migrations.AddConstraint(
            model_name="retentionrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approved_at__isnull", True), ("approved_by__isnull", True), ("organisation__isnull", False)
                    ),
                    models.Q(
                        ("approved_at__isnull", False),
                        ("approved_by__isnull", False),
                        ("organisation__isnull", False),
                    ),
                    models.Q(
                        ("approved_at__isnull", False),
                        ("approved_by__isnull", True),
                        ("organisation__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="retention_run_approved_at_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="retentionrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_at__isnull", True), ("approved_at__gte", models.F("made_at")), _connector="OR"
                ),
                name="retention_run_approved_after_made",
            ),
        ),
        migrations.AddConstraint(
            model_name="retentionrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("finished_at__isnull", True),
                    models.Q(("approved_at__isnull", False), ("finished_at__gte", models.F("approved_at"))),
                    _connector="OR",
                ),
                name="retention_run_finished_after_approval",
            ),
        ),
        migrations.AddConstraint(
            model_name="retentionrun",
            constraint=models.UniqueConstraint(
                condition=models.Q(("approved_at__isnull", True)),
                fields=("organisation",),
                name="retention_run_one_proposed",
            ),
        ),
        migrations.AddIndex(
            model_name="retentionitem",
            index=models.Index(
                condition=models.Q(("state", "planned")), fields=["run", "id"], name="retention_item_planned"
            ),
        ),
        migrations.AddConstraint(
            model_name="retentionitem",
            constraint=models.UniqueConstraint(fields=("run", "patient"), name="retention_item_once"),
        ),
        migrations.AddConstraint(
            model_name="retentionitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_at__isnull", True), ("state", "planned"), ("why_kept", "")),
                    models.Q(("done_at__isnull", False), ("state", "done"), ("why_kept", "")),
                    models.Q(
                        ("done_at__isnull", False), ("state", "skipped"), models.Q(("why_kept", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="retention_item_state_has_fields",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
