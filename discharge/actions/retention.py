"""The end of keeping: a list of old records for each organisation, its approval, and the work, one person at a time."""

import logging
from collections import defaultdict
from datetime import datetime

from django.db import transaction

from discharge import access
from discharge.actions.anonymise import take_person_out
from discharge.errors import NotAllowed, UnableToActNow
from discharge.queries.retention import Due, due_people, facts_of
from partners import audit
from partners.actors import Actor, SystemActor
from partners.models import User
from referrals.london import london_date
from referrals.models import Patient, RetentionItem, RetentionRun
from referrals.retention import why_kept

RETENTION = SystemActor("retention")
logger = logging.getLogger(__name__)
_State = RetentionItem.State


@transaction.atomic
def propose_runs(*, at: datetime) -> int:
    """Make each organisation's list of old records anew, as the system. Returns how many people are on the lists.

    Lists that somebody approved stay as they are. Safe to run twice.
    """
    by_organisation: dict[int, list[Due]] = defaultdict(list)
    for due in due_people(london_date(at)):
        by_organisation[due.organisation_id].append(due)
    proposed = RetentionRun.objects.select_for_update(of=("self",), no_key=True).filter(approved_at__isnull=True)
    runs = {run.organisation_id: run for run in proposed.order_by("pk")}
    for organisation_id, run in runs.items():
        run.items.all().delete()
        if organisation_id not in by_organisation:
            run.delete()
    for organisation_id, people in by_organisation.items():
        run = runs.get(organisation_id) or RetentionRun(organisation_id=organisation_id)
        run.made_at = at
        run.save()
        _plan(run, people)
    return sum(len(people) for people in by_organisation.values())


def _plan(run: RetentionRun, people: list[Due]) -> None:
    RetentionItem.objects.bulk_create(
        [
            RetentionItem(
                run=run, patient_id=due.patient_id, reference=due.reference, last_contact_on=due.last_contact_on
            )
            for due in people
        ]
    )


@transaction.atomic
def approve_run(*, run: RetentionRun, by: User, at: datetime) -> RetentionRun:
    """Let the records of this list be anonymised. The caller sends the task once this is committed.

    Approving twice is quiet for the same person. Raises NotAllowed without the right at its organisation;
    UnableToActNow when a colleague approved it, or the list was made anew and this one is gone.
    """
    locked = RetentionRun.objects.select_for_update(of=("self",), no_key=True).filter(pk=run.pk).first()
    if locked is None or locked.made_at != run.made_at:
        raise UnableToActNow("The list has changed since you opened it. Check it again.")
    if not access.can_approve(by, locked):
        raise NotAllowed("Only the organisation that held these cases last can end their keeping.")
    if locked.approved_at is not None:
        if locked.approved_by_id == by.pk:
            return locked
        raise UnableToActNow("A colleague has approved this list already.")
    locked.approved_at, locked.approved_by = at, by
    locked.save(update_fields=["approved_at", "approved_by"])
    audit.record(
        action="retention_approved",
        by=by,
        at=at,
        object_type="retention_run",
        object_id=locked.pk,
        detail={"people": locked.items.count()},
    )
    return locked


@transaction.atomic
def start_operators_run(*, by: Actor, at: datetime) -> RetentionRun:
    """A run over every organisation's old records, for `manage.py apply_retention --apply`."""
    run = RetentionRun.objects.create(made_at=at, approved_at=at)
    _plan(run, list(due_people(london_date(at))))
    audit.record(
        action="retention_approved",
        by=by,
        at=at,
        object_type="retention_run",
        object_id=run.pk,
        detail={"people": run.items.count()},
    )
    return run


def apply_run(*, run_id: int, at: datetime) -> int:
    """Carry an approved run out, as the system: each person in a transaction of their own. Returns how many were done.

    It may be killed and started again at any point, and run side by side: what is done stays done, and the rest is
    found by its state. A person for whom it fails stays planned for the next time, and is named in the log by id.
    """
    approved = RetentionRun.objects.filter(pk=run_id, approved_at__isnull=False)
    if not approved.exists():
        return 0
    done, after = 0, 0
    planned = RetentionItem.objects.filter(run=run_id, state=_State.PLANNED).order_by("pk")
    while item_id := planned.filter(pk__gt=after).values_list("pk", flat=True).first():
        after = item_id
        try:
            done += apply_item(item_id=item_id, at=at)
        except Exception as fault:
            logger.error("retention_failed item=%s fault=%s", item_id, type(fault).__name__)
    if not planned.exists() and approved.filter(finished_at__isnull=True).update(finished_at=at):
        audit.record(action="retention_finished", by=RETENTION, at=at, object_type="retention_run", object_id=run_id)
    return done


@transaction.atomic
def apply_item(*, item_id: int, at: datetime) -> bool:
    """Take one person out, or write down why not: the facts are looked at again under the lock. True when taken out."""
    item = (
        RetentionItem.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
        .filter(pk=item_id, state=_State.PLANNED, run__approved_at__isnull=False)
        .first()
    )
    if item is None:
        return False
    patient = Patient.objects.select_for_update(no_key=True).get(pk=item.patient_id)
    kept = why_kept(facts_of([patient.pk])[patient.pk], london_date(at))
    if kept is None:
        take_person_out(patient=patient, by=RETENTION, at=at)
    item.state = _State.SKIPPED if kept else _State.DONE
    item.why_kept, item.done_at = kept or "", at
    item.save(update_fields=["state", "why_kept", "done_at"])
    return kept is None


def unfinished_runs() -> list[int]:
    """Approved runs with people still to do, whose task may have been lost."""
    return list(
        RetentionRun.objects.filter(approved_at__isnull=False, finished_at__isnull=True)
        .order_by("pk")
        .values_list("pk", flat=True)[:100]
    )
