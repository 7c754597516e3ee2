#!/bin/sh
# Runs once, when the database is made: the roles that Homeward's processes connect as, one password for all of them
# because one file of secrets holds it. docs/operations.md says what each may do.
set -eu
psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set ON_ERROR_STOP=1 --set password="$POSTGRES_PASSWORD" <<'SQL'
create role homeward_app login password :'password';
create role homeward_sweep login bypassrls password :'password';
create role homeward_report login bypassrls password :'password';
create role homeward_definer nologin bypassrls;
create role homeward_eraser nologin bypassrls;
SQL
