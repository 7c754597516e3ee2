"""The database's own roles: who the web, the sweeps and the reports are to PostgreSQL. What each may do is granted where
the tables are (`discharge/migrations`).

An owner who may not make roles finds them made already: `docs/operations.md` says how.
"""

from django.db import migrations

ROLES = {
    # Requests and tasks: owns nothing, meets every policy.
    "homeward_app": "login",
    # Sweeps, exports and retention, which act for the system and not for a person.
    "homeward_sweep": "login bypassrls",
    # Figures over everything: reads only.
    "homeward_report": "login bypassrls",
    # Owns the few functions that must see more than the person who calls them.
    "homeward_definer": "nologin bypassrls",
    # Owns the one function that may take words out of what is otherwise only added to.
    "homeward_eraser": "nologin bypassrls",
}
MAKE = """
do $$ begin
  if not exists (select from pg_roles where rolname = '{name}') then
    create role {name} {kind};
  end if;
exception when duplicate_object or unique_violation then null;  -- somebody made it at this moment
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("partners", "0002_append_only")]
    # Roles belong to the cluster, where another database may use them: going back leaves them.
    operations = [
        migrations.RunSQL(
            "".join(MAKE.format(name=name, kind=kind) for name, kind in ROLES.items()), migrations.RunSQL.noop
        )
    ]
