"""Takes a person out of their record and leaves what the figures are made of."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Case, F, Model, Q, TextField, Value, When

from discharge.rights.columns import FAMILY_NAME, GIVEN_NAME, REMOVED, Does, plan_of
from discharge.rights.graph import Table, is_past, tables
from partners import audit
from partners.actors import Actor
from referrals import storage
from referrals.models import CaseFile, Patient, Referral
from referrals.retention import five_year_band


def take_person_out(*, patient: Patient, by: Actor, at: datetime) -> None:
    """Name, numbers, address, words and files go; statuses, dates, codes and money stay. There is no way back.

    Inside the caller's transaction, with the patient's row locked and the time of keeping checked. The database checks
    that too before it lets anything out of the tables that can only grow. Raises UnlistedColumn, before anything is
    changed, when a table has a column that nobody decided about.
    """
    cases = list(Referral.objects.filter(patient=patient).order_by("pk").values_list("pk", flat=True))
    work = [(table, plan_of(table)) for table in tables() if not is_past(table)]
    _remove_files(cases, at)
    changed = sum(_change(table, plan, patient, cases) for table, plan in work)
    Patient.objects.filter(pk=patient.pk).update(
        nhs_number=None,
        no_nhs_number_reason="",
        family_name=FAMILY_NAME,
        given_name=GIVEN_NAME,
        born_on=five_year_band(patient.born_on),
        address="",
        postcode="",
        phone="",
        interpreter="",
        anonymised_at=at,
    )
    # Last, because the changes above have just been copied into the past.
    with connection.cursor() as cursor:
        cursor.execute("select homeward_erase(%s)", [patient.pk])
    audit.record(
        action="person_anonymised",
        by=by,
        at=at,
        object_type="patient",
        object_id=patient.pk,
        detail={"cases": cases, "rows": changed},
    )


def _change(table: Table, plan: dict[str, Does], patient: Patient, cases: list[int]) -> int:
    rows = table.rows_of(person=patient.pk, cases=cases)
    if Does.DELETE in plan.values():
        return rows.delete()[0]
    if table.model is Patient:
        return 0
    changes = {name: _expression(table.model, name, does) for name, does in plan.items() if does in _CHANGES}
    return rows.update(**changes) if changes else 0


_CHANGES = frozenset({Does.REMOVE, Does.BLANK, Does.NULL})


def _expression(model: type[Model], name: str, does: Does) -> Any:
    if does is Does.NULL:
        return None
    if does is Does.BLANK:
        return model._meta.get_field(name).get_default()  # type: ignore[union-attr] # a column
    nothing = Q(**{name: ""}) | Q(**{f"{name}__isnull": True})
    return Case(When(nothing, then=F(name)), default=Value(REMOVED), output_field=TextField())


def _remove_files(cases: list[int], at: datetime) -> None:
    """Delete the contents of the cases' files; their rows stay as proof that there were some.

    Before the rows are committed: a crash in between leaves a row without content, which the next try finishes. The
    other way round it would leave a photo that nobody looks for.
    """
    files = CaseFile.objects.filter(referral__in=cases, removed_at__isnull=True)
    for name in files.order_by("pk").values_list("storage_name", flat=True):
        storage.drop(name)
    files.update(title="", removed_at=at, removed_why=CaseFile.Removed.RETENTION)
