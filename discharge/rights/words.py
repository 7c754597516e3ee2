"""Turns what the database stores into values for a file and words for a person. Names are looked up all at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.backends.postgresql.psycopg_any import Range
from django.db.models import Field, ForeignKey, Model

from partners import words
from partners.held import Held
from partners.models import Membership, Organisation, User
from partners.roles import ROLES, RoleCode
from referrals.london import to_london
from referrals.models import Patient, Referral

#: Numbers without a foreign key, in the records that nothing can erase, and whose they are.
PLAIN: dict[str, type[Model]] = {
    "user_id": User,
    "actor_id": User,
    "membership_id": Membership,
    "organisation_id": Organisation,
    "lead_organisation_id": Organisation,
    "referrer_organisation_id": Organisation,
    "referral_id": Referral,
}


class Names:
    """The words for what rows point to: staff as name, role and organisation; cases by reference."""

    def __init__(self, rows: Iterable[Model]) -> None:
        wanted: dict[type[Model], set[int]] = defaultdict(set)
        for row in rows:
            for field in row._meta.concrete_fields:
                whose, key = pointed_at(field), getattr(row, field.attname)
                if whose is not None and key is not None:
                    wanted[whose].add(key)
                if field.name == "pgh_context" and isinstance(key, dict) and key.get("person"):
                    wanted[User].add(int(key["person"]))
        memberships = (
            Membership.objects.filter(user__in=wanted[User]) | Membership.objects.filter(pk__in=wanted[Membership])
        ).select_related("user", "organisation")
        self._roles = {each.pk: f"{_role(each)}, {each.organisation.name}" for each in memberships}
        # A person with several roles is said with the one that counts now, or else with the last.
        latest = {each.user_id: each for each in sorted(memberships, key=lambda each: (each.active, each.started_at))}
        self._found: dict[type[Model], dict[int, str]] = {Membership: self._roles}
        for model, keys in wanted.items():
            if model is User:
                self._found[model] = {
                    pk: f"{name}, {self._roles[latest[pk].pk]}" if pk in latest else name
                    for pk, name in User.objects.filter(pk__in=keys).values_list("pk", "name")
                }
            elif model is not Membership:
                self._found[model] = {each.pk: str(each) for each in model._base_manager.filter(pk__in=keys)}

    def of(self, model: type[Model], key: int) -> str:
        return self._found.get(model, {}).get(key, f"number {key}")


def pointed_at(field: Field[Any, Any]) -> type[Model] | None:
    """Whose key a column holds, or None."""
    if isinstance(field, ForeignKey):
        related = field.related_model
        return related if isinstance(related, type) else None
    return PLAIN.get(field.attname)


def value_of(row: Model, field: Field[Any, Any]) -> Any:
    """What goes into the file: ISO 8601 dates, moments with their offset from UTC, numbers as they are."""
    return _plain(getattr(row, field.attname))


def words_of(row: Model, field: Field[Any, Any], held: Held, names: Names) -> str:
    """What a person reads. Empty for what is not recorded."""
    value = getattr(row, field.attname)
    if value is None or value == "" or value == {} or value == []:
        return ""
    whose = pointed_at(field)
    if whose is Patient:
        return ""
    if whose is not None:
        return names.of(whose, value)
    if field.name in held.codes:
        return held.codes[field.name](str(value))
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if field.name == "pgh_context" and isinstance(value, dict):
        return names.of(User, int(value["person"])) if value.get("person") else "The system"
    return _said(value)


def label_of(field: Field[Any, Any], held: Held) -> str:
    """The name of a column: the app's words, or the column's own."""
    if field.name in held.labels or field.attname in held.labels:
        return held.labels.get(field.name) or held.labels[field.attname]
    told = PAST.get(field.name)
    return told or str(field.verbose_name).replace("_", " ").capitalize()


PAST = {"pgh_created_at": "Written", "pgh_label": "What was done", "pgh_context": "By"}


def _role(membership: Membership) -> str:
    return ROLES[RoleCode(membership.role)].label


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return to_london(value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Range):
        return {"from": _plain(value.lower), "until": _plain(value.upper)}
    if isinstance(value, str | int | float | bool | list | dict) or value is None:
        return value
    return str(value)


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return f"{words.date_long(value)}, {words.time_nhs(value)}"
    if isinstance(value, date):
        return words.date_long(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Decimal):
        return f"£{value:,.2f}"
    if isinstance(value, Range):
        return f"{_said(value.lower)} to {_said(value.upper)}"
    if isinstance(value, dict):
        return "; ".join(f"{str(key).replace('_', ' ')}: {_said(each)}" for key, each in value.items())
    if isinstance(value, list):
        return ", ".join(_said(each) for each in value)
    return str(value)
