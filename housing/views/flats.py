"""The flats: the board, looking for one and booking it, taking one out of use."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from housing import access
from housing.actions import bookings, turnarounds, voids
from housing.forms.flats import (
    USUAL_NIGHTS,
    BookForm,
    CaseForFlatForm,
    EndVoidForm,
    SearchFlatForm,
    VoidForm,
    usual_days,
)
from housing.forms.work import NoQuestionForm
from housing.models import Occupation, Unit
from housing.queries import flats as queries
from housing.stays import day_words
from housing.views.doing import GET_OR_POST, do, now_and_today
from partners.access import has_permission
from partners.attempt import Refused, attempt
from partners.forms.fields import YEARS
from partners.guards import requires
from partners.looks import Why
from partners.models import User
from partners.roles import Permission
from referrals.errors import UnableToShare
from referrals.identity import identity
from referrals.lifecycle import Event
from referrals.views.kept import forget
from referrals.views.loading import load_case, person_of
from referrals.views.looking import look_at_list
from referrals.views.stop import stop_page


@requires(Permission.STAY_VIEW, Permission.STAY_BOOK)
@require_safe
def flats(request: HttpRequest) -> HttpResponse:
    """Six weeks of every flat, who is in, who is due, what is free. Names are shown, so the look is recorded."""
    user = person_of(request)
    now, today = now_and_today()
    start = _day(request.GET.get("from")) or today
    board = queries.board(user, start, today)
    look_at_list(board.looked_at, by=user, page="flats", at=now)
    context = {
        "board": board,
        "now": now,
        "today": today,
        "can_book": has_permission(user, Permission.STAY_BOOK),
        "earlier": start - timedelta(days=queries.BOARD_DAYS),
        "later": start + timedelta(days=queries.BOARD_DAYS),
    }
    return render(request, "housing/flats.html", context)


@requires(Permission.STAY_VIEW, Permission.STAY_BOOK)
@require_safe
def flat(request: HttpRequest, pk: int) -> HttpResponse:
    """One flat: what it has, by when it must be ready to let, and its days without anybody's name."""
    user = person_of(request)
    now, today = now_and_today()
    unit = _unit(user, pk)
    clock, days = unit.turnaround_clock, queries.days_of(unit, today)
    context = {
        "unit": unit,
        "features": queries.features(unit),
        "days": days,
        "is_turned": (clock is not None and clock.stopped_at is None) or days[0].state == "turnaround",
        "can_manage": access.can_void(user, unit),
        "now": now,
    }
    return render(request, "housing/flat.html", context)


@requires(Permission.STAY_MANAGE)
@require_POST
def ready_to_let(request: HttpRequest, pk: int) -> HttpResponse:
    """The flat can be let again: one press."""
    user = person_of(request)
    now, _ = now_and_today()
    unit = _unit(user, pk)
    form = NoQuestionForm(request.POST)
    form.is_valid()
    try:
        attempt(form, lambda: turnarounds.ready_to_let(unit=unit, by=user, at=now))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{unit.name} is ready to let.")
    return redirect("flat", pk=pk)


@requires(Permission.STAY_BOOK)
@GET_OR_POST
def book_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """From a free place on the board: for whom is it? Then on to that case's booking page."""
    user = person_of(request)
    now, today = now_and_today()
    unit = _unit(user, pk)
    start = _day(request.GET.get("from")) or today
    cases = queries.cases_without_flat(user)
    form = CaseForFlatForm(request.POST if request.method == "POST" else None, cases=cases)
    if request.method == "POST" and form.is_valid():
        query = urlencode({"unit": unit.pk, "from_on": start.isoformat()})
        return redirect(f"{reverse('book_flat', args=[form.cleaned_data['reference']])}?{query}")
    shown = [(case, Why.NAMED if case.restricted else Why.LEAD) for case in cases]
    look_at_list(shown, by=user, page="book_unit", at=now)
    context = {
        "form": form,
        "cases": cases,
        "unit": unit,
        "heading": f"Book {unit.name} from {day_words(start)}",
        "caption": unit.building.name,
        "back_url": reverse("flats"),
        "submit_text": "Choose the dates",
    }
    return render(request, "housing/book_unit.html", context)


