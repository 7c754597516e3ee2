-- Who takes part, with the copies of the keys that a trigger keeps.
insert into referrals_referralparty (referral_id, organisation_id, part, from_at, is_open, submitted_at)
select i, lead, 'lead', sent, is_open, sent from bench.drawn
union all select i, trust, 'referrer', sent, is_open, sent from bench.drawn
union all select i, provider, 'provider', sent + interval '3 days', is_open, sent from bench.drawn where provider is not null
union all select i, (select s.lead from bench.service s where s.k = 4 + drawn.i %% 150), 'viewer', sent, is_open, sent
  from bench.drawn where c < .05;
