"""The pages that record a follow-up and close a case."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from housing.queries.jobs import place_of
from outcomes.actions.close import close_with_outcome
from outcomes.actions.follow_ups import record_attempt, record_follow_up
from outcomes.forms.close import CloseForm
from outcomes.forms.follow_up import TRY_AGAIN, FollowUpForm
from outcomes.models import FollowUp
from outcomes.queries.case import follow_up_for, planned
from partners.attempt import Refused, attempt
from partners.guards import requires
from partners.minimum_data import Reader
from partners.models import User
from partners.roles import Permission
from partners.words import datetime_long
from referrals.identity import identity
from referrals.lifecycle import Event
from referrals.views.loading import load_case, person_of


@requires(Permission.FOLLOW_UP_RECORD)
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what was found out at one call or visit."""
    user = person_of(request)
    try:
        follow_up = follow_up_for(user, pk)
    except FollowUp.DoesNotExist as missing:
        raise Http404 from missing
    referral = load_case(request, follow_up.referral.reference, page="record_follow_up", event=Event.RECORD_FOLLOW_UP)
    back = reverse("case_section", args=[referral.reference, "follow-ups"])
    form = FollowUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            attempt(form, lambda: _record(follow_up, form, user))
        except Refused:
            pass
        else:
            messages.success(request, f"{planned(follow_up).label} recorded by {user.name}, {_now()}")
            return redirect(back)
    context = {
        "form": form,
        "referral": referral,
        "follow_up": follow_up,
        "planned": planned(follow_up),
        # Where abuse is flagged there is no number to ring, as for providers; the flags stand on top.
        "place": place_of(referral, Reader.LEAD),
        "identity": identity(referral, timezone.now()),
        "back_url": back,
        "cancel_url": back,
    }
    return render(request, "outcomes/record_follow_up.html", context)


def _record(follow_up: FollowUp, form: FollowUpForm, user: User) -> FollowUp:
    result, note, at = form.cleaned_data["result"], form.cleaned_data["note"], timezone.now()
    if result == TRY_AGAIN:
        return record_attempt(follow_up=follow_up, note=note, by=user, at=at)
    return record_follow_up(follow_up=follow_up, result=result, note=note, by=user, at=at)


@requires(Permission.CASE_CLOSE)
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """End a case with what came of it."""
    referral = load_case(request, reference, page="close_case", event=Event.CLOSE)
    user, back = person_of(request), reverse("case", args=[reference])
    form = CloseForm(request.POST if request.method == "POST" else None, left_hospital_on=referral.discharged_on)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            attempt(
                form,
                lambda: close_with_outcome(
                    referral=referral,
                    outcome=data["outcome"],
                    note=data["note"],
                    would_have_left_on=data["would_have_left_on"],
                    counterfactual=data["counterfactual"],
                    evidence=data["evidence"],
                    by=user,
                    at=timezone.now(),
                ),
            )
        except Refused:
            pass
        else:
            messages.success(request, f"Case {reference} closed by {user.name}, {_now()}")
            return redirect("case_section", reference, "outcome")
    waiting = referral.follow_ups.filter(done_at__isnull=True, cancelled_at__isnull=True).count()
    context = {"form": form, "referral": referral, "waiting": waiting, "back_url": back, "cancel_url": back}
    return render(request, "outcomes/close_case.html", context)


def _now() -> str:
    return datetime_long(timezone.now())
