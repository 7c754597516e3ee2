"""The search by name gives cases of the person's organisations, not the patients of all.

At a million cases 15,000 patients are called Smith and 30,000 have “ash” in their name. Going from each of them to its
cases read 73,000 blocks twice, for an organisation without a single case too. Here PostgreSQL may begin with whichever
is fewer: the organisation's cases, or the names. It sees both as constants (`force_custom_plan`), so that its guesses
are good, and what there is no second and third word for is gone before it plans.
"""

from django.db import migrations

FORWARD = r"""
create function wall.cases_named(words text[]) returns setof bigint language plpgsql stable security definer rows 200
set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare patterns text[]; mine bigint[]; begin
  mine := wall.ids('sees');
  select array_agg('%' || regexp_replace(upper(w), '([\\%_])', '\\\1', 'g') || '%' order by length(w) desc)
    into patterns from unnest(words) w;
  return query select r.id from referrals_referral r join referrals_patient p on p.id = r.patient_id
    where r.lead_organisation_id = any (mine)
    and (upper(p.family_name) like patterns[1] or upper(p.given_name) like patterns[1])
    and (patterns[2] is null or upper(p.family_name) like patterns[2] or upper(p.given_name) like patterns[2])
    and (patterns[3] is null or not exists (select from unnest(patterns[3:]) rest
                                            where not (upper(p.family_name) like rest or upper(p.given_name) like rest)));
end $$;
alter function wall.cases_named(text[]) owner to homeward_definer;
revoke all on function wall.cases_named(text[]) from public;
grant execute on function wall.cases_named(text[]) to homeward_app, homeward_sweep;
drop function wall.patients_named(text[]);
"""


class Migration(migrations.Migration):
    dependencies = [("discharge", "0003_messages_and_death"), ("referrals", "0011_indexes_at_a_million")]
    operations = [migrations.RunSQL(FORWARD)]
