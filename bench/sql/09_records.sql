-- Who looked, and what was done.
insert into partners_readlog (at, user_id, organisation_id, referral_id, patient_id, reference, lead_organisation_id,
    referrer_organisation_id, why, page)
select sent + n * interval '30 hours', coordinator, lead, i, patient, r.reference, lead, trust, 'lead',
  (array['case_summary', 'case_work', 'case_activity'])[n]
from bench.drawn d join referrals_referral r on r.id = d.i, generate_series(1, 3) n where n = 1 or d.c < .2
order by 1;
insert into partners_auditevent (at, actor_id, actor_kind, action, object_type, object_id, referral_id, detail)
select sent, sender, 'person', 'submit', 'referral', i, i, '{}'::jsonb from bench.drawn
union all select sent + interval '1 day', coordinator, 'person', 'accept', 'referral', i, i, '{}'::jsonb from bench.drawn
  where status in ('accepted', 'discharged', 'closed')
order by 1;
