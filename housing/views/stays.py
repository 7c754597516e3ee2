"""One stay: its manager confirms it and records who moves in and out; those who booked it change or cancel it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from housing import access
from housing.actions import bookings, guests, moves
from housing.forms.flats import (
    ArrivalForm,
    ChangeStayForm,
    ClaimForm,
    DepartureForm,
    ReviewForm,
    SupportPlanForm,
)
from housing.forms.work import NoQuestionForm, ReasonForm
from housing.models import Stay
from housing.queries import case as case_queries
from housing.queries import flats as queries
from housing.queries.guests import reads_stay_as
from housing.queries.jobs import place_of
from housing.stays import day_words
from housing.views.doing import GET_OR_POST, do, now_and_today
from partners.attempt import Refused, attempt
from partners.guards import requires
from partners.models import User
from partners.roles import Permission
from referrals import access as referral_access
from referrals.access import WayIn
from referrals.views.loading import person_of
from referrals.views.looking import look

_EITHER = requires(Permission.STAY_MANAGE, Permission.STAY_BOOK)


@requires(Permission.STAY_VIEW, Permission.STAY_BOOK)
@require_safe
def stay(request: HttpRequest, pk: int) -> HttpResponse:
    """Who, when, which flat, what to know at the door, the support plan, the team reviews and the claim."""
    user = person_of(request)
    now, _ = now_and_today()
    found = _stay(request, pk, "stay")
    reader = reads_stay_as(user, found)
    can_open = referral_access.can_view(user, found.referral)
    context = {
        **case_queries.stay_facts(found, reader),
        "place": place_of(found.referral, reader),
        "reviews": case_queries.reviews_of(found, reader),
        "can_manage": access.can_manage_stay(user, found),
        "can_change": access.can_change_booking(user, found),
        "can_open_case": can_open,
        "reference": found.referral.reference if can_open else "",
        "now": now,
        "back_url": reverse("flats"),
    }
    return render(request, "housing/stay.html", context)


@requires(Permission.STAY_MANAGE)
@require_POST
def confirm_stay(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree to the booking: one press."""
    user = person_of(request)
    now, _ = now_and_today()
    found = _stay(request, pk, "stay_confirm")
    form = NoQuestionForm(request.POST)
    form.is_valid()
    try:
        attempt(form, lambda: bookings.confirm_stay(stay=found, by=user, at=now))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{found.unit.name} is confirmed from {day_words(found.from_on)}.")
    return redirect("stay", pk=pk)


@requires(Permission.STAY_MANAGE)
@GET_OR_POST
def record_arrival(request: HttpRequest, pk: int) -> HttpResponse:
    """The guest moved in."""
    now, today = now_and_today()
    form = ArrivalForm(request.POST if request.method == "POST" else None, today=today)
    return _do(
        request,
        pk,
        form,
        lambda found, by: moves.record_arrival(stay=found, arrived_on=form.cleaned_data["arrived_on"], by=by, at=now),
        "Moved in to {unit}. The support plan is due within 48 hours.",
        heading="Record the move in",
        submit_text="Record the move in",
    )


@requires(Permission.STAY_MANAGE)
@GET_OR_POST
def record_departure(request: HttpRequest, pk: int) -> HttpResponse:
    """The guest moved out; only this frees the flat."""
    now, today = now_and_today()
    form = DepartureForm(request.POST if request.method == "POST" else None, today=today)
    return _do(
        request,
        pk,
        form,
        lambda found, by: moves.record_departure(
            stay=found,
            departed_on=form.cleaned_data["departed_on"],
            move_on_to=form.cleaned_data["move_on_to"],
            by=by,
            at=now,
        ),
        "Moved out of {unit}. The coordinator has been told.",
        to_flats=True,
        heading="Record the move out",
        submit_text="Record the move out",
    )


