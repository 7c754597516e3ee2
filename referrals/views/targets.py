"""The team lead's pages about how long things may take in a scheme: the list, a change with what it would move, and
what it moved."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from partners.attempt import Refused, attempt
from partners.guards import requires
from partners.models import Scheme
from partners.roles import Permission
from referrals.actions import targets as actions
from referrals.forms.targets import TargetForm
from referrals.models import Rescheduling, ServiceClock
from referrals.queries import targets as queries
from referrals.queries.holidays import first_moves
from referrals.views.loading import person_of


@requires(Permission.TARGETS_CHANGE)
@require_safe
def target_schemes(request: HttpRequest) -> HttpResponse:
    """The schemes to choose from; the list itself where there is one."""
    found = queries.schemes_for(person_of(request))
    if len(found) == 1:
        return redirect("targets", slug=found[0].slug)
    return render(request, "referrals/target_schemes.html", {"schemes": found})


@requires(Permission.TARGETS_CHANGE)
@require_safe
def targets(request: HttpRequest, slug: str) -> HttpResponse:
    """Every promise of a scheme, how long each may take, and the latest changes."""
    scheme = _scheme(request, slug)
    context = {
        "scheme": scheme,
        "targets": queries.targets_in_force(scheme, timezone.now()),
        "changes": queries.changes(scheme),
    }
    return render(request, "referrals/targets.html", context)


@requires(Permission.TARGETS_CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def change_target(request: HttpRequest, slug: str, word: str) -> HttpResponse:
    """Change how long one thing may take: first what that would move is shown, then it is saved."""
    scheme, me, now = _scheme(request, slug), person_of(request), timezone.now()
    try:
        in_force = queries.target_in_force(scheme, word, now)
    except KeyError as missing:
        raise Http404 from missing
    form = TargetForm(request.POST or None, now=in_force, at=now)
    preview = None
    if request.method == "POST" and form.is_valid():
        change = form.change()
        try:
            seen = form.cleaned_data["seen"]
            if seen == form.shows or (seen and queries.is_own(scheme, change, me)):
                started = attempt(form, lambda: actions.change_target(scheme=scheme, change=change, by=me, at=now))
                return redirect("target_changed", slug, started.pk)
            preview = attempt(form, lambda: actions.preview_changed(scheme=scheme, change=change, by=me, at=now))
            form.show()
        except Refused:
            pass
    context = {
        "form": form,
        "scheme": scheme,
        "target": in_force,
        "preview": preview,
        "of_no_case": word in ServiceClock.Kind.values,
    }
    return render(request, "referrals/change_target.html", context)


@requires(Permission.TARGETS_CHANGE)
@require_safe
@never_cache
def target_changed(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """How far a change is, and which deadlines moved."""
    return render(request, "referrals/target_changed.html", _change(request, slug, pk))


@requires(Permission.TARGETS_CHANGE)
@require_safe
@never_cache
def target_changed_state(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The part of that page which changes while the work goes on."""
    return render(request, "referrals/target_changed_state.html", _change(request, slug, pk))


def _scheme(request: HttpRequest, slug: str) -> Scheme:
    try:
        return queries.scheme_for(person_of(request), slug)
    except Scheme.DoesNotExist as missing:
        raise Http404 from missing


def _change(request: HttpRequest, slug: str, pk: int) -> dict[str, Any]:
    scheme = _scheme(request, slug)
    try:
        row = queries.change(scheme, pk)
    except Rescheduling.DoesNotExist as missing:
        raise Http404 from missing
    moves = first_moves(row)
    seen = queries.seen_among(person_of(request), [each["reference"] for each in moves])
    return {"scheme": scheme, "change": row, "moves": [each for each in moves if each["reference"] in seen]}
