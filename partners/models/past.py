"""What a record said before: each insert, change and deletion of a row, copied by a trigger in the database.

A trigger sees what no action does: `queryset.update()`, SQL typed by hand, a cascade. Each copy says when it was
made (UTC, by the database's clock) and who made it, as `partners.history` told the database. Copies are only ever
added: `homeward_append_only` of migration 0002 refuses the rest.

A copy has no foreign keys in the database, so that nothing can take it away, and one index: the case's, or the
row's own where there is no case.
"""

from collections.abc import Sequence
from typing import Any

import pghistory
import pghistory.models
from django.db import models

from partners.models.person import Membership, User


class Past(pghistory.models.Event):
    """One version of a row. `pgh_label`: insert, update, delete, or baseline for what stood there when pasts began."""

    pgh_id = models.BigAutoField(primary_key=True)

    class Meta:
        abstract = True


def past_of(
    model: type[models.Model],
    *,
    exclude: Sequence[str] = (),
    fields: Sequence[str] | None = None,
    index: str = "pgh_obj",
) -> Any:
    """The base class of a model's past: its columns without `exclude`, or `fields` alone, and one index on `index`.

    A column added to the model later comes with it: `makemigrations` says so.
    """
    return pghistory.create_event_model(
        model,
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        fields=list(fields) if fields else None,
        exclude=list(exclude),
        base_model=Past,
        obj_field=pghistory.ObjForeignKey(related_name="+", related_query_name="+", db_index=False),
        context_field=pghistory.ContextJSONField(),
        context_id_field=pghistory.ContextUUIDField(),
        meta={"indexes": [models.Index(fields=[index, "pgh_id"], name=f"{model._meta.model_name}_past")]},
    )


class UserPast(past_of(User, fields=("email", "name", "is_active", "is_staff", "is_superuser"))):
    """Of a person's account only what decides who they are and whether they get in; never their password."""


class MembershipPast(past_of(Membership)):
    """Of each role held at an organisation."""
