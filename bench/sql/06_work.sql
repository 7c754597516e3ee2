-- A job a provider.
insert into housing_intervention (id, status, urgency, instructions, funding_source, blocks_discharge, planned_at,
    commissioned_at, finished_at, finish_note, clock_id, finished_by_id, planned_by_id, provider_id, referral_id, kind_id)
overriding system value
select i, case when status = 'accepted' then case when d < .4 then 'commissioned' else 'accepted' end else 'done' end,
  'urgent', 'Fit a key safe beside the front door.', 'disabled_facilities_grant', true, sent + interval '2 days',
  sent + interval '3 days', case when status <> 'accepted' then sent + interval '10 days' end, '', %(cases)s + i,
  case when status <> 'accepted' then coordinator end, coordinator, provider, i, (select min(id) from housing_interventionkind)
from bench.drawn where provider is not null;
