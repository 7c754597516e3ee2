"""Every table with a way to a person, found from the models and not from a list: a new table cannot be forgotten.

A way is a foreign key to the patient, to a case, or to a row that has a way itself; or a plain number named
`patient_id` or `referral_id`, as in the records that have no foreign keys so that nothing can erase them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model, QuerySet

from referrals.models import Patient, Referral


@dataclass(frozen=True, slots=True)
class Table:
    """A table and the lookups that lead from its rows to cases, or without a case on the way to the person."""

    model: type[Model]
    to_case: str = ""
    to_person: str = ""

    @property
    def label(self) -> str:
        return self.model._meta.label

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    def rows_of(self, *, person: int, cases: list[int]) -> QuerySet[Any]:
        """The rows of this person: those of these cases, or where the table knows no case, of the person."""
        manager = self.model._base_manager
        if self.to_case:
            return manager.filter(**{f"{self.to_case}__in": cases})
        return manager.filter(**{self.to_person: person})


@cache
def tables() -> tuple[Table, ...]:
    """All of them: the person, the cases, then the others by name."""
    to_case = _ways(Referral, "referral_id")
    to_person = {model: way for model, way in _ways(Patient, "patient_id").items() if model not in to_case}
    found = [Table(model, to_case=way) for model, way in to_case.items()]
    found += [Table(model, to_person=way) for model, way in to_person.items()]
    first = {Patient: 0, Referral: 1}
    return tuple(sorted(found, key=lambda table: (first.get(table.model, 2), table.label)))


def is_past(table: Table) -> bool:
    """Is this the history of another table, as triggers write it?"""
    return any(field.name == "pgh_obj" for field in table.model._meta.get_fields())


def columns(model: type[Model]) -> list[Field[Any, Any]]:
    """What the database stores of a row, its key left out."""
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def _ways(root: type[Model], plain: str) -> dict[type[Model], str]:
    """Each model with a way to `root`, and the shortest lookup from it to the root's key."""
    found: dict[type[Model], str] = {root: "pk"}
    waiting = [root]
    everything = [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]
    for model in everything:
        if any(field.attname == plain and not field.is_relation for field in model._meta.concrete_fields):
            found[model] = plain
            waiting.append(model)
    while waiting:
        parent = waiting.pop(0)
        for model in everything:
            for field in model._meta.concrete_fields:
                if model in found or not isinstance(field, ForeignKey) or field.related_model is not parent:
                    continue
                found[model] = field.attname if found[parent] == "pk" else f"{field.name}__{found[parent]}"
                waiting.append(model)
    return found
