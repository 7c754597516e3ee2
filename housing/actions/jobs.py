"""The provider answers: takes a job on, says it is done, or says why it cannot be."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from housing import access
from housing.actions.shared import changed_by, log, same_person_did, tell_coordinator
from housing.actions.work import end_part_if_last, finish
from housing.catalogue import WORK_REFUSED_REASONS, codes, label_of
from housing.errors import NotAllowed, UnableToPlanWork
from housing.models import Intervention
from partners.models import User
from partners.roles import Permission
from referrals.actions.transition import lock
from referrals.models import Referral

_Status = Intervention.Status
_NOT_YOURS = "Only the organisation asked to do this job, or the coordinator, can end it."


@transaction.atomic
def accept_job(*, job: Intervention, by: User, at: datetime) -> Intervention:
    """The provider takes the job on. Its clock runs on: the promise is the work, not the answer.

    Raises NotAllowed for people outside the provider; UnableToActNow when it is no longer waiting for an answer.
    """
    referral, current = lock_job(job)
    if current.status != _Status.COMMISSIONED:
        _same_person_did("work_taken_on", current, by)
        return current
    if referral is None or not access.can_work(by, current):
        raise NotAllowed("Only the organisation asked to do this job can take it on.")
    current.status = _Status.ACCEPTED
    current.save(update_fields=["status"])
    log(referral, "work_taken_on", about=current, by=by, at=at, note=current.kind.label)
    return current


@transaction.atomic
def finish_job(
    *, job: Intervention, by: User, at: datetime, note: str = "", cost: Decimal | None = None
) -> Intervention:
    """The work is done; the clock stops. `cost` in pounds, None when not known yet. An unanswered job can be done too.

    By the provider, or by a coordinator of the leading organisation on its behalf; a job not asked of anybody yet
    cannot be done. Raises NotAllowed, UnableToPlanWork, UnableToActNow.
    """
    referral, current = lock_job(job)
    if current.status not in Intervention.OPEN:
        _same_person_did("work_done", current, by)
        return current
    if referral is None:
        raise NotAllowed(_NOT_YOURS)
    _check_may_end(by, current)
    if cost is not None and cost < 0:
        raise UnableToPlanWork("The cost cannot be less than nothing.")
    finish(current, _Status.DONE, by=by, at=at, note=note.strip(), cost=cost)
    log(referral, "work_done", about=current, by=by, at=at, note=current.kind.label)
    tell_coordinator(referral, f"{current.kind.label} is done", f"work:{current.pk}:done", at, but=by)
    end_part_if_last(referral, current.provider, at=at)
    return current


@transaction.atomic
def cannot_do_job(*, job: Intervention, reason: str, by: User, at: datetime, note: str = "") -> Intervention:
    """The provider cannot do the work. `reason`: code of `WORK_REFUSED_REASONS`; the coordinator is told and asks
    elsewhere.

    Raises NotAllowed, UnableToPlanWork for an unknown reason, UnableToActNow.
    """
    referral, current = lock_job(job)
    if current.status not in Intervention.OPEN:
        _same_person_did("work_cannot_be_done", current, by)
        return current
    if referral is None:
        raise NotAllowed(_NOT_YOURS)
    _check_may_end(by, current)
    if reason not in codes(WORK_REFUSED_REASONS):
        raise UnableToPlanWork("Select why the work cannot be done.")
    words = label_of(WORK_REFUSED_REASONS, reason)
    text = words + (f". {note.strip()}" if note.strip() else "")
    finish(current, _Status.NOT_DONE, by=by, at=at, note=text)
    log(
        referral,
        "work_cannot_be_done",
        about=current,
        by=by,
        at=at,
        note=f"{current.kind.label}: {words.lower()}",
        detail={"reason": reason},
    )
    tell_coordinator(
        referral, f"{current.kind.label} cannot be done: {words.lower()}", f"work:{current.pk}:not_done", at, but=by
    )
    end_part_if_last(referral, current.provider, at=at)
    return current


def lock_job(job: Intervention) -> tuple[Referral | None, Intervention]:
    """The case first, then the job: every action locks in this order.

    None for the case when the organisation takes part in it no longer: then there is only the job's end to tell of.
    """
    try:
        referral = lock(Referral(pk=job.referral_id))
    except Referral.DoesNotExist:
        referral = None
    current = (
        Intervention.objects.select_for_update(of=("self",), no_key=True)
        .select_related("kind", "provider", "planned_by")
        .get(pk=job.pk)
    )
    if referral is not None:
        current.referral = referral
        if current.clock is not None:
            current.clock.referral = referral
    return referral, current


def _same_person_did(code: str, job: Intervention, by: User) -> None:
    """A repeated click is quiet. What happened to a job is told only to those it was asked of and those who asked."""
    if not access.own_jobs(by).filter(pk=job.pk).exists() and not access.can_view_job(by, job):
        raise NotAllowed("You do not have the right to do this.")
    # The job says itself who ended it: with its part over, the organisation reads no record of the case.
    if job.finished_by is not None and job.finished_by != by and job.finished_at is not None:
        raise changed_by(job.finished_by, job.finished_at)
    same_person_did(code, about=job, by=by, referral=Referral(pk=job.referral_id))


def _check_may_end(by: User, job: Intervention) -> None:
    if job.commissioned_at is None:
        raise UnableToPlanWork("Nobody has been asked to do this work yet. Ask a provider first.")
    if not access.can_work(by, job) and not access.leads(by, Permission.WORK_PLAN, job.referral):
        raise NotAllowed(_NOT_YOURS)
