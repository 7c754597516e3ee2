"""A coordinator plans work on a home, asks somebody to do it, and cancels it."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.urls import reverse

from housing.actions.shared import log, same_person_did
from housing.catalogue import FUNDING_SOURCES, codes
from housing.errors import UnableToPlanWork
from housing.models import Intervention, InterventionKind
from partners import access as partners
from partners.actors import Actor, person
from partners.models import Organisation, SchemePartner, User
from partners.roles import Permission
from referrals.actions import clocks
from referrals.actions.parties import add_party, end_party
from referrals.actions.team import tell
from referrals.actions.transition import carry_out, check, lock
from referrals.catalogue import URGENCIES, label_of
from referrals.catalogue import codes as codes_of
from referrals.lifecycle import Event, Part
from referrals.models import Referral

REPEAT = timedelta(minutes=1)
_Status = Intervention.Status


@transaction.atomic
def plan_work(
    *,
    referral: Referral,
    kind: InterventionKind,
    urgency: str,
    funding_source: str,
    by: User,
    at: datetime,
    provider: Organisation | None = None,
    instructions: str = "",
    blocks_discharge: bool | None = None,
    estimated_cost: Decimal | None = None,
    commission: bool = False,
) -> Intervention:
    """Put a piece of work into the plan, and with `commission` ask `provider` for it in the same step.

    `estimated_cost`: pounds, without VAT questions: what it will cost the payer. `blocks_discharge` None: as the kind
    says. Planning the same again within a minute is a repeated click and changes nothing, unless it
    is now asked for as well.
    Raises UnableToPlanWork when a list does not know an answer or the provider cannot be asked; UnableToShare when it
    may not be told about this patient; what `check` raises.
    """
    locked = lock(referral)
    check(locked, Event.PLAN_WORK, by)
    if urgency not in codes_of(URGENCIES):
        raise UnableToPlanWork("Select how urgent the work is.")
    if funding_source not in codes(FUNDING_SOURCES):
        raise UnableToPlanWork("Select who pays for the work.")
    if not kind.active:
        raise UnableToPlanWork(f"{kind.label} is no longer offered. Select another kind of work.")
    if provider is not None:
        _check_provider(locked, provider)
    repeated = locked.interventions.filter(
        kind=kind,
        provider=provider,
        instructions=instructions,
        planned_by=by,
        planned_at__gt=at - REPEAT,
        planned_at__lte=at,
    ).first()
    if repeated is not None:
        if commission and repeated.status == _Status.PLANNED:
            _commission(locked, repeated, by=by, at=at)
        return repeated
    work = Intervention.objects.create(
        referral=locked,
        kind=kind,
        provider=provider,
        urgency=urgency,
        instructions=instructions,
        funding_source=funding_source,
        estimated_cost=estimated_cost,
        blocks_discharge=kind.blocks_discharge if blocks_discharge is None else blocks_discharge,
        planned_at=at,
        planned_by=by,
    )
    carry_out(
        locked,
        Event.PLAN_WORK,
        by=by,
        at=at,
        note=kind.label,
        detail={"intervention": work.pk, "kind": kind.code},
    )
    if commission:
        _commission(locked, work, by=by, at=at)
    return work


@transaction.atomic
def commission_work(
    *, work: Intervention, by: User, at: datetime, provider: Organisation | None = None
) -> Intervention:
    """Ask the provider (the one planned, or this one) to do it: they see the job, and its clock starts.

    Raises UnableToPlanWork without a provider; UnableToShare without an agreement or a decision; UnableToActNow when
    it was asked for already by somebody else; what `check` raises.
    """
    locked = lock(work.referral)
    check(locked, Event.PLAN_WORK, by)
    current = _lock_work(work)
    if current.status != _Status.PLANNED:
        same_person_did("work_asked_for", about=current, by=by, referral=locked)
        return current
    current.provider = provider or current.provider
    if current.provider is not None:  # also the one planned: it may have left the scheme since
        _check_provider(locked, current.provider)
    _commission(locked, current, by=by, at=at)
    return current


@transaction.atomic
def cancel_work(*, work: Intervention, reason: str, by: User, at: datetime) -> Intervention:
    """The work is no longer wanted; the provider is told. `reason` in words, at most 200 characters.

    Raises UnableToActNow when it is finished; UnableToPlanWork without a reason; what `check` raises.
    """
    locked = lock(work.referral)
    check(locked, Event.PLAN_WORK, by)
    current = _lock_work(work)
    if current.status not in Intervention.OPEN:
        same_person_did("work_cancelled", about=current, by=by, referral=locked)
        return current
    if not reason.strip():
        raise UnableToPlanWork("Enter why the work is no longer wanted.")
    cancel_open(locked, current, reason=reason.strip(), by=by, at=at)
    return current


def cancel_open(referral: Referral, work: Intervention, *, reason: str, by: Actor, at: datetime) -> None:
    """Cancel one open piece of work inside the caller's transaction, the case locked."""
    asked = work.status in (_Status.COMMISSIONED, _Status.ACCEPTED)
    finish(work, _Status.CANCELLED, by=by, at=at, note=reason)
    log(
        referral,
        "work_cancelled",
        about=work,
        by=by,
        at=at,
        note=f"{work.kind.label}: {reason}",
        detail={"kind": work.kind.code},
    )
    if asked and work.provider is not None:
        tell(
            referral=referral,
            people=partners.people_with(Permission.WORK_VIEW, work.provider_id or 0),
            key=f"work:{work.pk}:cancelled",
            text=f"Job {work.pk}: cancelled, do not go",
            path=reverse("job", args=[work.pk]),
            at=at,
        )
    end_part_if_last(referral, work.provider, at=at)


