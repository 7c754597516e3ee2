"""Saying that one deals with a deadline that passed; pausing one, and letting it run again."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from partners.attempt import Refused, attempt
from partners.guards import requires
from partners.roles import Permission
from referrals.actions import clocks, pauses
from referrals.forms.pause import PauseForm
from referrals.lifecycle import Event
from referrals.models import Clock, Referral
from referrals.queries.case import clock_of
from referrals.views.case_form import case_form
from referrals.views.loading import load_case, person_of


@requires(Permission.CASE_TRIAGE)
@require_POST
def take_up_breach(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """From the worklist, and back to it."""
    referral = load_case(request, reference, page="deadline", event=Event.TAKE_UP_BREACH)
    clock = _clock(referral, pk)
    form = forms.Form(request.POST)
    form.is_valid()
    try:
        attempt(form, lambda: clocks.take_up_breach(clock=clock, by=person_of(request), at=timezone.now()))
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, f"Your team lead is not reminded of {clock.label}, {reference}, any more.")
    return redirect("worklist")


@requires(Permission.CASE_TRIAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def pause_clock(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Let a deadline stand still, for one of the listed reasons."""
    referral = load_case(request, reference, page="pause", event=Event.PAUSE_CLOCK)
    clock = _clock(referral, pk)
    form = PauseForm(request.POST if request.method == "POST" else None, kind=clock.kind)
    return case_form(
        request,
        referral,
        form,
        act=lambda: pauses.pause_by_hand(
            clock=clock, reason=form.cleaned_data["reason"], by=person_of(request), at=timezone.now()
        ),
        done=lambda: f"{clock.label} on {reference} stands still until you let it run.",
        heading=f"Pause {clock.label[:1].lower()}{clock.label[1:]}",
        submit="Pause",
    )


@requires(Permission.CASE_TRIAGE)
@require_POST
def resume_clock(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """From the case, and back to it."""
    referral = load_case(request, reference, page="resume", event=Event.RESUME_CLOCK)
    clock = _clock(referral, pk)
    form = forms.Form(request.POST)
    form.is_valid()
    try:
        attempt(form, lambda: pauses.resume_by_hand(clock=clock, by=person_of(request), at=timezone.now()))
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, f"{clock.label} on {reference} runs again.")
    return redirect("case", reference=referral.reference)


def _clock(referral: Referral, pk: int) -> Clock:
    clock = clock_of(referral, pk)
    if clock is None:
        raise Http404
    return clock
