"""What the actions of this app have in common: write state's companions, and settle a repeated click."""

from datetime import date, datetime, time
from typing import Any

from django.db import models
from django.urls import reverse

from housing.models import Unit
from partners import audit
from partners.actors import Actor
from partners.errors import UnableToActNow
from partners.models import AuditEvent, User
from partners.opening import last_closing
from referrals.actions.team import tell, who_acts
from referrals.actions.transition import write_event
from referrals.london import london_instant, time_words, to_london
from referrals.models import Referral


def closing_of(unit: Unit, day: date) -> datetime:
    """When the service of this flat closes on a London day, UTC: what is written down later counts as done by then. 5pm
    on a day it is closed.
    """
    return london_instant(day, last_closing(unit.building.scheme.hours[day.weekday()]) or time(17))


def log(
    referral: Referral,
    code: str,
    *,
    about: models.Model,
    by: Actor,
    at: datetime,
    note: str = "",
    lead_only: bool = False,
    detail: dict[str, Any] | None = None,
) -> None:
    """A line in the case's timeline and one in the audit record. `note` is read by the ward: no costs, no addresses."""
    write_event(referral, code, by=by, at=at, note=note, lead_only=lead_only)
    audit.record(
        action=code,
        by=by,
        at=at,
        object_type=about._meta.model_name or "",
        object_id=about.pk,
        referral_id=referral.pk,
        detail=detail,
    )


def same_person_did(code: str, *, about: models.Model, by: User, referral: Referral) -> bool:
    """Was it this person who did this to it last? Then a repeated click is quiet.

    Raises UnableToActNow, naming who and when, when it was somebody else or something else happened to it.
    """
    last = (
        AuditEvent.objects.filter(referral_id=referral.pk, object_type=about._meta.model_name or "", object_id=about.pk)
        .order_by("-at", "-pk")
        .first()
    )
    if last is not None and last.action == code and last.actor_id == by.pk:
        return True
    who = User.objects.filter(pk=last.actor_id).first() if last is not None and last.actor_id else None
    if last is None or who is None:
        raise UnableToActNow("This has changed since you opened the page. Check what it says now before you go on.")
    raise changed_by(who, last.at)


def changed_by(who: User, at: datetime) -> UnableToActNow:
    """What to tell somebody whose press came after a colleague's, at `at` (UTC)."""
    return UnableToActNow(
        f"{who.name} changed this at {time_words(to_london(at).time())}. Check what it says now before you go on."
    )


def tell_coordinator(referral: Referral, text: str, key: str, at: datetime, *, but: Actor) -> None:
    """Put a line into the list of whoever has the case, or of the whole team when nobody has. Carries no name."""
    tell(
        referral=referral,
        people=[each for each in who_acts(referral) if each != but],
        key=key,
        text=f"{referral.reference}: {text}",
        path=reverse("case", args=[referral.reference]),
        at=at,
    )