def finish(
    work: Intervention, status: str, *, by: Actor, at: datetime, note: str = "", cost: Decimal | None = None
) -> None:
    """Write the end of a piece of work and stop its clock, inside the caller's transaction."""
    work.status, work.finished_at, work.finish_note = status, at, note
    # The system acts for the person who planned it: somebody always answers for the end of a job.
    work.finished_by = person(by) or work.planned_by
    if cost is not None:
        work.actual_cost = cost
    work.save(update_fields=["status", "finished_at", "finished_by", "finish_note", "actual_cost"])
    if work.clock is not None:
        clocks.stop_clock(clock=work.clock, at=at)


def end_part_if_last(referral: Referral, provider: Organisation | None, *, at: datetime) -> None:
    """A provider with no open job left on a case takes part no longer, and sees the person no longer."""
    if provider is None:
        return
    if not referral.interventions.filter(
        provider=provider, status__in=(_Status.COMMISSIONED, _Status.ACCEPTED)
    ).exists():
        end_party(referral=referral, organisation=provider, part=Part.PROVIDER, at=at)


def _lock_work(work: Intervention) -> Intervention:
    return (
        Intervention.objects.select_for_update(of=("self",), no_key=True)
        .select_related("kind", "provider", "clock__referral", "planned_by")
        .get(pk=work.pk)
    )


def _commission(referral: Referral, work: Intervention, *, by: User, at: datetime) -> None:
    provider = work.provider
    if provider is None:
        raise UnableToPlanWork("Select who does the work before you ask for it.")
    add_party(referral=referral, organisation=provider, part=Part.PROVIDER, at=at)
    work.status, work.commissioned_at = _Status.COMMISSIONED, at
    work.clock = clocks.start_clock(
        referral=referral,
        kind="work",
        label=work.kind.label,
        target_name=work.urgency,
        at=at,
        partner=clocks.Partner(provider, f"Job {work.pk}: {work.kind.label}", reverse("job", args=[work.pk])),
    )
    work.save(update_fields=["status", "provider", "commissioned_at", "clock"])
    log(
        referral,
        "work_asked_for",
        about=work,
        by=by,
        at=at,
        note=f"{work.kind.label}: {provider.name}",
        detail={"provider": provider.pk, "kind": work.kind.code},
    )
    tell(
        referral=referral,
        people=partners.people_with(Permission.WORK_VIEW, provider.pk),
        key=f"work:{work.pk}:asked",
        text=f"Job {work.pk}: {work.kind.label}, {label_of(URGENCIES, work.urgency).lower()}",
        path=reverse("job", args=[work.pk]),
        at=at,
    )


def _check_provider(referral: Referral, provider: Organisation) -> None:
    if provider.pk == referral.lead_organisation_id:
        return
    works_here = SchemePartner.objects.filter(
        scheme=referral.scheme_id or 0, organisation=provider, part=SchemePartner.Part.PROVIDER
    ).exists()
    if not provider.active or not works_here:
        raise UnableToPlanWork(f"{provider.name} does no work for this scheme. Select another provider.")
