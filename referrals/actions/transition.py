"""Executes a row of the lifecycle table. The only module that writes `Referral.status`.

Every action on a case reads: lock the case, `transition.carry_out(...)`, write what belongs to it. The caller holds the
transaction, so state, timeline, clocks, audit and whatever listens to `referral_changed` stand or fall together.
"""

from datetime import datetime
from typing import Any

from partners import audit
from partners.actors import Actor, person
from partners.errors import NotAllowed, UnableToActNow
from partners.models import User
from referrals import access
from referrals.lifecycle import BY_EVENT, STATUS_LABELS, Event, Status
from referrals.london import time_words, to_london
from referrals.models import Referral, ReferralEvent
from referrals.signals import referral_changed


class AlreadyDone(Exception):
    """The same person did the same thing before: a repeated click. Actions answer it with the case as it is."""


def lock(referral: Referral) -> Referral:
    """The case with its row locked and its latest state; call it first, inside the action's transaction."""
    return (
        Referral.objects.select_for_update(of=("self",), no_key=True)
        .select_related("scheme", "lead_organisation", "referrer_organisation", "assignee")
        .get(pk=referral.pk)
    )


def check(referral: Referral, event: Event, by: Actor) -> None:
    """May this happen, by this person, now?

    Raises NotAllowed when the person lacks the right; AlreadyDone when they did it themselves before and it led to
    where
    the case stands; UnableToActNow, naming who and when, when the case has moved on.
    """
    if isinstance(by, User) and not (access.takes_part(by, referral) and access.has_right(by, event, referral)):
        raise NotAllowed("You do not have the right to do this.")
    row = BY_EVENT[event]
    if Status(referral.status) in row.sources:
        return
    last = referral.events.exclude(to_status="").select_related("by").order_by("-pk").first()
    if (
        last is not None
        and last.event == event
        and last.by_id == getattr(by, "pk", None)
        and referral.status == row.target
    ):
        raise AlreadyDone
    label = STATUS_LABELS[Status(referral.status)].lower()
    if last is None:
        raise UnableToActNow(f"This referral is {label}, so this is no longer possible.")
    who = last.by.name if last.by else "Homeward"
    raise UnableToActNow(
        f"{who} changed this referral at {time_words(to_london(last.at).time())}. It is now: {label}. "
        "Check what has changed before you go on."
    )


def carry_out(
    referral: Referral,
    event: Event,
    *,
    by: Actor,
    at: datetime,
    note: str = "",
    lead_only: bool = False,
    detail: dict[str, Any] | None = None,
    **changes: Any,
) -> Referral:
    """Check, then write state, timeline and audit, then tell who listens. `changes` are the case's other columns.

    Raises what `check` raises.
    """
    check(referral, event, by)
    row = BY_EVENT[event]
    before = referral.status
    for name, value in changes.items():
        setattr(referral, name, value)
    if row.target is not None:
        referral.status = row.target.value
    if changes or row.target is not None:
        referral.save(update_fields=[*changes, "status"])
    write_event(
        referral,
        event,
        by=by,
        at=at,
        note=note,
        lead_only=lead_only,
        from_status=before if row.target else "",
        to_status=row.target.value if row.target else "",
    )
    audit.record(
        action=event.value,
        by=by,
        at=at,
        object_type="referral",
        object_id=referral.pk,
        referral_id=referral.pk,
        detail={"from": before, "to": referral.status, **(detail or {})},
    )
    referral_changed.send(sender=Referral, referral=referral, event=event, by=by, at=at)
    return referral


def write_event(
    referral: Referral,
    event: str,
    *,
    by: Actor,
    at: datetime,
    note: str = "",
    lead_only: bool = False,
    from_status: str = "",
    to_status: str = "",
) -> ReferralEvent:
    """Add a line to the case's timeline."""
    someone = person(by)
    return ReferralEvent.objects.create(
        referral=referral,
        at=at,
        event=str(event),
        by=someone,
        organisation_id=someone.working_as.organisation_id if someone and someone.working_as else None,
        note=note,
        lead_only=lead_only,
        from_status=from_status,
        to_status=to_status,
    )


__all__ = ["AlreadyDone", "carry_out", "check", "lock", "write_event"]
