"""A follow-up that waits is due on the day its clock ends: a changed target, a bank holiday or a pause moves both.

Below the apps, because what moves the clock knows nothing of follow-ups. As whoever moves the clock: they may change the
follow-up too. What was done or dropped keeps the day it was to be done by.
"""

from django.db import migrations

KEEP = """
create function homeward_follow_up_due() returns trigger language plpgsql
set search_path = public, pg_temp as $$ begin
  update outcomes_followup set due_on = (new.due_at at time zone 'Europe/London')::date
  where clock_id = new.id and done_at is null and cancelled_at is null
    and due_on <> (new.due_at at time zone 'Europe/London')::date;
  return null; end $$;
create trigger follow_up_due after update of due_at on referrals_clock for each row
  when (new.kind = 'follow_up' and new.due_at is not null and new.due_at is distinct from old.due_at)
  execute function homeward_follow_up_due();
"""
LET_GO = """
drop trigger follow_up_due on referrals_clock;
drop function homeward_follow_up_due();
"""


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0003_history"), ("referrals", "0015_changed_targets")]
    operations = [migrations.RunSQL(KEEP, LET_GO)]
