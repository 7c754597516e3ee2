-- The services around the three whose people ask.
insert into partners_organisation (name, kind, ods_code, active)
  select kind || ' ' || k, kind, '', true
  from generate_series(4, %(services)s) k, unnest(array['council', 'trust']) kind;
insert into partners_organisation (name, kind, ods_code, active)
  select 'firm ' || k, 'contractor', '', true from generate_series(1, %(providers)s) k;
insert into bench.provider select row_number() over (order by id), id from partners_organisation where name like 'firm %%';
insert into partners_site (organisation_id, name, ods_code, active)
  select id, 'Hospital', '', true from partners_organisation where name like 'trust %%';
insert into partners_ward (site_id, name, kind, active)
  select s.id, 'Ward ' || n, (select kind from partners_ward limit 1), true
  from partners_site s join partners_organisation o on o.id = s.organisation_id and o.name like 'trust %%',
    generate_series(1, 10) n;
insert into partners_scheme (name, slug, area, summary, starts_on, hours, open_on_bank_holidays, phone, active,
    lead_organisation_id)
  select 'Service ' || id, 'service-' || id, 'Somewhere', '', '2020-01-01', '[[["09:00","17:00"]],[["09:00","17:00"]],[["09:00","17:00"]],[["09:00","17:00"]],[["09:00","17:00"]],[],[]]',
    false, '', true, id
  from partners_organisation where name like 'council %%';
insert into partners_user (password, is_superuser, email, name, mobile, is_active, is_staff, date_joined)
  select '!', false, 'coordinator.' || k || '.' || n || '@homeward.example', 'Coordinator ' || k || ' ' || n, '', true, false,
    now()
  from generate_series(4, %(services)s) k, generate_series(1, 4) n;
insert into bench.service
  select k, lead.id, trust.id, s.id,
    (select array_agg(w.id) from partners_ward w join partners_site t on t.id = w.site_id where t.organisation_id = trust.id),
    (select array_agg(u.id) from partners_user u where u.email like 'coordinator.' || k || '.%%'),
    (select min(u.id) from partners_user u where u.email like 'coordinator.' || k || '.%%'),
    (select organisation from bench.provider p where p.k = 1 + service.k %% %(providers)s)
  from generate_series(4, %(services)s) service(k)
  join partners_organisation lead on lead.name = 'council ' || k
  join partners_organisation trust on trust.name = 'trust ' || k
  join partners_scheme s on s.lead_organisation_id = lead.id;
insert into partners_membership (user_id, organisation_id, role, active, started_at)
  select u.id, o.id, case when u.email like '%%.1@%%' then 'team_lead' else 'coordinator' end, true, now()
  from partners_user u join partners_organisation o on o.name = 'council ' || split_part(u.email, '.', 2)
  where u.email like 'coordinator.%%.%%@homeward.example';
