"""Saying that one deals with a deadline that passed."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from partners.attempt import Refused, attempt
from partners.guards import requires
from partners.roles import Permission
from referrals.actions import clocks
from referrals.lifecycle import Event
from referrals.queries.case import clock_of
from referrals.views.loading import load_case, person_of


@requires(Permission.CASE_TRIAGE)
@require_POST
def take_up_breach(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """From the worklist, and back to it."""
    referral = load_case(request, reference, page="deadline", event=Event.TAKE_UP_BREACH)
    clock = clock_of(referral, pk)
    if clock is None:
        raise Http404
    form = forms.Form(request.POST)
    form.is_valid()
    try:
        attempt(form, lambda: clocks.take_up_breach(clock=clock, by=person_of(request), at=timezone.now()))
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, f"Your team lead is not reminded of {clock.label}, {reference}, any more.")
    return redirect("worklist")
