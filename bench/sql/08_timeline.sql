-- What is told of a case. Old cases have less.
insert into referrals_referralevent (referral_id, at, event, from_status, to_status, note, lead_only, by_id, organisation_id)
select i, sent, 'submit', 'draft', 'submitted', '', false, sender, trust from bench.drawn
union all select i, sent + interval '1 day', 'accept', 'submitted', 'accepted', '', false, coordinator, lead
  from bench.drawn where status in ('accepted', 'discharged', 'closed')
union all select i, sent + interval '20 days', 'discharge', 'accepted', 'discharged', '', false, coordinator, lead
  from bench.drawn where status in ('discharged', 'closed')
order by 1, 2;
insert into referrals_message (referral_id, kind, body, written_by_id, organisation_id, written_at)
select i, 'message', 'The son brings the key on Monday.', sender, trust, sent + interval '5 hours'
from bench.drawn where is_open or c < .2;
insert into referrals_readinessperiod (referral_id, ready_on, ended_on, recorded_at, recorded_by_id)
select i, sent::date - 2, case when status in ('discharged', 'closed') then sent::date + 20 end, sent, sender
from bench.drawn where c < .6;
insert into referrals_sharingdecision (referral_id, basis, decision_maker, note, recorded_at, recorded_by_id, purpose,
    withdrawn_why)
select i, 'consent', '', '', sent, sender, purpose, '' from bench.drawn, unnest(array['arrange', 'home_work']) purpose
where is_open or c < .2;
