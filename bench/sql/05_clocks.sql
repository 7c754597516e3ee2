-- Answers, work and follow-ups; then what triggers keep of them.
insert into referrals_clock (id, referral_id, kind, label, scheme_id, target_name, unit, amount, cut_off, hours, open_on_bank_holidays, started_at, due_at, planned_due_at, stopped_at, breached_at, announced, partner_label, partner_path, advisory) overriding system value
select i, i, 'answer', 'Answer to the ward (urgent)', scheme, 'urgent', 'working_days', 3, '17:00', '[[["09:00","17:00"]],[["09:00","17:00"]],[["09:00","17:00"]],[["09:00","17:00"]],[["09:00","17:00"]],[],[]]', false, sent,
  case when status = 'information_requested' then null else sent + interval '3 days' end, sent + interval '3 days',
  case when status not in ('submitted', 'information_requested') then sent + (case when c > .95 then 5 else 1 end) * interval '1 day' end,
  case when c > .95 and status <> 'information_requested' and sent < now() - interval '3 days' then sent + interval '3 days' end,
  0, '', '', false
from bench.drawn;
insert into referrals_clock (id, referral_id, kind, label, scheme_id, target_name, unit, amount, cut_off, hours, open_on_bank_holidays, started_at, due_at, planned_due_at, stopped_at, breached_at, announced, partner_label, partner_path, advisory) overriding system value
select %(cases)s + i, i, 'work', 'Key safe', scheme, 'urgent', 'working_days', 3, '17:00', '[[["09:00","17:00"]],[["09:00","17:00"]],[["09:00","17:00"]],[["09:00","17:00"]],[["09:00","17:00"]],[],[]]', false,
  sent + interval '3 days', sent + interval '3 days' + (5 + c * 120) * interval '1 day',
  sent + interval '3 days' + (5 + c * 120) * interval '1 day',
  case when not is_open or status = 'discharged' then sent + interval '10 days' end, null, 0, '', '', false
from bench.drawn where provider is not null;
insert into referrals_clock (id, referral_id, kind, label, scheme_id, target_name, unit, amount, cut_off, hours, open_on_bank_holidays, started_at, due_at, planned_due_at, stopped_at, breached_at, announced, partner_label, partner_path, advisory) overriding system value
select 2 * %(cases)s + i, i, 'follow_up', '30 days at home', scheme, 'readmission', 'calendar_days', 30, '17:00', '[[["09:00","17:00"]],[["09:00","17:00"]],[["09:00","17:00"]],[["09:00","17:00"]],[["09:00","17:00"]],[],[]]', false,
  sent + interval '20 days', greatest(sent + interval '50 days', now() + c * interval '40 days'),
  greatest(sent + interval '50 days', now() + c * interval '40 days'), null, null, 0, '', '', false
from bench.drawn where status = 'discharged';
update referrals_clock set half_at = started_at + (due_at - started_at) * 0.5, most_at = started_at + (due_at - started_at) * 0.8,
  next_alert_at = now() + (1 + id %% 200) * interval '1 hour'
where stopped_at is null and due_at is not null;
update referrals_referral r set next_due_at = due.earliest
from (select referral_id, min(due_at) as earliest from referrals_clock where stopped_at is null group by 1) due
where r.id = due.referral_id;
