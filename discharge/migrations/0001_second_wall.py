"""The second wall: PostgreSQL shows each row of a case only to those whose part in it allows it.

Who asks is written into settings of the transaction (`partners.asking`); unset, they name nobody, and no row comes back.
Each table on which a case or a patient hangs has

- one policy `seen`: which rows there are at all for this person;
- a restrictive policy for each right: `may_add`, `may_change`, `may_remove`. Seeing is not writing.

Measured design (one million cases): columns before parties, parties behind OFFSET 0, because without it the planner
hashes every party of the organisation; settings read once a statement by a scalar subquery.
Functions that must see more than their caller are few, say so, and belong to a role that nobody can log in as.
"""

import re

from django.db import migrations


def ids(name: str) -> str:
    """The organisations (or wards) of one setting, read once a statement."""
    return f"any ((select wall.ids('{name}'))::bigint[])"


def part(name: str, setting: str, *, of: str = "r.id") -> str:
    """Has an organisation of `setting` this part in the case now?"""
    return (
        f"exists (select 1 from referrals_referralparty x where x.referral_id = {of} and x.to_at is null "
        f"and x.part = '{name}' and x.organisation_id = {ids(setting)} offset 0)"
    )


PERSON = "(select wall.person())"
# Somebody who sees cases, not only jobs or stays in them.
# Of a restricted case there is nothing but for the people named on it, and for the officer who answers for the record.
SHOWN = f"""(
  not r.restricted
  or exists (select 1 from referrals_namedperson n where n.referral_id = r.id and n.ended_at is null
             and n.user_id = {PERSON} offset 0)
  or r.lead_organisation_id = {ids("rights")} or r.referrer_organisation_id = {ids("rights")}
)"""
SEES_CASES = "(select wall.sees_cases())"
SEES = f"""(
  r.lead_organisation_id = {ids("sees")}
  or r.referrer_organisation_id = {ids("sees")}
  or (r.referrer_organisation_id = {ids("ward_sees")} and r.ward_id = {ids("wards")})
  or exists (select 1 from referrals_referralparty x where x.referral_id = r.id and x.to_at is null
       and x.organisation_id = {ids("organisations")} and (
       (x.part = 'viewer' and x.organisation_id = {ids("sees")})
       or (x.part = 'provider' and x.organisation_id = {ids("jobs")})
       or (x.part = 'accommodation' and x.organisation_id = {ids("flats")})) offset 0)
  or r.id = any ((select wall.opened())::bigint[])
  or r.lead_organisation_id = {ids("rights")} or r.referrer_organisation_id = {ids("rights")}
)"""
CHANGES = f"(r.lead_organisation_id = {ids('changes')} or r.referrer_organisation_id = {ids('changes')})"

