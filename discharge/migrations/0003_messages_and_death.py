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

# Deadlines for who holds a private link and is not logged in: a reference and what is due, of no restricted case on a
# wall. The link's maker must still work where the cases are led.
LINKS = """
alter table partners_privatelink enable row level security;
create policy own on partners_privatelink to homeward_app using (user_id = (select wall.person()));
create function wall.link_of(hash text, wanted text) returns partners_privatelink language sql stable security definer
set search_path = public, pg_temp as $$
  select l from partners_privatelink l join partners_user u on u.id = l.user_id
  where l.key_hash = hash and l.kind = wanted and l.ended_at is null and u.is_active
  and exists (select from partners_membership m where m.user_id = l.user_id and m.active
              and (l.organisation_id is null or m.organisation_id = l.organisation_id)) $$;
create function wall.link_name(hash text, wanted text) returns text language sql stable security definer
set search_path = public, pg_temp as $$
  select coalesce(o.name, u.name) from wall.link_of(hash, wanted) l
  join partners_user u on u.id = l.user_id left join partners_organisation o on o.id = l.organisation_id $$;
create function wall.deadlines_by_link(hash text, wanted text)
returns table (clock_id bigint, reference varchar, kind varchar, label varchar, due_at timestamptz, ward varchar, who varchar)
language sql stable security definer set search_path = public, pg_temp as $$
  select c.id, r.reference, c.kind, c.label, c.due_at, coalesce(w.name, ''), coalesce(a.name, '')
  from wall.link_of(hash, wanted) l
  join referrals_referral r on r.is_open and case when l.organisation_id is null then r.assignee_id = l.user_id
    and exists (select from partners_membership m where m.user_id = l.user_id and m.active
                and m.organisation_id = r.lead_organisation_id)
    and (not r.restricted or exists (select from referrals_namedperson n where n.referral_id = r.id
         and n.user_id = l.user_id and n.ended_at is null))
    else (r.lead_organisation_id = l.organisation_id or r.referrer_organisation_id = l.organisation_id)
    and not r.restricted end
  join referrals_clock c on c.referral_id = r.id and c.stopped_at is null and c.due_at is not null
  left join partners_ward w on w.id = r.ward_id left join partners_user a on a.id = r.assignee_id
  order by c.due_at, c.id limit 500 $$;
alter function wall.link_of(text, text) owner to homeward_definer;
alter function wall.link_name(text, text) owner to homeward_definer;
alter function wall.deadlines_by_link(text, text) owner to homeward_definer;
revoke all on function wall.link_of(text, text), wall.link_name(text, text), wall.deadlines_by_link(text, text) from public;
grant execute on function wall.link_name(text, text), wall.deadlines_by_link(text, text) to homeward_app, homeward_sweep;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("discharge", "0002_second_referrals_and_drafts"),
        ("partners", "0009_deadlines"),
        ("referrals", "0009_deadlines"),
    ]
    operations = [migrations.RunSQL(MESSAGES + DEATH + LINKS)]
