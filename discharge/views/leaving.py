"""The two ways in which a case leaves the ward's list: the patient left hospital, or the referral is taken back.

They stand here because both show what is still open in the home.
"""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from discharge.case_page import blocking_words
from discharge.queries.case import what_stops
from partners.guards import requires
from partners.roles import Permission
from partners.words import date_long
from referrals.actions import discharge, triage
from referrals.forms.discharge import DischargeForm
from referrals.forms.triage import WithdrawForm
from referrals.lifecycle import Event
from referrals.london import london_date
from referrals.views.case_form import case_form
from referrals.views.loading import load_case, person_of
from referrals.views.triage import GET_OR_POST


@requires(Permission.DISCHARGE_RECORD)
@GET_OR_POST
def record_discharge(request: HttpRequest, reference: str) -> HttpResponse:
    """The person left hospital: when and where to. Open work that should have come first has to be confirmed."""
    referral = load_case(request, reference, page="discharge", event=Event.RECORD_DISCHARGE)
    now = timezone.now()
    blocking = blocking_words(referral)
    form = DischargeForm(
        request.POST if request.method == "POST" else None,
        today=london_date(now),
        admitted_on=referral.admitted_on,
        blocking=blocking,
        purpose=referral.purpose,
    )
    return case_form(
        request,
        referral,
        form,
        act=lambda: discharge.record_discharge(
            referral=referral,
            discharged_on=form.cleaned_data["discharged_on"],
            destination=form.cleaned_data["destination"],
            note=form.whole_note(),
            by=person_of(request),
            at=now,
        ),
        done=lambda: f"{reference}: left hospital on {date_long(form.cleaned_data['discharged_on'])}.",
        heading="Record the discharge",
        submit="Record discharge",
        template="discharge/record_discharge.html",
        blocking=blocking,
    )


@requires(Permission.REFERRAL_WITHDRAW)
@GET_OR_POST
def withdraw_referral(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a referral back: the page names what stops and who is told."""
    referral = load_case(request, reference, page="withdraw", event=Event.WITHDRAW)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    return case_form(
        request,
        referral,
        form,
        act=lambda: triage.withdraw_referral(
            referral=referral,
            reason=form.cleaned_data["reason"],
            note=form.cleaned_data["note"],
            by=person_of(request),
            at=timezone.now(),
        ),
        done=lambda: f"{reference} withdrawn. Everything planned for it has been stopped.",
        heading="Withdraw this referral",
        submit="Withdraw the referral",
        template="discharge/withdraw_referral.html",
        stops=what_stops(referral),
    )
