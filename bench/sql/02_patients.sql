-- A patient a case, one in twenty twice. Fictitious numbers and names.
insert into referrals_patient (id, nhs_number, no_nhs_number_reason, family_name, given_name, born_on, no_fixed_abode,
    address, postcode, phone, interpreter, created_at)
overriding system value
select i, '999' || lpad(i::text, 7, '0'), '',
  -- One in three from the five hundred commonest names, the commonest most; the others made of syllables.
  case when e < .35 then (%(family)s::text[])[1 + floor(cardinality(%(family)s::text[]) * power(e / .35, 2))::int]
       else initcap((%(first)s::text[])[1 + floor(c * cardinality(%(first)s::text[]))::int]
         || (%(middle)s::text[])[1 + floor(d * cardinality(%(middle)s::text[]))::int]
         || (%(last)s::text[])[1 + i %% cardinality(%(last)s::text[])]) end,
  (%(given)s::text[])[1 + floor(a * 7919)::int %% cardinality(%(given)s::text[])],
  date '1925-01-01' + (d * 25000)::int, e > .98, case when e > .98 then '' else i || ' Station Road, Mansfield' end,
  case when e > .98 then '' else 'NG18 1AA' end, '+441632960001', '', sent
from bench.drawn;
