"""A coordinator lets a promise stand still for a listed reason, and lets it run again.

A question to the ward pauses and resumes the answer clock by itself (`referrals.actions.triage`).
"""

from datetime import datetime

from django.db import transaction

from partners.errors import UnableTo, UnableToActNow
from partners.models import User
from referrals.actions import clocks
from referrals.actions.transition import carry_out, check, lock
from referrals.catalogue import PAUSE_REASONS, WARD_S_ANSWER, label_of
from referrals.lifecycle import Event, Status
from referrals.models import Clock, ClockPause, Referral


@transaction.atomic
def pause_by_hand(*, clock: Clock, reason: str, by: User, at: datetime) -> Clock:
    """Let a running promise of this case stand still. Doing the same twice changes nothing.

    Raises UnableTo for a reason that is not listed, or that only a question to the ward gives; UnableToActNow when the
    promise has ended or stands still already; and what `transition.check` raises.
    """
    referral = lock(clock.referral)
    check(referral, Event.PAUSE_CLOCK, by)
    fresh = _lock(clock, referral)
    if reason not in {each.code for each in PAUSE_REASONS}:
        raise UnableTo("Select one of the reasons listed.")
    if fresh.kind == Clock.Kind.ANSWER and reason == WARD_S_ANSWER:
        raise UnableTo("Ask the ward your question instead. The answer's deadline stands still until they reply.")
    standing = _standing(fresh)
    if standing is not None and (standing.reason, standing.paused_by_id) == (reason, by.pk):
        return fresh
    if standing is not None:
        raise UnableToActNow(
            f"{fresh.label} stands still already: {label_of(PAUSE_REASONS, standing.reason)}. "
            f"{standing.paused_by.name} paused it."
        )
    clocks.pause_clock(clock=fresh, reason=reason, by=by, at=at)
    note = f"{fresh.label}. {label_of(PAUSE_REASONS, reason)}"
    detail = {"clock": fresh.pk, "reason": reason}
    carry_out(referral, Event.PAUSE_CLOCK, by=by, at=at, note=note, detail=detail)
    return fresh


@transaction.atomic
def resume_by_hand(*, clock: Clock, by: User, at: datetime) -> Clock:
    """Let a promise of this case run again. Quiet for one that runs already.

    Raises UnableToActNow when the promise has ended, or is the answer that waits for a reply of the ward: only that
    reply lets it run again; and what `transition.check` raises.
    """
    referral = lock(clock.referral)
    check(referral, Event.RESUME_CLOCK, by)
    fresh = _lock(clock, referral)
    standing = _standing(fresh)
    if standing is None:
        return fresh
    if fresh.kind == Clock.Kind.ANSWER and Status(referral.status) is Status.INFORMATION_REQUESTED:
        raise UnableToActNow("The ward was asked a question. This deadline runs again when they have answered it.")
    clocks.resume_clock(clock=fresh, by=by, at=at)
    detail = {"clock": fresh.pk, "reason": standing.reason}
    carry_out(referral, Event.RESUME_CLOCK, by=by, at=at, note=fresh.label, detail=detail)
    return fresh


def _lock(clock: Clock, referral: Referral) -> Clock:
    """The clock with its row locked, so that no sweep announces it meanwhile. Raises UnableToActNow if it ended."""
    fresh = Clock.objects.select_for_update(of=("self",), no_key=True).get(pk=clock.pk)
    if fresh.stopped_at is not None:
        raise UnableToActNow(f"{fresh.label} has ended: it was done or is no longer needed.")
    fresh.referral = referral
    return fresh


def _standing(clock: Clock) -> ClockPause | None:
    return clock.pauses.filter(to_at__isnull=True).select_related("paused_by").first()