@requires(Permission.STAY_BOOK)
@GET_OR_POST
def book_flat(request: HttpRequest, reference: str) -> HttpResponse:
    """Look for a flat that suits and is free, and book it with one press."""
    referral = load_case(request, reference, page="book_flat", event=Event.BOOK_FLAT)
    user = person_of(request)
    now, today = now_and_today()
    wanted_unit = request.GET.get("unit") or request.POST.get("unit") or ""
    form: SearchFlatForm
    if request.method == "POST":
        booking = BookForm(request.POST, units=access.visible_units(user))
        if booking.is_valid():
            unit: Unit = booking.cleaned_data["unit"]
            try:
                attempt(
                    booking,
                    lambda: bookings.book_stay(
                        referral=referral,
                        unit=unit,
                        from_on=booking.cleaned_data["from_on"],
                        until_on=booking.cleaned_data["until_on"],
                        overstay_reason=booking.cleaned_data["overstay_reason"],
                        by=user,
                        at=now,
                    ),
                )
            except Refused as refused:
                if isinstance(refused.__cause__, UnableToShare):
                    return stop_page(request, referral, refused.__cause__, back_to=_same_search(request))
            else:
                first = day_words(booking.cleaned_data["from_on"])
                messages.success(request, f"{unit.name} is held from {first}. Its manager has been asked to confirm.")
                return redirect("case_section", reference=reference, section="flat")
        form = booking
    else:
        forget(request)
        start, end = usual_days(referral.expected_discharge_on, today)
        if chosen := _day(request.GET.get("from_on")):
            start, end = chosen, chosen + timedelta(days=USUAL_NIGHTS)
        searched = ("from_on" in request.GET and "until_on" in request.GET) or "from_on_day" in request.GET
        needs = [name for name, wanted in queries.needs_of(referral).items() if wanted]
        form = SearchFlatForm(
            request.GET if searched else {"from_on": start.isoformat(), "until_on": end.isoformat(), "needs": needs}
        )
    offers = None
    # A booking refused for what is there shows what else is free.
    if form.is_valid() or set(form.errors) == {NON_FIELD_ERRORS}:
        offers = queries.search(user, referral, form.wanted(), today)
    context = {
        "form": form,
        "offers": offers,
        "referral": referral,
        "identity": identity(referral, now),
        "wanted_unit": int(wanted_unit) if wanted_unit.isdigit() else 0,
        "back_url": reverse("case", args=[reference]),
    }
    return render(request, "housing/book_flat.html", context)


@requires(Permission.STAY_MANAGE)
@GET_OR_POST
def add_void(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a flat out of use."""
    user = person_of(request)
    now, today = now_and_today()
    unit = _unit(user, pk)
    form = VoidForm(request.POST if request.method == "POST" else None, today=today)
    return do(
        request,
        form,
        act=lambda: voids.add_void(
            unit=unit,
            from_on=form.cleaned_data["from_on"],
            until_on=form.cleaned_data["until_on"],
            reason=form.cleaned_data["reason"],
            owner=form.cleaned_data["owner"],
            by=user,
            at=now,
        ),
        done=lambda: f"{unit.name} is out of use from {day_words(form.cleaned_data['from_on'])}.",
        back_to=reverse("flats"),
        heading=f"Take {unit.name} out of use",
        caption=unit.building.name,
        submit_text="Take it out of use",
    )


@requires(Permission.STAY_MANAGE)
@GET_OR_POST
def end_void(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a flat back in use."""
    user = person_of(request)
    now, today = now_and_today()
    try:
        void = queries.void_for(user, pk)
    except Occupation.DoesNotExist as missing:
        raise Http404 from missing
    form = EndVoidForm(request.POST if request.method == "POST" else None, today=today)
    return do(
        request,
        form,
        act=lambda: voids.end_void(void=void, ended_on=form.cleaned_data["ended_on"], by=user, at=now),
        done=lambda: f"{void.unit.name} can be used from {day_words(form.cleaned_data['ended_on'])}.",
        back_to=reverse("flats"),
        heading=f"Put {void.unit.name} back in use",
        caption=void.unit.building.name,
        submit_text="Put it back in use",
    )


def _same_search(request: HttpRequest) -> str:
    """The address that shows these days and this flat again: the search is one that stands in the address anyway."""
    asked = request.POST.copy()
    asked.pop("csrfmiddlewaretoken", None)
    return f"{request.path}?{asked.urlencode()}"


def _unit(user: User, pk: int) -> Unit:
    try:
        return queries.unit_for(user, pk)
    except Unit.DoesNotExist as missing:
        raise Http404 from missing


def _day(text: str | None) -> date | None:
    """A day written 2026-11-23 in an address; anything else, or a year no form takes, is none."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if day.year in YEARS else None
