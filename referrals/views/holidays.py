"""The administrator's pages about bank holidays: the days, a change with what it would move, and what it moved."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from partners.attempt import Refused, attempt
from partners.guards import requires
from partners.roles import Permission
from referrals.actions import holidays as actions
from referrals.forms.holidays import ConfirmForm, HolidayForm
from referrals.models import OneOffHoliday, Rescheduling
from referrals.queries import holidays as queries
from referrals.views.loading import person_of


@requires(Permission.PARTNERS_MANAGE)
@require_safe
def holidays(request: HttpRequest) -> HttpResponse:
    """Every bank holiday ahead, the days entered here, and the latest changes."""
    context = {"days": queries.days(timezone.now()), "changes": queries.changes()}
    return render(request, "referrals/holidays.html", context)


@requires(Permission.PARTNERS_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def add_holiday(request: HttpRequest) -> HttpResponse:
    """Enter a day: first what it would move is shown, then it is saved."""
    form, me, now = HolidayForm(request.POST or None), person_of(request), timezone.now()
    preview = None
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data["seen"] == form.shows:
                started = attempt(form, lambda: actions.add_holiday(day=form.day(), by=me, at=now))
                return redirect("holiday_change", started.pk)
            preview = attempt(form, lambda: actions.preview_added(day=form.day(), by=me, at=now))
            form.show()
        except Refused:
            pass
    return render(request, "referrals/add_holiday.html", {"form": form, "preview": preview})


@requires(Permission.PARTNERS_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_holiday(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a day back, with what that would move."""
    try:
        holiday = queries.entered_day(pk)
    except OneOffHoliday.DoesNotExist as missing:
        raise Http404 from missing
    form, me, now = ConfirmForm(request.POST or {}), person_of(request), timezone.now()
    preview = None
    try:
        if request.method == "POST":
            started = attempt(form, lambda: actions.remove_holiday(holiday=holiday, by=me, at=now))
            return redirect("holiday_change", started.pk)
        preview = attempt(form, lambda: actions.preview_removed(holiday=holiday, by=me, at=now))
    except Refused:
        pass
    return render(request, "referrals/remove_holiday.html", {"form": form, "holiday": holiday, "preview": preview})


@requires(Permission.PARTNERS_MANAGE)
@require_safe
@never_cache
def holiday_change(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a change is, and which deadlines moved."""
    return render(request, "referrals/holiday_change.html", _change(pk))


@requires(Permission.PARTNERS_MANAGE)
@require_safe
@never_cache
def holiday_change_state(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of that page which changes while the work goes on."""
    return render(request, "referrals/holiday_change_state.html", _change(pk))


def _change(pk: int) -> dict[str, Any]:
    try:
        row = queries.change(pk)
    except Rescheduling.DoesNotExist as missing:
        raise Http404 from missing
    return {"change": row, "moves": queries.first_moves(row)}