FUNCTIONS = f"""
create schema wall;
grant usage on schema wall to homeward_app, homeward_sweep, homeward_report, homeward_definer;

-- What the transaction says about who asks. Unset and '' (what a committed transaction leaves) name nobody;
-- anything that is not a list of ids is an error, never a wider view.
create function wall.ids(name text) returns bigint[] language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('homeward.' || name, true), ''), '{{}}')::bigint[] $$;
create function wall.person() returns bigint language sql stable parallel safe as
$$ select nullif(current_setting('homeward.person', true), '')::bigint $$;
create function wall.sees_cases() returns boolean language sql stable parallel safe as
$$ select cardinality(wall.ids('sees')) + cardinality(wall.ids('ward_sees')) > 0 $$;

-- The cases this person has opened in an emergency, in the role they work in, until the hour is over.
create function wall.opened() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$ begin return coalesce((
  select array_agg(b.referral_id) from referrals_breakglass b
  where b.user_id = wall.person() and b.organisation_id = any (wall.ids('sees'))
  and b.membership_id = nullif(current_setting('homeward.membership', true), '')::bigint
  and b.ends_at > nullif(current_setting('homeward.at', true), '')::timestamptz), '{{}}'); end $$;

-- The rule of the policy on cases, for policies of tables that a policy on cases reads itself.
create function wall.sees_case(rid bigint) returns boolean language plpgsql stable security definer
set search_path = public, pg_temp as $$ begin return exists (
  select 1 from referrals_referral r where r.id = rid and {SEES} and {SHOWN}); end $$;
create function wall.is_shown(rid bigint) returns boolean language plpgsql stable security definer
set search_path = public, pg_temp as $$ begin return exists (
  select 1 from referrals_referral r where r.id = rid and {SHOWN}); end $$;
create function wall.changes_case(rid bigint) returns boolean language plpgsql stable security definer
set search_path = public, pg_temp as $$ begin return exists (
  select 1 from referrals_referral r where r.id = rid and {CHANGES}); end $$;
create function wall.is_own_draft(rid bigint) returns boolean language plpgsql stable security definer
set search_path = public, pg_temp as $$ begin return exists (
  select 1 from referrals_referral r where r.id = rid and r.status = 'draft' and {CHANGES}); end $$;

-- Patients are found and made here alone, so that nobody gets at a patient by guessing an id.
create table wall.patient_match (
  patient_id bigint not null, organisation_id bigint not null, person_id bigint not null,
  matched_at timestamptz not null default clock_timestamp(), primary key (patient_id, organisation_id));
create function wall.may_refer(pid bigint) returns boolean language plpgsql stable security definer
set search_path = public, pg_temp as $$ begin return exists (
  select 1 from wall.patient_match m where m.patient_id = pid
  and m.organisation_id = any (wall.ids('changes')) and m.matched_at > now() - interval '1 day'); end $$;
-- Gives the patient with this NHS number, or a new one with these details. Null: the number is known with another date
-- of birth, of which the caller learns nothing more.
create function wall.register_patient(details jsonb, out found_id bigint, out is_new boolean)
language plpgsql security definer set search_path = public, pg_temp as $$
declare known date; begin
  is_new := false;
  loop
    select id, born_on into found_id, known from referrals_patient
      where nhs_number = details ->> 'nhs_number' for no key update;
    exit when found_id is not null;
    insert into referrals_patient (nhs_number, no_nhs_number_reason, family_name, given_name, born_on, no_fixed_abode,
        address, postcode, phone, interpreter, created_at)
      select p.nhs_number, p.no_nhs_number_reason, p.family_name, p.given_name, p.born_on, p.no_fixed_abode,
        p.address, p.postcode, p.phone, p.interpreter, clock_timestamp()
      from jsonb_populate_record(null::referrals_patient, details) p
      on conflict (nhs_number) do nothing returning id into found_id;
    is_new := found_id is not null;
    exit when is_new;  -- else somebody registered this number at this moment: look again
  end loop;
  if not is_new and known <> (details ->> 'born_on')::date then
    found_id := null;
    return;
  end if;
  insert into wall.patient_match (patient_id, organisation_id, person_id)
    select found_id, each, wall.person() from unnest(wall.ids('changes')) each
    on conflict (patient_id, organisation_id)
    do update set matched_at = clock_timestamp(), person_id = excluded.person_id;
end $$;
-- What anybody who refers may know of another organisation's open case for the same NHS number: that there is one.
create function wall.open_referrals(nhs text, who bigint)
returns table (id bigint, reference varchar, service varchar, sent_at timestamptz, from_where varchar)
language sql stable security definer set search_path = public, pg_temp as $$
  select r.id, r.reference, s.name, r.submitted_at, o.name from referrals_referral r
  join referrals_patient p on p.id = r.patient_id
  join partners_organisation o on o.id = r.referrer_organisation_id
  left join partners_scheme s on s.id = r.scheme_id
  where p.nhs_number = nhs and r.is_open
  and (not r.restricted or exists (
    select from referrals_namedperson n where n.referral_id = r.id and n.user_id = who and n.ended_at is null))
  order by r.submitted_at, r.id $$;
-- The one look-up over every case, for an emergency: a reference, or an NHS number with the date of birth.
create function wall.find_in_emergency(ref text, nhs text, born date)
returns table (id bigint, reference varchar, lead bigint, restricted boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select r.id, r.reference, r.lead_organisation_id, r.restricted from referrals_referral r
  left join referrals_patient p on p.id = r.patient_id
  where r.status <> 'draft' and r.lead_organisation_id is not null
  and ((ref <> '' and upper(r.reference) = upper(ref)) or (ref = '' and p.nhs_number = nhs and p.born_on = born))
  order by r.restricted, r.is_open desc, r.submitted_at desc, r.id desc limit 1 $$;
-- Earlier lines about a case that is restricted now go from the lists of people who may no longer know of it.
create function wall.forget_notices(begins text, people bigint[]) returns void language sql security definer
set search_path = public, pg_temp as $$
  delete from partners_notification where recipient_id = any (people) and starts_with(path, begins) $$;
-- Whoever works on another open case of this patient must see that the details they rely on are new.
create function wall.tell_other_cases(
  patient bigint, but_case bigint, what text, words text, by_person bigint, by_organisation bigint, happened timestamptz)
returns void language sql security definer set search_path = public, pg_temp as $$
  insert into referrals_referralevent (referral_id, at, event, from_status, to_status, by_id, organisation_id, note, lead_only)
  select r.id, happened, what, '', '', by_person, by_organisation, words, true
  from referrals_referral r where r.patient_id = patient and r.is_open and r.id is distinct from but_case order by r.id $$;
-- Ids only: the rows are shown by the policies. A name is searched here, because LIKE may not run before a policy has.
create function wall.patients_named(words text[]) returns setof bigint
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare patterns text[]; begin
  select array_agg('%' || regexp_replace(upper(w), '([\\\\%_])', '\\\\\\1', 'g') || '%' order by length(w) desc)
    into patterns from unnest(words) w;
  return query select p.id from referrals_patient p
    where (upper(p.family_name) like patterns[1] or upper(p.given_name) like patterns[1])
    and not exists (select from unnest(patterns[2:]) rest
                    where not (upper(p.family_name) like rest or upper(p.given_name) like rest)); end $$;
-- Whether somebody is in a flat, also when the case is nothing the caller sees: nobody is to be sent to a taken flat.
create function wall.guests_in(flat bigint) returns table (stay_id bigint, until_on date)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.id, s.until_on from housing_stay s where s.unit_id = flat and s.status = 'arrived' order by s.id $$;
-- Whether a flat is booked or lived in, for whoever takes it out of the list.
create function wall.is_booked(flat bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from housing_stay s where s.unit_id = flat and s.status in ('provisional', 'confirmed', 'arrived')) $$;
-- A draft that was never sent goes without a trace. As its caller: the policies say whose.
create function wall.throw_away_draft(draft bigint) returns void language plpgsql
set search_path = public, pg_temp as $$ begin
  delete from referrals_referralparty where referral_id = draft;
  delete from referrals_referral where id = draft and status = 'draft'; end $$;

-- The triggers on parties write rows that no person may write.
alter function homeward_party_sync() security definer set search_path = public, pg_temp;
alter function homeward_party_keys() security definer set search_path = public, pg_temp;

-- The earliest running deadline stands on the case, where lists sort by it. Kept here and not by whoever stops a clock:
-- a provider sees one clock of a case and may not change the case.
create function wall.next_due() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
declare touched bigint; begin
  touched := coalesce(new.referral_id, old.referral_id);
  update referrals_referral r set next_due_at = due.earliest
  from (select min(due_at) as earliest from referrals_clock where referral_id = touched and stopped_at is null) due
  where r.id = touched and r.next_due_at is distinct from due.earliest;
  return null; end $$;
create trigger next_due after insert or delete or update of due_at, stopped_at on referrals_clock
  for each row execute function wall.next_due();

-- What no policy can say, because it compares the row as it was with the row as it shall be.
create function wall.case_stays_in_place() returns trigger language plpgsql
set search_path = public, pg_temp as $$ begin
  if current_user <> 'homeward_app' then return new; end if;
  if not (old.lead_organisation_id = any (wall.ids('changes'))
          or old.referrer_organisation_id = any (wall.ids('changes'))) is true then
    raise insufficient_privilege using message = 'This case is not theirs to change.'; end if;
  if new.patient_id is distinct from old.patient_id and (old.patient_id is not null or not wall.may_refer(new.patient_id)) then
    raise insufficient_privilege using message = 'A case keeps its patient.'; end if;
  if new.referrer_organisation_id <> old.referrer_organisation_id
     or (old.lead_organisation_id is not null and new.lead_organisation_id is distinct from old.lead_organisation_id) then
    raise insufficient_privilege using message = 'A case keeps its lead and its referrer.'; end if;
  return new; end $$;
create trigger case_stays_in_place before update on referrals_referral
  for each row execute function wall.case_stays_in_place();
create function wall.row_stays_on_case() returns trigger language plpgsql
set search_path = public, pg_temp as $$ begin
  if current_user = 'homeward_app' and new.referral_id is distinct from old.referral_id then
    raise insufficient_privilege using message = 'What belongs to a case stays with it.'; end if;
  return new; end $$;
"""

