"""When a patient is ready to leave hospital, when no longer, and what the delay is."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from partners.guards import requires
from partners.roles import Permission
from partners.words import date_long
from referrals.actions import delays, readiness
from referrals.delay_codes import reasons_on
from referrals.forms.readiness import DelayForm, ReadinessForm
from referrals.lifecycle import Event
from referrals.london import london_date
from referrals.queries.delays import delays_now
from referrals.views.case_form import case_form
from referrals.views.loading import load_case, person_of
from referrals.views.triage import GET_OR_POST


@requires(Permission.READINESS_RECORD)
@GET_OR_POST
def record_readiness(request: HttpRequest, reference: str) -> HttpResponse:
    """Ready since a day, or not ready since a day."""
    referral = load_case(request, reference, page="readiness", event=Event.RECORD_READINESS)
    now, me = timezone.now(), person_of(request)
    initial = {"state": "ready" if referral.ready_since else None, "ready_on": referral.ready_since}
    form = ReadinessForm(request.POST if request.method == "POST" else None, today=london_date(now), initial=initial)

    def act() -> None:
        given = form.cleaned_data
        if given["state"] == "ready":
            readiness.record_ready(referral=referral, ready_on=given["ready_on"], by=me, at=now)
        else:
            readiness.record_not_ready(referral=referral, ended_on=given["ended_on"], by=me, at=now)

    def done() -> str:
        given = form.cleaned_data
        if given["state"] == "ready":
            return f"{reference}: ready to leave since {date_long(given['ready_on'])}."
        return f"{reference}: not ready to leave since {date_long(given['ended_on'])}."

    return case_form(
        request,
        referral,
        form,
        act=act,
        done=done,
        heading="Ready to leave hospital, or not",
        submit="Save readiness",
    )


@requires(Permission.READINESS_RECORD)
@GET_OR_POST
def record_delay(request: HttpRequest, reference: str) -> HttpResponse:
    """What a patient who is ready waits for, and since when."""
    referral = load_case(request, reference, page="delay", event=Event.RECORD_DELAY)
    now, me = timezone.now(), person_of(request)
    today = london_date(now)
    form = DelayForm(
        request.POST if request.method == "POST" else None,
        today=today,
        reasons=reasons_on(today),
        ready_since=referral.ready_since,
        initial=delays_now(referral, today),
    )

    def act() -> None:
        given = form.cleaned_data
        delays.record_delay(
            referral=referral, from_on=given["from_on"], reasons=given["reasons"], main=given["main"], by=me, at=now
        )

    return case_form(
        request,
        referral,
        form,
        act=act,
        done=lambda: f"{reference}: what the delay is has been saved.",
        heading="What is the delay?",
        submit="Save the delay",
    )
