"""Messages behind the wall, and the one act that reaches every case of a person: that they have died."""

from django.db import migrations

MESSAGES = """
-- Written and sent by the system alone; seen by who gets them and by who manages people, who may have one sent again.
alter table partners_outboxmessage enable row level security;
create policy seen on partners_outboxmessage to homeward_app
  using (recipient_id = (select wall.person()) or cardinality((select wall.ids('people'))) > 0);
create policy may_change on partners_outboxmessage as restrictive for update to homeward_app
  using (cardinality((select wall.ids('people'))) > 0);
revoke insert, delete on partners_outboxmessage from homeward_app;
alter table partners_messagechoice enable row level security;
create policy own on partners_messagechoice to homeward_app using (user_id = (select wall.person()));
"""
# Locking the promises first: a sweep that is announcing one of them is waited for, and what it told is taken back.
DEATH = """
create function wall.person_has_died(who bigint, happened timestamptz) returns void language plpgsql security definer
set search_path = public, pg_temp as $$ begin
  -- Inside, the definer is the current user: who called is the role that was set, or who logged in.
  if coalesce(nullif(current_setting('role'), 'none'), session_user) = 'homeward_app'
     and not exists (select from referrals_referral r where r.patient_id = who
                 and (r.lead_organisation_id = any (wall.ids('changes'))
                      or r.referrer_organisation_id = any (wall.ids('changes'))
                      or exists (select from referrals_referralparty x where x.referral_id = r.id and x.to_at is null
                                 and x.part = 'accommodation' and x.organisation_id = any (wall.ids('manages'))))) then
    raise insufficient_privilege using message = 'This person is not theirs to say this of.'; end if;
  perform 1 from referrals_clock c join referrals_referral r on r.id = c.referral_id
    where r.patient_id = who and c.kind = 'follow_up' and c.stopped_at is null order by c.id for no key update of c;
  update referrals_patient set death_recorded_at = happened where id = who and death_recorded_at is null;
  update partners_notification set withdrawn_at = happened where withdrawn_at is null and subject in (
    select 'referral:' || r.id || ':follow_up' from referrals_referral r where r.patient_id = who);
  update partners_outboxmessage m set next_try_at = null, cancelled_at = happened
    from partners_notification n where n.id = m.notification_id and m.next_try_at is not null
    and n.withdrawn_at is not null and n.subject in (
      select 'referral:' || r.id || ':follow_up' from referrals_referral r where r.patient_id = who);
end $$;
grant update on referrals_clock, partners_outboxmessage, partners_notification to homeward_definer;
alter function wall.person_has_died(bigint, timestamptz) owner to homeward_definer;
revoke all on function wall.person_has_died(bigint, timestamptz) from public;
grant execute on function wall.person_has_died(bigint, timestamptz) to homeward_app, homeward_sweep;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("discharge", "0001_second_wall"),
        ("partners", "0008_deadlines"),
        ("referrals", "0008_deadlines"),
    ]
    operations = [migrations.RunSQL(MESSAGES + DEATH)]
