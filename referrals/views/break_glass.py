"""Opening a case in an emergency, and reviewing it afterwards."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from partners.attempt import Refused, attempt
from partners.guards import requires
from partners.roles import Permission
from referrals import access
from referrals.actions import break_glass as actions
from referrals.forms.break_glass import EmergencyForm, ReviewForm
from referrals.models import BreakGlass
from referrals.queries import break_glass as queries
from referrals.views.loading import person_of
from referrals.views.triage import GET_OR_POST

# Whoever checks the record, and who stands in where nobody does. The page itself says who reviews what.
REVIEWS = requires(Permission.AUDIT_VIEW, Permission.CASE_RESTRICT, Permission.PEOPLE_MANAGE)


@requires(Permission.BREAK_GLASS)
@GET_OR_POST
def open_in_emergency(request: HttpRequest) -> HttpResponse:
    """Which case and why. One answer for everything that cannot be opened."""
    form = EmergencyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reference = attempt(
                form,
                lambda: actions.open_in_emergency(by=person_of(request), at=timezone.now(), **form.asked()),
            )
        except Refused:
            pass
        else:
            if reference is not None:
                return redirect("case", reference)
            form.add_error(None, "No record to open. Check what you entered, or telephone the team that leads the case")
    context = {
        "form": form,
        "heading": "Open a record in an emergency",
        "submit_text": "Open the record",
        "back_url": reverse("home"),
        "cancel_url": reverse("home"),
    }
    return render(request, "referrals/emergency.html", context)


@REVIEWS
@require_safe
def emergency_openings(request: HttpRequest) -> HttpResponse:
    """Those waiting for a review, the oldest first, then those reviewed."""
    user, now = person_of(request), timezone.now()
    found = queries.openings(user, now)
    if not found and not access.reviews_where(user):
        raise PermissionDenied
    context = {
        "waiting": [each for each in found if each.reviewed_at is None],
        "reviewed": [each for each in found if each.reviewed_at is not None],
        "now": now,
    }
    return render(request, "referrals/emergency_openings.html", context)


@REVIEWS
@GET_OR_POST
def review_opening(request: HttpRequest, pk: int) -> HttpResponse:
    """Who opened what and why, what they looked at, and whether that was right."""
    user, now = person_of(request), timezone.now()
    try:
        row, opening = queries.opening_for(user, pk, now)
    except BreakGlass.DoesNotExist as missing:
        raise Http404 from missing
    form = ReviewForm(request.POST if request.method == "POST" else None)
    back = reverse("emergency_openings")
    if request.method == "POST" and form.is_valid():
        try:
            attempt(form, lambda: actions.review_opening(opening=row, by=user, at=now, **form.cleaned_data))
        except Refused:
            pass
        else:
            messages.success(request, f"The opening of {opening.reference} is reviewed.")
            return redirect(back)
    context = {
        "form": form,
        "opening": opening,
        "heading": "Review an emergency opening",
        "caption": opening.reference,
        "submit_text": "Save the review",
        "back_url": back,
        "cancel_url": back,
    }
    return render(request, "referrals/review_opening.html", context)
