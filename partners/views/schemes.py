"""The administrator's pages about schemes: who leads, who takes part, when somebody answers."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partners.actions import schemes as actions
from partners.attempt import Refused, attempt
from partners.forms.schemes import AddSchemeForm, ChangeSchemeForm, SchemePartnerForm
from partners.guards import requires
from partners.models import Scheme, User
from partners.opening import office_week
from partners.queries import places
from partners.queries.sharing import sharing_of_partners
from partners.roles import Permission


@requires(Permission.PARTNERS_MANAGE)
@require_safe
def schemes(request: HttpRequest) -> HttpResponse:
    """Every scheme on one page: there are tens, not thousands."""
    return render(request, "partners/schemes.html", {"schemes": places.schemes(_me(request))})


@requires(Permission.PARTNERS_MANAGE)
@require_safe
def scheme(request: HttpRequest, slug: str) -> HttpResponse:
    """One scheme: details, partners, and the targets in force today."""
    found = _scheme(request, slug)
    all_partners = found.all_partners  # type: ignore[attr-defined]
    sharing = sharing_of_partners(found, all_partners, timezone.now())
    context = {"scheme": found, "partners": [(partner, sharing[partner.pk]) for partner in all_partners]}
    return render(request, "partners/scheme.html", context)


@requires(Permission.PARTNERS_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def add_scheme(request: HttpRequest) -> HttpResponse:
    """Add a scheme."""
    form = AddSchemeForm(
        request.POST or None,
        organisations=places.organisations_visible_to(_me(request)),
        initial={**AddSchemeForm.initial_hours(office_week()), "open_on_bank_holidays": False},
    )
    if request.method == "POST" and form.is_valid():
        try:
            added = attempt(
                form,
                lambda: actions.add_scheme(
                    lead=form.cleaned_data["lead"], details=form.details(), by=_me(request), at=timezone.now()
                ),
            )
        except Refused:
            pass
        else:
            messages.success(request, f"{added.name} is added. Add its partners next, so that wards can refer to it.")
            return redirect("scheme", slug=added.slug)
    return render(request, "partners/add_scheme.html", {"form": form})


@requires(Permission.PARTNERS_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def change_scheme(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a scheme's details."""
    found = _scheme(request, slug)
    form = ChangeSchemeForm(request.POST or None, initial=ChangeSchemeForm.initial_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            changed = attempt(
                form,
                lambda: actions.change_scheme(scheme=found, details=form.details(), by=_me(request), at=timezone.now()),
            )
        except Refused:
            pass
        else:
            messages.success(request, f"{changed.name} is changed. Deadlines that run already stay as they were.")
            return redirect("scheme", slug=changed.slug)
    return render(request, "partners/change_scheme.html", {"form": form, "scheme": found})


@requires(Permission.PARTNERS_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def add_scheme_partner(request: HttpRequest, slug: str) -> HttpResponse:
    """Let an organisation take part in a scheme."""
    found = _scheme(request, slug)
    form = SchemePartnerForm(request.POST or None, organisations=places.organisations_visible_to(_me(request)))
    if request.method == "POST" and form.is_valid():
        try:
            partner = attempt(
                form,
                lambda: actions.add_scheme_partner(
                    scheme=found, **form.cleaned_data, by=_me(request), at=timezone.now()
                ),
            )
        except Refused:
            pass
        else:
            messages.success(request, f"{partner.organisation.name} takes part in {found.name}.")
            return redirect("scheme", slug=slug)
    return render(request, "partners/add_scheme_partner.html", {"form": form, "scheme": found})


@requires(Permission.PARTNERS_MANAGE)
@require_POST
def remove_scheme_partner(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """End an organisation's part in a scheme."""
    found = _scheme(request, slug)
    partner = next((each for each in found.all_partners if each.pk == pk), None)  # type: ignore[attr-defined]
    if partner is None:
        raise Http404
    actions.remove_scheme_partner(partner=partner, by=_me(request), at=timezone.now())
    messages.success(request, f"{partner.organisation.name} no longer takes part in {found.name}.")
    return redirect("scheme", slug=slug)


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)


def _scheme(request: HttpRequest, slug: str) -> Scheme:
    try:
        return places.scheme(_me(request), slug)
    except Scheme.DoesNotExist as missing:
        raise Http404 from missing
