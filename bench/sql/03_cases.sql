-- The cases themselves, as far as they came.
insert into referrals_referral (id, reference, status, purpose, urgency, draft_answers, made_at, saved_at, submitted_at,
    admitted_on, expected_discharge_on, ready_since, pathway, tenure, household, what_stands_in_the_way, access_notes,
    safety_notes, source, decided_at, reason_code, discharged_on, destination, ended_at, assignee_id,
    lead_organisation_id, made_by_id, patient_id, referrer_organisation_id, scheme_id, submitted_by_id, ward_id,
    restricted, restricted_reason /*more*/)
overriding system value
select i, 'HW-' || (select string_agg(substr('23456789ABCDEFGHJKMNPQRSTVWXYZ', (1 + (i / pow(30, n)::int) %% 30)::int, 1), '')
                    from generate_series(0, 4) n),
  status, 'discharge', case when c < .1 then 'emergency' when c < .7 then 'urgent' else 'routine' end, '{}',
  sent - interval '1 hour', sent, sent, sent::date - 10, null, case when c < .6 then sent::date - 2 end, 1, 'council',
  'alone', 'The bathroom is upstairs and there is no rail.', 'Key with number 3.', '', 'form',
  case when status not in ('submitted', 'information_requested') then sent + interval '1 day' end,
  case when status = 'declined' then 'outside_area' when status = 'withdrawn' then 'home_without_us' else '' end,
  case when status in ('discharged', 'closed') then sent::date + 20 end,
  case when status in ('discharged', 'closed') then 'home_adapted' else '' end,
  case when status = 'closed' then sent + interval '60 days' when not is_open then sent + interval '2 days' end,
  assignee, lead, sender, patient, trust, scheme, sender, ward, c < .001, case when c < .001 then 'staff' else '' end
  /*more values*/
from bench.drawn;
