-- One line a case: whose it is, since when, how far it came. Everything else follows from it.
select setseed(0.5);
create unlogged table bench.drawn as
with thrown as materialized (
  select i, random() as a, random() as b, random() as c, random() as d, random() as e,
    (1 - (i - 0.5) / %(cases)s) * %(days)s as age
  from generate_series(1, %(cases)s) i
), placed as (
  select *, case when a < 0.07 then 1 when a < 0.0715 then 2
                 else 4 + floor((select count(*) - 3 from bench.service) * power(b, 1.6))::int end as k,
    case when age < %(days)s * 0.05 then case when age < 1 then 'submitted' when d < .08 then 'submitted'
           when d < .11 then 'information_requested' when d < .68 then 'accepted' when d < .93 then 'discharged'
           when d < .97 then 'closed' else 'declined' end
         when d < .003 then 'discharged' when d < .08 then 'declined' when d < .14 then 'withdrawn' else 'closed' end
      as status
  from thrown
)
select p.i, p.k, p.status, p.status in ('submitted', 'information_requested', 'accepted', 'discharged') as is_open,
  now() - p.age * interval '1 day' as sent, p.a, p.c, p.d, p.e,
  case when p.i %% 20 = 0 then p.i - 7 else p.i end as patient,
  s.lead, s.trust, s.scheme, s.sender, s.wards[1 + floor(p.c * cardinality(s.wards))::int] as ward,
  case when p.status <> 'submitted' then s.coordinators[1 + floor(p.d * 997)::int %% cardinality(s.coordinators)] end
    as assignee,
  case when p.status in ('accepted', 'discharged', 'closed') then
    case when p.k = 1 then case when row_number() over (partition by p.k order by p.i desc) <= %(jobs)s then s.provider end
         when p.e < .8 then s.provider end end as provider,
  s.coordinators[1] as coordinator
from placed p join bench.service s using (k);
