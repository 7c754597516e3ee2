"""Announces what has come due: half and four fifths of the time gone, a deadline passed, and daily that nobody deals
with it.

The sweep never reckons with time: when something is to be announced stands on the clock (`next_alert_at`, UTC). It
takes only what is due, off an index; in batches with SKIP LOCKED, so that any number of sweeps can run side by side and
a row somebody is using waits for the next one; each batch is one transaction of two statements. A line is told to a
person once for each key, whatever crashes: "clock:<id>:<share>", and with the date for the daily one.

Who is told, of those who still work there (and, of a restricted case, of the named alone):

- Half, four fifths, passed: whoever has the case; their cover on days they are away. Where nobody has it, or nobody
  covers, who is on duty at that moment; where nobody is, everybody at the lead who decides about cases.
- Outside the service's hours, of an emergency: who is on duty as well.
- Who can meet it beside the lead (`Clock.organisation`): the firm's people, the landlord's.
- An emergency that passed: the team leads as well.
- Nobody, of a follow-up, a review or a claim of somebody who has died.
- Passed, where nobody at the lead may decide any more: whoever manages its people, who can see no case.
- Daily, while it has passed and nobody acts: the team leads; where there is none, everybody who decides about cases.
"""

from datetime import datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.urls import reverse

from partners.roles import ROLES, Permission
from referrals import deadlines
from referrals.london import london_date, london_instant, to_london
from referrals.paths import case_path

BATCH = 500
#: When the daily reminder comes, London time.
MORNING = time(9)
#: What nobody hears of any more once the person has died.
_ENDS_WITH_LIFE = ["follow_up", "review", "benefit_claim"]
#: What somebody beside the lead needs the right to, to be told of a promise of this kind.
_PARTNER_RIGHTS = {
    "work": Permission.WORK_DO,
    "support_plan": Permission.STAY_MANAGE,
    "stay": Permission.STAY_MANAGE,
    "review": Permission.STAY_MANAGE,
    "benefit_claim": Permission.STAY_MANAGE,
}


def announce_due(*, at: datetime) -> int:
    """Announce everything that came due before this moment (UTC), and stamp what passed unmet. Returns how many clocks.

    Raises BeyondKnownHolidays past the last year whose bank holidays are known.
    """
    known = facts(at)
    total = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(DUE, known)
            due = [pk for (pk,) in cursor]
            if due:
                cursor.execute(_ANNOUNCE, known | {"due": due})
        total += len(due)
        if len(due) < BATCH:
            return total


def facts(at: datetime) -> dict[str, Any]:
    """What the statement is told: the moment (UTC), its day in London, who may do what. Raises BeyondKnownHolidays."""
    today = london_date(at)
    return {
        "at": at,
        "batch": BATCH,
        "today": today,
        "morning": next_morning(at),
        "ends_with_life": _ENDS_WITH_LIFE,
        "case_path": case_path("#"),
        "bank_holiday": deadlines.working_calendar().holiday_name(today) is not None,
        "weekday": today.weekday(),
        "time": to_london(at).time(),
        "decide": roles_with(Permission.CASE_TRIAGE),
        "manage": roles_with(Permission.PEOPLE_MANAGE),
        "people_path": reverse("people"),
        "lead_teams": roles_with(Permission.TEAM_LEAVERS),
        "partner_kinds": [kind for kind, right in _PARTNER_RIGHTS.items() for _ in roles_with(right)],
        "partner_roles": [role for right in _PARTNER_RIGHTS.values() for role in roles_with(right)],
    }


def next_morning(at: datetime) -> datetime:
    """When the daily reminder comes next after this moment (UTC)."""
    today = london_date(at)
    morning = london_instant(today, MORNING)
    return morning if morning > at else london_instant(today + timedelta(days=1), MORNING)


def roles_with(*rights: Permission) -> list[str]:
    """The roles that have all of these rights."""
    return [role.code.value for role in ROLES.values() if role.permissions.issuperset(rights)]


# The clocks of a batch, locked. Those of others are left to them.
DUE = """
select id from referrals_clock
where stopped_at is null and next_alert_at is not null and next_alert_at < %(at)s
order by next_alert_at, id limit %(batch)s
for no key update skip locked
"""

