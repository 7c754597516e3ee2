"""The stop page: nothing is shared, what is missing, who can mend it, and that what was typed is kept."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from partners.models import User
from partners.sharing import PURPOSE_LABELS
from referrals import access
from referrals.errors import UnableToShare
from referrals.identity import identity
from referrals.lifecycle import Event
from referrals.models import Referral
from referrals.sharing import Missing
from referrals.views.kept import keep
from referrals.views.loading import person_of


def stop_page(request: HttpRequest, referral: Referral, stopped: UnableToShare, back_to: str = "") -> HttpResponse:
    """Answer a press that would have shared what may not be shared. `back_to`: where the form is shown again with what
    was typed, this page's own address unless said.
    """
    keep(request, referral.reference, back_to)
    now = timezone.now()
    refusal = stopped.refusal
    context: dict[str, Any] = {
        "referral": referral,
        "identity": identity(referral, now),
        "now": now,
        "organisation": refusal.organisation,
        "lead": referral.lead_organisation,
        "purpose": PURPOSE_LABELS[refusal.purpose],
        "missing": {each.value for each in refusal.missing},
        "form_url": back_to or request.get_full_path(),
        "record_url": _record_url(person_of(request), referral, stopped),
    }
    return render(request, "referrals/stop_sharing.html", context)


def _record_url(user: User, referral: Referral, stopped: UnableToShare) -> str:
    """The page on which this person can record the decision; empty when it is not theirs to record, or not missing."""
    refusal = stopped.refusal
    decided = not {Missing.DECISION, Missing.REFUSED} & set(refusal.missing)
    if decided or not access.can_do(user, Event.RECORD_SHARING, referral):
        return ""
    query = urlencode({"purpose": refusal.purpose.value, "partner": refusal.organisation_id})
    if Missing.DECISION in refusal.missing:
        query = urlencode({"purpose": refusal.purpose.value})
    return f"{reverse('record_sharing', args=[referral.reference])}?{query}"