@_EITHER
@GET_OR_POST
def write_support_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the support plan, or change it."""
    now, _ = now_and_today()
    found = _stay(request, pk, "support_plan")
    form = SupportPlanForm(request.POST if request.method == "POST" else None, initial={"plan": found.support_plan})
    return _do(
        request,
        pk,
        form,
        lambda stay, by: moves.write_support_plan(stay=stay, plan=form.cleaned_data["plan"], by=by, at=now),
        "Support plan saved.",
        heading="Support plan",
        submit_text="Save the plan",
    )


@_EITHER
@GET_OR_POST
def record_review(request: HttpRequest, pk: int) -> HttpResponse:
    """The team has talked about the guest."""
    now, today = now_and_today()
    _stay(request, pk, "stay_review")
    form = ReviewForm(request.POST if request.method == "POST" else None, today=today)
    return _do(
        request,
        pk,
        form,
        lambda found, by: guests.record_review(
            stay=found,
            held_on=form.cleaned_data["held_on"],
            decided=form.cleaned_data["decided"],
            by=by,
            at=now,
        ),
        "Team review saved.",
        heading="Record a team review",
        submit_text="Save the review",
    )


@_EITHER
@GET_OR_POST
def record_claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Housing benefit was claimed, or need not be; also to correct what was said."""
    now, today = now_and_today()
    found = _stay(request, pk, "stay_claim")
    initial = ClaimForm.initial_of(found.claim_sent_on, found.no_claim_reason, today)
    form = ClaimForm(request.POST if request.method == "POST" else None, today=today, initial=initial)
    return _do(
        request,
        pk,
        form,
        lambda stay, by: guests.record_claim(stay=stay, **form.answer(), by=by, at=now),
        "Housing benefit claim saved.",
        heading="Housing benefit claim",
        submit_text="Save",
    )


@_EITHER
@GET_OR_POST
def change_stay(request: HttpRequest, pk: int) -> HttpResponse:
    """Another day of leaving; beyond the limit with a reason."""
    now, _ = now_and_today()
    found = _stay(request, pk, "stay_change")
    form = ChangeStayForm(
        request.POST if request.method == "POST" else None,
        initial={"until_on": found.until_on, "overstay_reason": found.overstay_reason},
    )
    return _do(
        request,
        pk,
        form,
        lambda stay, by: bookings.extend_stay(
            stay=stay,
            until_on=form.cleaned_data["until_on"],
            overstay_reason=form.cleaned_data["overstay_reason"],
            by=by,
            at=now,
        ),
        "The stay has a new day of leaving.",
        heading="Change the day of leaving",
        submit_text="Save the new day",
    )


@_EITHER
@GET_OR_POST
def cancel_stay(request: HttpRequest, pk: int) -> HttpResponse:
    """The patient will not move in."""
    now, _ = now_and_today()
    form = ReasonForm(
        request.POST if request.method == "POST" else None,
        label="Why is the booking cancelled?",
        required="Enter why the booking is cancelled",
        hint="The ward can read this.",
    )
    return _do(
        request,
        pk,
        form,
        lambda found, by: bookings.cancel_stay(stay=found, reason=form.cleaned_data["reason"], by=by, at=now),
        "{unit} is free again. Everybody concerned has been told.",
        to_flats=True,
        heading="Cancel the booking",
        submit_text="Cancel the booking",
    )


def _do(
    request: HttpRequest,
    pk: int,
    form: BaseForm,
    act: Callable[[Stay, User], object],
    done: str,
    *,
    to_flats: bool = False,
    **context: Any,
) -> HttpResponse:
    user = person_of(request)
    found = _stay(request, pk, "stay")
    return do(
        request,
        form,
        act=lambda: act(found, user),
        done=lambda: done.format(unit=found.unit.name),
        back_to=reverse("stay", args=[pk]),
        # After the end of a stay its page may be closed to the person, so on to the flats.
        then=reverse("flats") if to_flats else "",
        caption=f"{found.unit.building.name}, {found.unit.name}",
        **context,
    )


def _stay(request: HttpRequest, pk: int, page: str) -> Stay:
    user = person_of(request)
    try:
        found = queries.stay_for(user, pk)
    except Stay.DoesNotExist as missing:
        raise Http404 from missing
    look(request, found.referral, by=user, page=page, way=WayIn(access.why_stay(user, found)))
    return found
