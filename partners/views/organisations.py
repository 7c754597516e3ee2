"""The administrator's pages about organisations, their sites and wards."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partners.actions import organisations as actions
from partners.attempt import Refused, attempt
from partners.forms.organisations import ChangeOrganisationForm, OrganisationForm, SiteForm, WardForm
from partners.guards import requires
from partners.models import Organisation, Site, User
from partners.queries import places
from partners.roles import Permission

PER_PAGE = 25


@requires(Permission.PARTNERS_MANAGE)
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """Every organisation, 25 a page."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    page = Paginator(places.organisations(_me(request), text=text), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "partners/organisations.html", {"page": page, "query": request.GET, "text": text})


@requires(Permission.PARTNERS_MANAGE)
@require_safe
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation with its sites, wards and schemes."""
    return render(request, "partners/organisation.html", {"organisation": _organisation(request, pk)})


@requires(Permission.PARTNERS_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def add_organisation(request: HttpRequest) -> HttpResponse:
    """Add an organisation."""
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = attempt(
                form, lambda: actions.add_organisation(**form.cleaned_data, by=_me(request), at=timezone.now())
            )
        except Refused:
            pass
        else:
            messages.success(request, f"{added.name} is added.")
            return redirect("organisation", pk=added.pk)
    return render(request, "partners/add_organisation.html", {"form": form})


@requires(Permission.PARTNERS_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def change_organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct an organisation's details or take it out of use."""
    found = _organisation(request, pk)
    initial = {name: getattr(found, name) for name in ("name", "kind", "ods_code", "active")}
    form = ChangeOrganisationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            changed = attempt(
                form,
                lambda: actions.change_organisation(
                    organisation=found, **form.cleaned_data, by=_me(request), at=timezone.now()
                ),
            )
        except Refused:
            pass
        else:
            messages.success(request, f"{changed.name} is changed.")
            return redirect("organisation", pk=pk)
    return render(request, "partners/change_organisation.html", {"form": form, "organisation": found})


@requires(Permission.PARTNERS_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def add_site(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a site to an organisation."""
    found = _organisation(request, pk)
    form = SiteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            site = attempt(
                form,
                lambda: actions.add_site(organisation=found, **form.cleaned_data, by=_me(request), at=timezone.now()),
            )
        except Refused:
            pass
        else:
            messages.success(request, f"{site.name} is added to {found.name}.")
            return redirect("organisation", pk=pk)
    return render(request, "partners/add_site.html", {"form": form, "organisation": found})


@requires(Permission.PARTNERS_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def add_ward(request: HttpRequest, pk: int, site: int) -> HttpResponse:
    """Add a ward or team to a site."""
    found = _organisation(request, pk)
    place = _site(found, site)
    form = WardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ward = attempt(
                form, lambda: actions.add_ward(site=place, **form.cleaned_data, by=_me(request), at=timezone.now())
            )
        except Refused:
            pass
        else:
            messages.success(request, f"{ward.name} is added to {place.name}.")
            return redirect("organisation", pk=pk)
    return render(request, "partners/add_ward.html", {"form": form, "organisation": found, "site": place})


@requires(Permission.PARTNERS_MANAGE)
@require_POST
def set_ward_active(request: HttpRequest, pk: int, ward: int) -> HttpResponse:
    """Open or close a ward for new referrals: `active` is yes or no."""
    found = _organisation(request, pk)
    wards = [each for site in _sites(found) for each in site.all_wards if each.pk == ward]  # type: ignore[attr-defined]
    if not wards:
        raise Http404
    changed = actions.set_ward_active(
        ward=wards[0], active=request.POST.get("active") == "yes", by=_me(request), at=timezone.now()
    )
    messages.success(request, f"{changed.name} is {'open' if changed.active else 'closed'} for new referrals.")
    return redirect("organisation", pk=pk)


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)


def _organisation(request: HttpRequest, pk: int) -> Organisation:
    try:
        return places.organisation(_me(request), pk)
    except Organisation.DoesNotExist as missing:
        raise Http404 from missing


def _sites(organisation: Organisation) -> list[Site]:
    return organisation.all_sites  # type: ignore[attr-defined]


def _site(organisation: Organisation, pk: int) -> Site:
    return get_object_or_404(organisation.sites, pk=pk)