# Which rows of a table there are for a person, and who adds and changes them. `r` is the case, `t` the row itself.
CASE = "exists (select 1 from referrals_referral r where r.id = t.referral_id offset 0)"
CHANGED = f"exists (select 1 from referrals_referral r where r.id = t.referral_id and {CHANGES} offset 0)"
OF_CASE = f"({SEES_CASES} and {CASE})"
WORKS = part("provider", "works", of="t.referral_id")
MANAGES = part("accommodation", "manages", of="t.referral_id")
OWN_FLAT = (
    "exists (select 1 from housing_unit u join housing_building b on b.id = u.building_id "
    "join partners_scheme s on s.id = b.scheme_id where u.id = t.unit_id and "
    f"(b.organisation_id = {{flats}} or s.lead_organisation_id = {ids('changes')}) offset 0)"
)

# table: (seen, may_add, may_change). None: that right is not granted at all.
TABLES: dict[str, tuple[str, str | None, str | None]] = {
    "referrals_patient": (
        "exists (select 1 from referrals_referral r where r.patient_id = t.id offset 0)",
        None,
        f"exists (select 1 from referrals_referral r where r.patient_id = t.id and {CHANGES} offset 0)",
    ),
    "referrals_carer": (CASE, CHANGED, CHANGED),
    "referrals_referralparty": (
        f"t.organisation_id = {ids('organisations')} or wall.sees_case(t.referral_id)",
        "t.part not in ('lead', 'referrer') and wall.changes_case(t.referral_id)",
        "t.part not in ('lead', 'referrer') and (wall.changes_case(t.referral_id) "
        f"or (t.part = 'provider' and t.organisation_id = {ids('works')}) "
        f"or (t.part = 'accommodation' and t.organisation_id = {ids('manages')}))",
    ),
    "referrals_referralneed": (CASE, CHANGED, CHANGED),
    "referrals_referralrisk": (CASE, CHANGED, CHANGED),
    "referrals_readinessperiod": (OF_CASE, CHANGED, CHANGED),
    "referrals_sharingdecision": (OF_CASE, CHANGED, CHANGED),
    "referrals_message": (OF_CASE, CHANGED, None),
    "referrals_referralevent": (
        f"t.by_id = {PERSON} or {OF_CASE}",
        # By a function: who takes themselves off a restricted case still writes that they did.
        f"(t.by_id = {PERSON} or t.by_id is null) and (wall.changes_case(t.referral_id) or {WORKS} or {MANAGES})",
        None,
    ),
    "referrals_clock": (
        f"{CASE} and ({SEES_CASES} or (t.kind = 'work' and {WORKS}) or (t.kind in ('support_plan', 'stay') and {MANAGES}))",
        f"{CHANGED} or (t.kind in ('support_plan', 'stay') and {MANAGES})",
        f"{CHANGED} or (t.kind = 'work' and {WORKS}) or (t.kind in ('support_plan', 'stay') and {MANAGES})",
    ),
    "referrals_clockpause": (
        "exists (select 1 from referrals_clock c where c.id = t.clock_id offset 0)",
        "exists (select 1 from referrals_clock c where c.id = t.clock_id offset 0)",
        "exists (select 1 from referrals_clock c where c.id = t.clock_id offset 0)",
    ),
    "housing_intervention": (
        # Also when the part is over: a firm's own record of its work, which names nobody.
        f"(t.provider_id = {ids('jobs')} and wall.is_shown(t.referral_id)) or {OF_CASE}",
        CHANGED,
        f"{CHANGED} or (t.provider_id = {ids('works')} and {WORKS})",
    ),
    "housing_homeassessment": (OF_CASE, CHANGED, CHANGED),
    "housing_rehousing": (OF_CASE, CHANGED, CHANGED),
    "housing_stay": (
        f"{CASE} and ({SEES_CASES} or {OWN_FLAT.format(flats=ids('flats'))})",
        CHANGED,
        f"{CHANGED} or ({MANAGES} and {OWN_FLAT.format(flats=ids('manages'))})",
    ),
    # Days only: who books, or takes a flat out of the list, must see that it is taken, by whomever.
    "housing_occupation": (
        f"{OWN_FLAT.format(flats=ids('flats'))} or cardinality((select wall.ids('administers'))) > 0",
        OWN_FLAT.format(flats=ids("manages")),
        OWN_FLAT.format(flats=ids("manages")),
    ),
    "referrals_casefile": (
        f"{OF_CASE} or ({part('provider', 'jobs', of='t.referral_id')} "
        f"and (t.for_provider or t.organisation_id = {ids('jobs')}))",
        f"{CHANGED} or ({WORKS} and t.organisation_id = {ids('works')})",
        f"{CHANGED} or ({WORKS} and t.organisation_id = {ids('works')})",
    ),
    "outcomes_followup": (OF_CASE, CHANGED, CHANGED),
    "outcomes_outcome": (OF_CASE, CHANGED, CHANGED),
    "partners_auditevent": (
        # Acts on no case: one's own, an officer's to check, and who is just logging in is nobody yet.
        f"t.actor_id = {PERSON} or {CASE} or (t.referral_id is null "
        f"and ({PERSON} is null or cardinality((select wall.ids('audits'))) > 0))",
        f"t.actor_id is null or t.actor_id = {PERSON} or {PERSON} is null",
        None,
    ),
    "partners_readlog": (
        f"t.user_id = {PERSON} or t.lead_organisation_id = {ids('audits')} or t.referrer_organisation_id = {ids('audits')} "
        "or exists (select 1 from referrals_breakglass b where b.id = t.break_glass_id offset 0)",
        f"t.user_id = {PERSON}",
        None,
    ),
    # By functions: the policy on cases reads this table itself.
    "referrals_namedperson": (
        f"t.user_id = {PERSON} or wall.sees_case(t.referral_id)",
        "wall.changes_case(t.referral_id)",
        "wall.changes_case(t.referral_id)",
    ),
    "referrals_breakglass": (
        f"t.user_id = {PERSON} or t.lead_organisation_id = {ids('reviews')}",
        f"t.user_id = {PERSON} and t.organisation_id = {ids('sees')}",
        f"t.user_id <> {PERSON} and t.lead_organisation_id = {ids('reviews')}",
    ),
    # What an officer answers for: copies of a record, holds, lists of old records.
    **{
        table: tuple([f"t.organisation_id = {ids('rights')}"] * 3)
        for table in ("referrals_dataexport", "referrals_legalhold", "referrals_retentionrun")
    },
    "referrals_exportfile": (
        "exists (select 1 from referrals_dataexport e where e.id = t.export_id offset 0)",
        None,
        None,
    ),
    "referrals_retentionitem": (
        "exists (select 1 from referrals_retentionrun e where e.id = t.run_id offset 0)",
        None,
        None,
    ),
}
PLAIN_GRANTS = """
grant usage on schema public to homeward_app, homeward_sweep, homeward_report, homeward_definer, homeward_eraser;
grant select, insert, update, delete on all tables in schema public to homeward_app, homeward_sweep;
grant select on all tables in schema public to homeward_report, homeward_definer;
grant usage, select on all sequences in schema public to homeward_app, homeward_sweep, homeward_definer;
alter default privileges in schema public grant select, insert, update, delete on tables to homeward_app, homeward_sweep;
alter default privileges in schema public grant select on tables to homeward_report, homeward_definer;
alter default privileges in schema public grant usage, select on sequences to homeward_app, homeward_sweep, homeward_definer;
revoke all on django_migrations from homeward_app, homeward_sweep, homeward_report;
-- Nobody's record of what was done, or of who looked, changes.
revoke update, delete on partners_auditevent, partners_readlog from homeward_app, homeward_sweep;
grant insert, update on referrals_referralparty to homeward_definer;
grant insert on referrals_patient, referrals_referralevent to homeward_definer;
grant update (next_due_at) on referrals_referral to homeward_definer;
grant update on referrals_patient to homeward_definer;  -- to lock the row
grant select, insert, update on wall.patient_match to homeward_definer;
grant delete on partners_notification to homeward_definer;
-- What one person had typed when their time ran out is theirs alone; who is just logging in is nobody yet.
alter table partners_savedform enable row level security;
create policy seen on partners_savedform to homeward_app
  using (user_id = (select wall.person()) or (select wall.person()) is null);
"""

