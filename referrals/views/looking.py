"""Writes down every look at a record, on every page that shows one, and tells the page what to warn of."""

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from partners import audit, words
from partners.looks import Why
from partners.models import User
from referrals.access import WayIn
from referrals.models import Referral
from referrals.queries.restriction import number_named


def look(request: HttpRequest, referral: Referral, *, by: User, page: str, way: WayIn) -> None:
    """Write down that this person sees this record on this page; every page that shows one calls it, once.

    What stands on top of such a page of a case that needs care waits on the request for `discharge.context`.
    """
    now = timezone.now()
    audit.record_view(by=by, at=now, page=page, look=_look(referral, way))
    if referral.restricted:
        people = words.count(number_named(referral), "named person sees", "named people see")
        request.warned = f"Restricted: only {people} this case"  # type: ignore[attr-defined]
    elif way.ends_at is not None:
        left = words.span((way.ends_at - now).total_seconds())
        request.warned = (  # type: ignore[attr-defined]
            f"Opened in an emergency: read only for {left} more, until {words.datetime_long(way.ends_at)}. "
            "Every page you open is reviewed"
        )


def look_at_list(records: Iterable[tuple[Referral, Why]], *, by: User, page: str, at: datetime) -> None:
    """Write down that this person sees a list that shows whole records."""
    audit.record_views(by=by, at=at, page=page, looks=[_look(referral, WayIn(why)) for referral, why in records])


def _look(referral: Referral, way: WayIn) -> audit.Look:
    return audit.Look(
        referral_id=referral.pk,
        patient_id=referral.patient_id,
        reference=referral.reference,
        lead_organisation_id=referral.lead_organisation_id,
        referrer_organisation_id=referral.referrer_organisation_id,
        why=way.why,
        break_glass_id=way.break_glass_id,
    )
