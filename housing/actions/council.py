"""A council is asked for help: what it was asked, and each stage as it is heard of, with the promise that runs then.

Homeward sends nothing to a council: somebody does that, and records it here.
"""

from collections.abc import Collection
from datetime import date, datetime, time

from django.db import transaction

from housing.actions.shared import changed_by, log, same_person_did
from housing.council import CONSENTS, DUTY_TO_REFER, OPEN_STAGES, Stage, kind_of
from housing.errors import UnableToActNow, UnableToApply
from housing.models import CouncilApplication, CouncilStage
from housing.stays import day_words
from partners.models import User
from referrals.actions import clocks
from referrals.actions.transition import check, lock
from referrals.catalogue import codes, label_of
from referrals.lifecycle import Event
from referrals.london import london_date, london_instant
from referrals.models import Clock, Referral
from referrals.targets import CLOCKS

#: Shown where one of the three is missing: without them nobody may be referred.
NEEDS_CONSENT = (
    "You can refer only when the person agrees to all three. If they do not agree, do not refer them. "
    "If they cannot decide, or you fear for their safety, follow your safeguarding procedure."
)


@transaction.atomic
def start_application(
    *,
    referral: Referral,
    kind: str,
    council: str,
    on: date,
    by: User,
    at: datetime,
    agreed: Collection[str] = (),
    note: str = "",
) -> CouncilApplication:
    """A council was asked on this day (London). `kind`: code of `KINDS`; `council` in words; `agreed`: codes of
    `CONSENTS`, all of which the duty to refer needs; `note` for the lead alone.

    Raises UnableToApply without a council or the person's agreement, or for a day in the future; UnableToActNow when
    one of this kind is open; what `check` raises.
    """
    locked = lock(referral)
    check(locked, Event.PLAN_WORK, by)
    what = kind_of(kind)
    current = locked.council_applications.filter(kind=kind, stage__in=OPEN_STAGES).first()
    if current is not None:
        first = what.stages[0].code
        if (current.council, current.stage, current.stage_on, current.started_by_id) == (
            council.strip(),
            first,
            on,
            by.pk,
        ):
            return current
        raise UnableToActNow(
            f"{what.label}: {current.council} has been asked already. It is now: "
            f"{what.stage(current.stage).label.lower()}, since {day_words(current.stage_on)}."
        )
    if not council.strip():
        raise UnableToApply("Enter the council.")
    if kind == DUTY_TO_REFER and set(agreed) != codes(CONSENTS):
        raise UnableToApply(NEEDS_CONSENT)
    _check_day(on, None, at)
    application = CouncilApplication(
        referral=locked,
        kind=kind,
        council=council.strip(),
        started_by=by,
        started_at=at,
        **dict.fromkeys(agreed if kind == DUTY_TO_REFER else (), True),
    )
    _enter(locked, application, what.stages[0], on=on, reason="", note=note, by=by, at=at)
    return application


@transaction.atomic
def record_stage(
    *,
    application: CouncilApplication,
    stage: str,
    on: date,
    by: User,
    at: datetime,
    reason: str = "",
    note: str = "",
) -> CouncilApplication:
    """The application came to this stage on this day (London): its clock stops, and that of the new stage starts, now,
    or at midday of the day when it is recorded later.

    `reason`: a code of the stage's own list, where it has one; `note` for the lead alone.
    Raises UnableToApply for a stage that cannot come next, a day before the last stage or in the future, or a missing
    reason; UnableToActNow, naming who and when, when a colleague recorded a stage first; what `check` raises.
    """
    referral = lock(application.referral)
    check(referral, Event.PLAN_WORK, by)
    current = (
        CouncilApplication.objects.select_for_update(of=("self",), no_key=True)
        .select_related("clock__referral")
        .get(pk=application.pk)
    )
    what = kind_of(current.kind)
    if current.stage == stage and current.stage_on == on:
        same_person_did(current.kind, about=current, by=by, referral=referral)
        return current
    if current.stage != application.stage:
        last = current.stages.select_related("by").order_by("-pk")[0]
        raise changed_by(last.by, last.at)
    found = next((each for each in what.after(current.stage) if each.code == stage), None)
    if found is None:
        raise UnableToApply("Select what has happened.")
    if found.reasons and reason not in codes(found.reasons):
        raise UnableToApply("Select why.")
    _check_day(on, current.stage_on, at)
    if current.clock is not None:
        clocks.stop_clock(clock=current.clock, at=at)
    _enter(referral, current, found, on=on, reason=reason if found.reasons else "", note=note, by=by, at=at)
    return current


def _enter(
    referral: Referral,
    application: CouncilApplication,
    stage: Stage,
    *,
    on: date,
    reason: str,
    note: str,
    by: User,
    at: datetime,
) -> None:
    application.stage, application.stage_on = stage.code, on
    application.clock = (
        clocks.start_clock(
            referral=referral,
            kind=Clock.Kind.COUNCIL,
            label=CLOCKS[stage.clock].label,
            target_name=stage.clock,
            at=at if on == london_date(at) else london_instant(on, time(12)),
            advisory=CLOCKS[stage.clock].advisory,
        )
        if stage.clock
        else None
    )
    application.save()
    CouncilStage.objects.create(
        application=application, stage=stage.code, on=on, reason=reason, note=note.strip(), by=by, at=at
    )
    what = kind_of(application.kind)
    first = stage == what.stages[0]
    said = what.asked.format(council=application.council) if first else f"{stage.label}: {application.council}"
    said += f", {day_words(on)}"
    log(
        referral,
        application.kind,
        about=application,
        by=by,
        at=at,
        note=f"{said}. {label_of(stage.reasons, reason)}" if reason else said,
        detail={"stage": stage.code, "on": str(on)},
    )


def _check_day(on: date, last: date | None, at: datetime) -> None:
    if on > london_date(at):
        raise UnableToApply("The day must be today or in the past. Record a stage when it has happened.")
    if last is not None and on < last:
        raise UnableToApply(f"This cannot be before {day_words(last)}, when the stage before it happened.")