# The past of a row is written by a trigger, as whoever changes the row, and seen by who sees the case whole.
PASTS = {
    "referrals_patientpast": f"{SEES_CASES} and exists (select 1 from referrals_patient p where p.id = t.pgh_obj_id offset 0)",
    "referrals_referralpast": f"{SEES_CASES} and exists (select 1 from referrals_referral r where r.id = t.pgh_obj_id offset 0)",
    **{
        f"{name}past": OF_CASE
        for name in (
            "referrals_carer",
            "referrals_readinessperiod",
            "referrals_referralneed",
            "referrals_referralrisk",
            "referrals_sharingdecision",
            "housing_homeassessment",
            "housing_intervention",
            "housing_rehousing",
            "housing_stay",
            "outcomes_followup",
            "outcomes_outcome",
        )
    },
}
# Anybody's act may tell anybody something; what was told, each reads alone. It names a case and nobody.
NOTIFICATIONS = f"""
alter table partners_notification enable row level security;
create policy tell on partners_notification for insert to homeward_app with check (true);
create policy seen on partners_notification for select to homeward_app using (recipient_id = {PERSON});
create policy read on partners_notification for update to homeward_app using (recipient_id = {PERSON});
revoke delete on partners_notification from homeward_app;
"""


def of_row(condition: str, table: str) -> str:
    """A condition on `t`, as a policy of that table says it."""
    return re.sub(r"\bt\.", f"{table}.", condition)


