"""Announces what has come due of the promises that hang on no case, as `referrals.actions.alerts` does of a case's.

The same rules: the sweep never reckons with time; batches with SKIP LOCKED, each one statement and one transaction; a
line is told to a person once for each key, whatever crashes: "service:<id>:<share>", and with the date for the daily
one. Half, four fifths, passed, and then each morning until it is kept.

Who is told, of those who still work there:

- A flat not ready to let: who manages flats for the landlord.
- A contract not renewed: the team leads of the lead.
"""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from partners.roles import Permission
from referrals.actions.alerts import BATCH, next_morning, roles_with
from referrals.london import london_date
from referrals.models import ServiceClock

#: What somebody needs all the rights to, to be told of a promise of this kind. An administrator, who is no team lead,
#: also ends the roles of people who leave.
_RIGHTS = {
    ServiceClock.Kind.VOID_TURNAROUND: (Permission.STAY_MANAGE,),
    ServiceClock.Kind.CONTRACT_RENEWAL: (Permission.TEAM_LEAVERS, Permission.CASE_TRIAGE),
}


def announce_due(*, at: datetime, batch: int = BATCH) -> int:
    """Announce everything that came due before this moment (UTC), and stamp what passed unmet. Returns how many."""
    told = [(kind.value, role) for kind, rights in _RIGHTS.items() for role in roles_with(*rights)]
    facts: dict[str, Any] = {
        "at": at,
        "batch": batch,
        "today": london_date(at),
        "morning": next_morning(at),
        "kinds": [kind for kind, _ in told],
        "roles": [role for _, role in told],
    }
    total = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_ANNOUNCE, facts)
            count: int = cursor.fetchone()[0]
        total += count
        if count < batch:
            return total


# One statement a batch. In order: the clocks that are due; what each announces; the stamp; the lines; the audit of what
# passed.
_ANNOUNCE = """
with due as materialized (
  select id from referrals_serviceclock
  where stopped_at is null and next_alert_at is not null and next_alert_at < %(at)s
  order by next_alert_at, id limit %(batch)s
  for no key update skip locked
), reached as (
  select c.id, case when c.announced = 100 then 200 when c.due_at < %(at)s then 100
                    when c.most_at < %(at)s then 80 else 50 end as share
  from referrals_serviceclock c join due using (id)
), stamped as (
  update referrals_serviceclock c set
    announced = least(reached.share, 100),
    breached_at = case when reached.share >= 100 then coalesce(c.breached_at, c.due_at) else c.breached_at end,
    next_alert_at = case reached.share when 50 then c.most_at when 80 then c.due_at else %(morning)s::timestamptz end
  from reached where c.id = reached.id
  returning c.id, c.kind, c.label, c.path, c.due_at, c.organisation_id, reached.share
), lines as (
  insert into partners_notification (recipient_id, key, kind, urgent, subject, text, path, created_at, for_digest)
  select distinct on (m.user_id, s.id) m.user_id,
    'service:' || s.id || ':' || s.share || case when s.share = 200 then ':' || %(today)s::text else '' end,
    case s.share when 50 then 'half' when 80 then 'most' when 100 then 'passed' else 'daily' end,
    false, 'service:' || s.id,
    s.label || case s.share
      when 100 then ' is overdue'
      when 200 then ' is still overdue'
      else ' is due ' || replace(to_char(s.due_at at time zone 'Europe/London', 'FMHH12.MIam'), '.00', '')
           || to_char(s.due_at at time zone 'Europe/London', ' "on" FMDay FMDD FMMonth')
           || case s.share when 50 then ': half of the time is gone' else ': a fifth of the time is left' end end,
    s.path, %(at)s, false
  from stamped s
  join partners_membership m on m.organisation_id = s.organisation_id and m.active
  join unnest(%(kinds)s::text[], %(roles)s::text[]) as may(kind, role) on may.kind = s.kind and may.role = m.role
  join partners_user u on u.id = m.user_id and u.is_active
  order by m.user_id, s.id
  on conflict (recipient_id, key) do nothing
), written as (
  insert into partners_auditevent (at, actor_kind, action, object_type, object_id, detail)
  select %(at)s, 'sweep', 'service_clock_breached', 'serviceclock', id,
    jsonb_build_object('due_on', ((due_at at time zone 'Europe/London')::date)::text)
  from stamped where share = 100
)
select count(*) from stamped
"""
