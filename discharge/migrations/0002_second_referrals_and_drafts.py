"""Three holes in the second wall and beside it.

- A second referral of somebody with a restricted open case is told to the people named on that case, by a function that
  looks behind the wall: the ward that sends it neither knows nor learns of the case.
- A line that the system adds to a restricted case is nobody's own. By its writer's name, the policy on the timeline
  would have shown it to them.
- A draft that is thrown away takes its past with it. The past may be deleted by one role alone, and only of a case that
  is gone and was a draft in every version.
"""

from django.db import migrations

FORWARD = """
create function wall.tell_named_of_second(sent bigint, what text, words text, path text, happened timestamptz)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare new_case referrals_referral; begin
  select * into new_case from referrals_referral where id = sent;
  insert into referrals_referralevent (referral_id, at, event, from_status, to_status, by_id, organisation_id, note, lead_only)
    select r.id, happened, what, '', '', null, null, words, true from referrals_referral r
    where r.patient_id = new_case.patient_id and r.is_open and r.restricted and r.id <> sent order by r.id;
  insert into partners_notification (recipient_id, key, text, path, created_at)
    select n.user_id, 'referral:' || r.id || ':second:' || sent, r.reference || ': ' || words,
      replace(path, new_case.reference, r.reference), happened
    from referrals_referral r join referrals_namedperson n on n.referral_id = r.id and n.ended_at is null
    join partners_user u on u.id = n.user_id and u.is_active
    where r.patient_id = new_case.patient_id and r.is_open and r.restricted and r.id <> sent order by r.id, n.user_id
    on conflict do nothing;
end $$;
grant insert on partners_notification to homeward_definer;
alter function wall.tell_named_of_second(bigint, text, text, text, timestamptz) owner to homeward_definer;
revoke all on function wall.tell_named_of_second(bigint, text, text, text, timestamptz) from public;
grant execute on function wall.tell_named_of_second(bigint, text, text, text, timestamptz) to homeward_app, homeward_sweep;

create or replace function wall.tell_other_cases(
  patient bigint, but_case bigint, what text, words text, by_person bigint, by_organisation bigint, happened timestamptz)
returns void language sql security definer set search_path = public, pg_temp as $$
  insert into referrals_referralevent (referral_id, at, event, from_status, to_status, by_id, organisation_id, note, lead_only)
  select r.id, happened, what, '', '', case when r.restricted then null else by_person end, by_organisation, words, true
  from referrals_referral r where r.patient_id = patient and r.is_open and r.id is distinct from but_case order by r.id $$;

create function homeward_forget_draft(draft bigint) returns void
language plpgsql security definer set search_path = public, pg_temp as $$ begin
  if exists (select from referrals_referral where id = draft)
     or exists (select from referrals_referralpast where id = draft and status <> 'draft') then
    raise exception 'case % is there, or was sent once', draft using errcode = 'check_violation';
  end if;
  delete from referrals_referralpast where id = draft;
end $$;
grant create on schema public to homeward_eraser;
alter function homeward_forget_draft(bigint) owner to homeward_eraser;
revoke create on schema public from homeward_eraser;
revoke all on function homeward_forget_draft(bigint) from public;
grant execute on function homeward_forget_draft(bigint) to homeward_app, homeward_sweep;

-- As its caller: the policies say whose. A draft that is not theirs stays, and so does its past.
create or replace function wall.throw_away_draft(draft bigint) returns void language plpgsql
set search_path = public, pg_temp as $$ begin
  delete from referrals_referralparty where referral_id = draft;
  delete from referrals_referral where id = draft and status = 'draft';
  if found then perform homeward_forget_draft(draft); end if; end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("discharge", "0001_second_wall"), ("referrals", "0008_lost_cases_and_old_drafts")]
    operations = [migrations.RunSQL(FORWARD)]