def as_case(condition: str) -> str:
    """A condition on the case `r`, as a policy of its own table says it."""
    return re.sub(r"\br\.", "referrals_referral.", condition)


def wall(table: str, seen: str, add: str | None, change: str | None, remove: str | None) -> str:
    """The policies of one table, and the rights that go with them."""
    lines = [
        f"alter table {table} enable row level security",
        f"create policy seen on {table} to homeward_app using ({seen})",
    ]
    for right, clause, rule in (
        ("insert", "with check", add),
        ("update", "with check", change),
        ("delete", "using", remove),
    ):
        if rule is None:
            lines.append(f"revoke {right} on {table} from homeward_app")
        else:
            name = {"insert": "may_add", "update": "may_change", "delete": "may_remove"}[right]
            lines.append(
                f"create policy {name} on {table} as restrictive for {right} to homeward_app {clause} ({rule})"
            )
    return ";\n".join(lines) + ";\n"


def forward() -> str:
    """Functions, grants, policies: in this order, as each needs what is before it."""
    said = FUNCTIONS + PLAIN_GRANTS
    case_seen = as_case(f"{SEES} and {SHOWN}")
    said += wall(
        "referrals_referral",
        case_seen,
        f"referrals_referral.referrer_organisation_id = {ids('changes')} and "
        "(referrals_referral.patient_id is null or wall.may_refer(referrals_referral.patient_id))",
        as_case(CHANGES),
        f"referrals_referral.status = 'draft' and referrals_referral.referrer_organisation_id = {ids('changes')}",
    )
    for table, (seen, add, change) in TABLES.items():
        remove = "wall.is_own_draft(t.referral_id)" if table == "referrals_referralparty" else None
        add, change, remove = (rule and of_row(rule, table) for rule in (add, change, remove))
        said += wall(table, of_row(seen, table), add, change, remove)
        if change is not None and f"{table}.referral_id" in change:
            said += (
                f"create trigger row_stays_on_case before update of referral_id on {table} "
                "for each row execute function wall.row_stays_on_case();\n"
            )
    for table, seen in PASTS.items():
        said += (
            f"alter table {table} enable row level security;\n"
            f"create policy seen on {table} for select to homeward_app using ({of_row(seen, table)});\n"
            f"create policy written on {table} for insert to homeward_app with check (true);\n"
            f"revoke update, delete on {table} from homeward_app, homeward_sweep;\n"
            f"grant insert on {table} to homeward_definer;\n"
        )
    said += NOTIFICATIONS
    for function in DEFINERS:
        said += f"alter function {function} owner to homeward_definer; revoke all on function {function} from public;\n"
        if "party" not in function and "next_due" not in function:
            said += f"grant execute on function {function} to homeward_app, homeward_sweep;\n"
    return said


DEFINERS = (
    "wall.sees_case(bigint)",
    "wall.changes_case(bigint)",
    "wall.may_refer(bigint)",
    "wall.register_patient(jsonb)",
    "wall.open_referrals(text, bigint)",
    "wall.tell_other_cases(bigint, bigint, text, text, bigint, bigint, timestamptz)",
    "wall.patients_named(text[])",
    "wall.opened()",
    "wall.is_shown(bigint)",
    "wall.find_in_emergency(text, text, date)",
    "wall.forget_notices(text, bigint[])",
    "wall.is_own_draft(bigint)",
    "wall.is_booked(bigint)",
    "wall.guests_in(bigint)",
    "wall.next_due()",
    "homeward_party_sync()",
    "homeward_party_keys()",
)


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0007_history"),
        ("referrals", "0007_history"),
        ("housing", "0003_history"),
        ("outcomes", "0003_history"),
    ]
    operations = [migrations.RunSQL(forward())]
