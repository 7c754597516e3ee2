"""Parties follow the referral's lead and referrer columns, whoever writes them; the timeline can only grow.

The lists read the columns, case visibility reads the parties: were they written apart, a case could stay visible to an
organisation whose part has ended. So the database writes the lead's and the referrer's party rows itself.
"""

from django.db import migrations

FORWARD = """
create function homeward_party_sync() returns trigger language plpgsql as $$
declare wanted record;
begin
  for wanted in
    select * from (values
      ('lead', new.lead_organisation_id, case when tg_op = 'UPDATE' then old.lead_organisation_id end),
      ('referrer', new.referrer_organisation_id, case when tg_op = 'UPDATE' then old.referrer_organisation_id end)
    ) as part(name, now_id, was_id)
  loop
    if wanted.now_id is distinct from wanted.was_id then
      update referrals_referralparty set to_at = clock_timestamp()
        where referral_id = new.id and part = wanted.name and to_at is null;
      if wanted.now_id is not null then
        insert into referrals_referralparty (referral_id, organisation_id, part, from_at, is_open, submitted_at)
          values (new.id, wanted.now_id, wanted.name, clock_timestamp(), new.is_open, new.submitted_at);
      end if;
    end if;
  end loop;
  if tg_op = 'UPDATE' and (new.is_open, new.submitted_at) is distinct from (old.is_open, old.submitted_at) then
    update referrals_referralparty set is_open = new.is_open, submitted_at = new.submitted_at where referral_id = new.id;
  end if;
  return null;
end $$;
create trigger party_sync after insert or update of lead_organisation_id, referrer_organisation_id, status, submitted_at
  on referrals_referral for each row execute function homeward_party_sync();

-- A party added by hand starts with the referral's own sort keys.
create function homeward_party_keys() returns trigger language plpgsql as $$
begin
  select is_open, submitted_at into new.is_open, new.submitted_at from referrals_referral where id = new.referral_id;
  return new;
end $$;
create trigger party_keys before insert on referrals_referralparty for each row execute function homeward_party_keys();

create trigger append_only before update or delete on referrals_referralevent
  for each row execute function homeward_append_only();
create trigger append_only before update or delete on referrals_message
  for each row execute function homeward_append_only();
"""
BACKWARD = """
drop trigger append_only on referrals_message;
drop trigger append_only on referrals_referralevent;
drop trigger party_keys on referrals_referralparty;
drop function homeward_party_keys();
drop trigger party_sync on referrals_referral;
drop function homeward_party_sync();
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial"), ("partners", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
