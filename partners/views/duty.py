"""The page of who is away and who is on duty."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partners import access
from partners.actions import duty as actions
from partners.attempt import Refused, attempt
from partners.forms.duty import AbsenceForm, ShiftForm
from partners.guards import requires
from partners.models import DutyShift, User
from partners.queries import duty as queries
from partners.roles import Permission
from partners.words import day_of

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@requires(Permission.CASE_TRIAGE)
@require_safe
def who_is_there(request: HttpRequest) -> HttpResponse:
    """The team's absences and shifts that last or lie ahead."""
    me, now = _me(request), timezone.now()
    plans = access.has_permission(me, Permission.TEAM_LEAVERS)
    context = {
        "absences": queries.absences(me, today=day_of(now)),
        "shifts": queries.shifts(me, at=now),
        "plans": plans,
        "me": me,
        "now": now,
    }
    return render(request, "partners/who_is_there.html", context)


@requires(Permission.CASE_TRIAGE)
@GET_OR_POST
def add_absence(request: HttpRequest) -> HttpResponse:
    """Record when somebody is away: oneself, or as a team lead anybody of the team."""
    me = _me(request)
    team = queries.team_of(me)
    people = team if access.has_permission(me, Permission.TEAM_LEAVERS) else team.filter(pk=me.pk)
    form = AbsenceForm(
        request.POST if request.method == "POST" else None, people=people, team=team, initial={"person": me.pk}
    )
    if request.method == "POST" and form.is_valid():
        try:
            added = attempt(form, lambda: actions.record_absence(**form.cleaned_data, by=me, at=timezone.now()))
        except Refused:
            pass
        else:
            covers = f"{added.cover.name} covers." if added.cover else "The team is told meanwhile."
            messages.success(request, f"It is recorded when {added.person.name} is away. {covers}")
            return redirect("who_is_there")
    return _form(request, form, "Record an absence", "Record absence")


@requires(Permission.CASE_TRIAGE)
@require_POST
def remove_absence(request: HttpRequest, pk: int) -> HttpResponse:
    """They are there after all."""
    me = _me(request)
    absence = queries.absences(me, today=day_of(timezone.now())).filter(pk=pk).first()
    if absence is None:
        raise Http404
    actions.remove_absence(absence=absence, by=me, at=timezone.now())
    messages.success(request, f"{absence.person.name} is not away on those days.")
    return redirect("who_is_there")


@requires(Permission.TEAM_LEAVERS)
@GET_OR_POST
def add_shift(request: HttpRequest) -> HttpResponse:
    """Plan who is on duty."""
    me = _me(request)
    form = ShiftForm(
        request.POST if request.method == "POST" else None,
        organisations=queries.organisations_planned_by(me),
        team=queries.team_of(me),
        initial={"on": day_of(timezone.now())},
    )
    if request.method == "POST" and form.is_valid():
        try:
            added = attempt(form, lambda: _add_shift(form, me))
        except Refused:
            pass
        else:
            messages.success(request, f"{added.person.name} is on duty then.")
            return redirect("who_is_there")
    return _form(request, form, "Plan who is on duty", "Add shift")


@requires(Permission.TEAM_LEAVERS)
@require_POST
def remove_shift(request: HttpRequest, pk: int) -> HttpResponse:
    """They are not on duty then."""
    me = _me(request)
    shift = queries.shifts(me, at=timezone.now()).filter(pk=pk).first()
    if shift is None:
        raise Http404
    actions.remove_shift(shift=shift, by=me, at=timezone.now())
    messages.success(request, f"{shift.person.name} is not on duty then.")
    return redirect("who_is_there")


def _add_shift(form: ShiftForm, me: User) -> DutyShift:
    from_at, to_at = form.times()
    return actions.add_shift(
        organisation=form.cleaned_data["organisation"],
        person=form.cleaned_data["person"],
        from_at=from_at,
        to_at=to_at,
        by=me,
        at=timezone.now(),
    )


def _form(request: HttpRequest, form: AbsenceForm | ShiftForm, heading: str, submit: str) -> HttpResponse:
    back = reverse("who_is_there")
    context = {"form": form, "heading": heading, "submit_text": submit, "back_url": back, "cancel_url": back}
    return render(request, "partners/duty_form.html", context)


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)
