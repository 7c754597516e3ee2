"""What a patient decided, for each purpose and partner; and no partner in a case without an agreement and a decision.

One decision covered all purposes until now, so each that is there becomes one for each purpose the ward's question names.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

DECISIONS = """
update referrals_sharingdecision set withdrawn_by_id = recorded_by_id, withdrawn_why = 'Not recorded'
  where withdrawn_at is not null;
insert into referrals_sharingdecision (referral_id, purpose, basis, decision_maker, note, recorded_by_id, recorded_at,
    withdrawn_at, withdrawn_by_id, withdrawn_why)
  select referral_id, other.purpose, basis, decision_maker, note, recorded_by_id, recorded_at,
    withdrawn_at, withdrawn_by_id, withdrawn_why
  from referrals_sharingdecision cross join (values ('home_work'), ('flat')) as other(purpose);
-- What waits for the end of the transaction would stand in the way of the constraints that follow.
set constraints all immediate;
"""
DECISIONS_BACK = """
-- One decision a case is all there was room for: the one about the referral itself.
update referrals_referralparty set decision_id = null;
delete from referrals_sharingdecision
  where purpose <> 'arrange' or partner_id is not null
    or (basis <> 'consent' and (decision_maker = '' or note = ''));
set constraints all immediate;
"""
PARTIES = """
-- After the row, so that a policy on the table is asked first.
create function homeward_party_basis() returns trigger language plpgsql as $$
begin
  if new.part in ('provider', 'accommodation', 'viewer')
    and not exists (
      select from referrals_referral r
      where r.id = new.referral_id and new.organisation_id in (r.lead_organisation_id, r.referrer_organisation_id))
    and not exists (
      select from partners_sharingagreement a, referrals_sharingdecision d
      where a.id = new.agreement_id and a.receiver_id = new.organisation_id
        and d.id = new.decision_id and d.referral_id = new.referral_id and d.withdrawn_at is null
        and (d.partner_id is null or d.partner_id = new.organisation_id))
  then
    raise exception 'party_has_basis: no agreement and decision let organisation % take part', new.organisation_id
      using errcode = 'check_violation', constraint = 'party_has_basis';
  end if;
  return null;
end $$;
create constraint trigger party_basis after insert or update of organisation_id, part, referral_id
  on referrals_referralparty for each row execute function homeward_party_basis();
"""
PARTIES_BACK = """
drop trigger party_basis on referrals_referralparty;
drop function homeward_party_basis();
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0002_parties_and_timeline"), ("partners", "0006_sign_in")]
    operations = [
        migrations.RemoveConstraint(
            model_name="sharingdecision",
            name="sharing_without_consent_is_explained",
        ),
        migrations.RemoveConstraint(
            model_name="sharingdecision",
            name="sharing_one_current",
        ),
        migrations.AddField(
            model_name="referralparty",
            name="agreement",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partners.sharingagreement",
            ),
        ),
        migrations.AddField(
            model_name="referralparty",
            name="by_contract_from",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="referralparty",
            name="decision",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="referrals.sharingdecision",
            ),
        ),
        migrations.AddField(
            model_name="sharingdecision",
            name="partner",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partners.organisation",
            ),
        ),
        migrations.AddField(
            model_name="sharingdecision",
            name="purpose",
            field=models.CharField(default="arrange", max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="sharingdecision",
            name="withdrawn_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="sharingdecision",
            name="withdrawn_why",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddIndex(
            model_name="sharingdecision",
            index=models.Index(fields=["referral", "recorded_at"], name="sharing_referral"),
        ),
        migrations.RunSQL(DECISIONS, DECISIONS_BACK),
        migrations.AddConstraint(
            model_name="sharingdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("basis__in", ["consent", "refused"]),
                    models.Q(models.Q(("decision_maker", ""), _negated=True), models.Q(("note", ""), _negated=True)),
                    _connector="OR",
                ),
                name="sharing_without_consent_is_explained",
            ),
        ),
        migrations.AddConstraint(
            model_name="sharingdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose__in", ["arrange", "home_work", "flat", "review"])),
                name="sharing_purpose_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="sharingdecision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("referral", "purpose", "partner"),
                name="sharing_one_current",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="sharingdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True), ("withdrawn_why", "")),
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        ("withdrawn_by__isnull", False),
                        models.Q(("withdrawn_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="sharing_withdrawn_by_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="sharingdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at__isnull", True), ("withdrawn_at__gte", models.F("recorded_at")), _connector="OR"
                ),
                name="sharing_dates_in_order",
            ),
        ),
        migrations.RunSQL(PARTIES, PARTIES_BACK),
    ]
