"""What a change to a case causes here: open work and bookings end with it, or stop where nothing may be shared."""

from datetime import datetime
from typing import Any

from housing.actions.bookings import drop
from housing.actions.sharing import resume_shared, stop_unshared
from housing.actions.work import cancel_open
from housing.models import Intervention, Stay
from partners.actors import Actor
from referrals.actions.death import DIED
from referrals.lifecycle import Event
from referrals.models import Referral

_REASONS = {
    Event.WITHDRAW: "The referral was withdrawn",
    Event.DECLINE: "The referral was declined",
    Event.CLOSE: "The case was closed",
    Event.RECORD_DISCHARGE: "The patient has died",
}


def cancel_open_work(sender: Any, referral: Referral, event: Event, by: Actor, at: datetime, **kwargs: Any) -> None:
    """A case withdrawn or declined cancels its open work and its bookings; a closed one what was only planned or
    booked, so that a job already given can still be finished. A guest who is in a flat stays until they move out.
    Leaving hospital cancels work and bookings only for somebody who has died.
    """
    reason = _REASONS.get(event)
    if reason is None or (event == Event.RECORD_DISCHARGE and referral.destination != DIED):
        return
    statuses = [Intervention.Status.PLANNED] if event == Event.CLOSE else list(Intervention.OPEN)
    for work in (
        referral.interventions.filter(status__in=statuses)
        .select_related("kind", "provider", "clock__referral", "planned_by")
        .order_by("pk")
    ):
        cancel_open(referral, work, reason=reason, by=by, at=at)
    for stay in (
        referral.stays.filter(status__in=(Stay.Status.PROVISIONAL, Stay.Status.CONFIRMED))
        .select_related(
            "unit__building__organisation",
            "support_plan_clock__referral",
            "limit_clock__referral",
            "review_clock__referral",
            "claim_clock__referral",
        )
        .order_by("pk")
    ):
        drop(referral, stay, reason=reason, by=by, at=at)


def follow_sharing(sender: Any, referral: Referral, event: Event, by: Actor, at: datetime, **kwargs: Any) -> None:
    """A decision about sharing that is withdrawn or changed stops the jobs and bookings it carried; a new one lets
    those that stopped go on.
    """
    if event in (Event.WITHDRAW_SHARING, Event.RECORD_SHARING):
        stop_unshared(referral, by=by, at=at)
    if event == Event.RECORD_SHARING:
        resume_shared(referral, by=by, at=at)
