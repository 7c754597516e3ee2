"""The pages about the agreements by which organisations share records."""

from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from partners.actions import sharing as actions
from partners.attempt import Refused, attempt
from partners.forms.sharing import AgreementForm, EndAgreementForm
from partners.guards import requires
from partners.models import SharingAgreement, User
from partners.queries import sharing as queries
from partners.roles import Permission
from partners.sharing import CATEGORIES_NEEDED, SharingPurpose
from partners.words import day_of

PER_PAGE = 25


@requires(Permission.SHARING_MANAGE)
@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """The agreements this person keeps, by how they stand today."""
    shown = request.GET.get("show", "in_force")
    shown = shown if shown in queries.SHOWN else "in_force"
    now = timezone.now()
    page = Paginator(queries.agreements(_me(request), shown=shown, at=now), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [queries.line(each, now) for each in page.object_list],
        "query": request.GET,
        "tabs": [
            {"text": words, "href": f"?show={name}", "current": name == shown} for name, words in queries.SHOWN.items()
        ],
        "shown": shown,
    }
    return render(request, "partners/agreements.html", context)


@requires(Permission.SHARING_MANAGE)
@require_safe
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """One agreement."""
    found = _agreement(request, pk)
    context = {"line": queries.line(found, timezone.now()), "agreement": found, "states": queries.SHOWN}
    return render(request, "partners/agreement.html", context)


@requires(Permission.SHARING_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def add_agreement(request: HttpRequest) -> HttpResponse:
    """Record an agreement."""
    form = AgreementForm(
        request.POST if request.method == "POST" else None,
        organisations=queries.organisations_to_agree(_me(request)),
        initial=_initial(request, day_of(timezone.now())),
    )
    if request.method == "POST" and form.is_valid():
        try:
            added = attempt(
                form,
                lambda: actions.add_agreement(
                    giver=form.cleaned_data["giver"],
                    receiver=form.cleaned_data["receiver"],
                    details=form.details(),
                    by=_me(request),
                    at=timezone.now(),
                ),
            )
        except Refused:
            pass
        else:
            messages.success(request, f"{added.giver.name} may share with {added.receiver.name}.")
            return redirect("agreement", pk=added.pk)
    return render(request, "partners/add_agreement.html", {"form": form})


@requires(Permission.SHARING_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def end_agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """End an agreement today."""
    found = _agreement(request, pk)
    form = EndAgreementForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            attempt(
                form,
                lambda: actions.end_agreement(
                    agreement=found, why=form.cleaned_data["why"], by=_me(request), at=timezone.now()
                ),
            )
        except Refused:
            pass
        else:
            messages.success(request, "The agreement has ended. Nothing new is shared under it.")
            return redirect("agreement", pk=pk)
    return render(request, "partners/end_agreement.html", {"form": form, "agreement": found})


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)


def _agreement(request: HttpRequest, pk: int) -> SharingAgreement:
    try:
        return queries.agreement(_me(request), pk)
    except SharingAgreement.DoesNotExist as missing:
        raise Http404 from missing


def _initial(request: HttpRequest, today: date) -> dict[str, Any]:
    """What the page of a scheme knows is missing, filled in already."""
    purpose = request.GET.get("purpose", "")
    found: dict[str, Any] = {"starts_on": today}
    for name in ("giver", "receiver"):
        if request.GET.get(name, "").isdecimal():
            found[name] = request.GET[name]
    if purpose in set(SharingPurpose):
        found["purposes"] = [purpose]
        found["categories"] = [each.value for each in CATEGORIES_NEEDED[SharingPurpose(purpose)]]
    return found
