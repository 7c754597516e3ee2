"""What the tests of the second wall share: asking the database as somebody, without any filter of the application."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Field, ForeignKey, Model

from partners import access, asking
from partners.models import User
from referrals.models import Patient, Referral

#: Tables with a path to a patient that need no policy, each with the reason.
NO_POLICY_NEEDED: dict[str, str] = {}
ROOTS = {Patient._meta.db_table, Referral._meta.db_table}


def person(user: User) -> User:
    """The person as a new request has them: in their only role, nothing looked up yet."""
    found = User.objects.get(pk=user.pk)
    memberships = list(access.active_memberships(found))
    found.working_as = memberships[0] if len(memberships) == 1 else None
    return found


@contextmanager
def asked_by(user: User | None) -> Iterator[None]:
    """A request of this person, as far as the database can tell."""
    with asking.asking(person(user) if user else None):
        yield


def sql(statement: str, *values: Any) -> Any:
    """Run a statement; the rows it gives, or how many it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)  # none: a percent sign is one
        return cursor.fetchall() if cursor.description else cursor.rowcount


def attempt(statement: str, *values: Any) -> Any:
    """The same in a savepoint, so that a refusal leaves the transaction whole."""
    with transaction.atomic():
        return sql(statement, *values)


def number_of(table: str) -> int:
    """How many rows of a case or a patient this table shows; the audit record also has acts on neither."""
    of_case = "where referral_id is not null" if table == "partners_auditevent" else ""
    return int(sql(f'select count(*) from "{table}" {of_case}')[0][0])


def tables_of_cases() -> list[str]:
    """Every table from which foreign keys, or columns named like one, lead to a patient or a case."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    found = set(ROOTS)
    while True:
        more = {model._meta.db_table for model in models if _leads_to(model, found)} - found
        if not more:
            return sorted(found)
        found |= more


def _leads_to(model: type[Model], tables: set[str]) -> bool:
    return any(_is_path(field, tables) for field in model._meta.concrete_fields)


def _is_path(field: "Field[Any, Any]", tables: set[str]) -> bool:
    if isinstance(field, ForeignKey):
        target = field.related_model
        return isinstance(target, type) and target._meta.db_table in tables
    return field.column in {"referral_id", "patient_id"}