# All the rest of a batch. In order: what each clock announces; the stamp; the facts of their cases; the people of the
# teams behind them; who is told; the lines; the audit of what passed. The clocks come in as a list and not from the
# statement above, so that the planner knows how many they are: expecting one, it compared each of them with everybody.
_ANNOUNCE = """
with reached as (
  select c.id, case when c.announced = 100 then 200 when c.due_at < %(at)s then 100
                    when c.most_at < %(at)s then 80 else 50 end as share
  from referrals_clock c where c.id = any(%(due)s)
), stamped as (
  update referrals_clock c set
    announced = least(reached.share, 100),
    breached_at = case when reached.share >= 100 then coalesce(c.breached_at, c.due_at) else c.breached_at end,
    next_alert_at = case reached.share when 50 then c.most_at when 80 then c.due_at
                    else case when c.acted_at is null then %(morning)s::timestamptz end end
  from reached where c.id = reached.id
  returning c.id, c.referral_id, c.kind, c.label, c.target_name, c.due_at, c.organisation_id, c.partner_label,
    c.partner_path, c.hours, c.open_on_bank_holidays, reached.share
), found as (
  select s.*, r.reference, r.restricted, r.lead_organisation_id as lead, r.assignee_id as holder,
    p.death_recorded_at is not null as has_died,
    s.target_name = 'emergency' or (s.kind = 'answer' and r.urgency = 'emergency') as emergency,
    not ((s.open_on_bank_holidays or not %(bank_holiday)s) and exists (
      select from jsonb_array_elements(s.hours -> %(weekday)s::int) as span
      where %(time)s >= (span ->> 0)::time and (%(time)s < (span ->> 1)::time or span ->> 1 = '00:00'))) as closed
  from stamped s join referrals_referral r on r.id = s.referral_id
  left join referrals_patient p on p.id = r.patient_id
), team as materialized (
  select m.organisation_id as lead, m.user_id as person, bool_or(m.role = any(%(lead_teams)s)) as leads,
    exists (select from partners_absence a where a.person_id = m.user_id
            and %(today)s between a.from_on and a.until_on) as away,
    exists (select from partners_dutyshift d where d.person_id = m.user_id and d.organisation_id = m.organisation_id
            and d.from_at <= %(at)s and d.to_at > %(at)s) as on_duty
  from partners_membership m join partners_user u on u.id = m.user_id
  where m.active and u.is_active and m.role = any(%(decide)s)
    and m.organisation_id in (select lead from found)
  group by m.organisation_id, m.user_id
), held as (
  -- Whoever has the case or covers for them; nobody for a case that waits for somebody.
  select f.id, t.person from found f join team t on t.lead = f.lead and t.person = f.holder and not t.away
  union
  select f.id, c.person from found f
  join partners_absence a on a.person_id = f.holder and %(today)s between a.from_on and a.until_on
  join team c on c.lead = f.lead and c.person = a.cover_id and not c.away
), queue as (
  -- Who answers for what nobody has: on duty, or else everybody who is there, or else everybody.
  select person, lead from (
    select t.*, case when on_duty then 1 when not away then 2 else 3 end as turn,
      min(case when on_duty then 1 when not away then 2 else 3 end) over (partition by lead) as first_turn
    from team t) ranked where turn = first_turn
), heads as (
  select person, lead from (
    select t.*, bool_or(leads) over (partition by lead) as has_head from team t) each where leads or not has_head
), told as (
  select f.id, h.person, 'team' as as_what from found f join held h on h.id = f.id where f.share <= 100
  union
  select f.id, q.person, 'team' from found f join queue q on q.lead = f.lead
  where f.share <= 100 and not exists (select from held h where h.id = f.id)
  union
  select f.id, t.person, 'team' from found f join team t on t.lead = f.lead and t.on_duty
  where f.share <= 100 and f.emergency and f.closed
  union
  select f.id, h.person, 'team' from found f join heads h on h.lead = f.lead
  where f.share = 200 or (f.share = 100 and f.emergency)
  union
  select f.id, m.user_id, 'manager' from found f
  join partners_membership m on m.organisation_id = f.lead and m.active and m.role = any(%(manage)s)
  join partners_user u on u.id = m.user_id and u.is_active
  where f.share >= 100 and not exists (select from team t where t.lead = f.lead)
  union
  select f.id, m.user_id, 'partner' from found f
  join partners_membership m on m.organisation_id = f.organisation_id and m.active
  join unnest(%(partner_kinds)s::text[], %(partner_roles)s::text[]) as may(kind, role)
    on may.kind = f.kind and may.role = m.role
  join partners_user u on u.id = m.user_id and u.is_active
  where f.share <= 100
), lines as (
  insert into partners_notification (recipient_id, key, kind, urgent, subject, text, path, created_at, for_digest)
  select distinct on (t.person, f.id) t.person,
    'clock:' || f.id || ':' || f.share || case when f.share = 200 then ':' || %(today)s::text else '' end,
    case f.share when 50 then 'half' when 80 then 'most' when 100 then 'passed' else 'daily' end,
    f.emergency and f.share >= 100,
    'referral:' || f.referral_id || case when f.kind = any(%(ends_with_life)s) then ':follow_up' else '' end,
    case when t.as_what = 'partner' then f.partner_label else f.reference || ': ' || f.label end
    || case f.share
         when 100 then ' is overdue'
              || case t.as_what when 'manager' then ', and your team has nobody to answer' else '' end
         when 200 then ' is still overdue, and nobody has said that they are dealing with it'
         else ' is due ' || replace(to_char(f.due_at at time zone 'Europe/London', 'FMHH12.MIam'), '.00', '')
              || to_char(f.due_at at time zone 'Europe/London', ' "on" FMDay FMDD FMMonth')
              || case f.share when 50 then ': half of the time is gone' else ': a fifth of the time is left' end end,
    case t.as_what when 'partner' then f.partner_path when 'manager' then %(people_path)s
      else replace(%(case_path)s, '#', f.reference) end,
    %(at)s, false
  from told t join found f on f.id = t.id
  where (not f.restricted or exists (select from referrals_namedperson n where n.referral_id = f.referral_id
                                     and n.user_id = t.person and n.ended_at is null))
  and not (f.has_died and f.kind = any(%(ends_with_life)s))
  order by t.person, f.id, t.as_what desc
  on conflict (recipient_id, key) do nothing
), written as (
  insert into partners_auditevent (at, actor_kind, action, object_type, object_id, referral_id, detail)
  select %(at)s, 'sweep', 'clock_breached', 'clock', id, referral_id,
    jsonb_build_object('due_on', ((due_at at time zone 'Europe/London')::date)::text)
  from found where share = 100
)
select 1
"""
