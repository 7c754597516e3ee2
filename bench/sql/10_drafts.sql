-- Referrals begun on the wards and not sent.
insert into referrals_referral (id, reference, status, purpose, urgency, draft_answers, made_at, saved_at, tenure, household,
    what_stands_in_the_way, access_notes, safety_notes, source, reason_code, destination, made_by_id,
    referrer_organisation_id, ward_id, restricted, restricted_reason /*more*/)
overriding system value
select %(cases)s + i, 'HX-' || i, 'draft', 'discharge', 'urgent', '{"who": {"family_name": "Okafor"}}', sent, sent, '', '', '', '', '',
  'form', '', '', sender, trust, ward, false, '' /*more values*/
from bench.drawn where i > %(cases)s - greatest(%(cases)s / 200, 50);
