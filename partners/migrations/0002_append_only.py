"""The record of what was done and who looked can only grow: the database itself refuses to change or delete a row."""

from django.db import migrations

FORWARD = """
create function homeward_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed or deleted', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete on partners_auditevent for each row execute function homeward_append_only();
create trigger append_only before update or delete on partners_readlog for each row execute function homeward_append_only();
"""
BACKWARD = """
drop trigger append_only on partners_auditevent;
drop trigger append_only on partners_readlog;
drop function homeward_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
