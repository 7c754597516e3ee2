"""The administrator's pages about buildings with temporary flats. They show no guest."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from housing.actions import buildings as actions
from housing.forms.buildings import AddBuildingForm, BuildingForm, ChangeUnitForm, UnitForm
from housing.models import Building, Unit
from housing.queries import buildings as queries
from housing.views.doing import GET_OR_POST, do
from partners.attempt import Refused, attempt
from partners.guards import requires
from partners.models import User
from partners.roles import Permission
from referrals.views.loading import person_of

PER_PAGE = 25
USUAL_TURNAROUND = 2


@requires(Permission.PARTNERS_MANAGE)
@require_safe
def buildings(request: HttpRequest) -> HttpResponse:
    """Every building, 25 a page."""
    page = Paginator(queries.buildings(person_of(request)), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "housing/buildings/buildings.html", {"page": page, "query": request.GET})


@requires(Permission.PARTNERS_MANAGE)
@require_safe
def building(request: HttpRequest, pk: int) -> HttpResponse:
    """One building with its flats."""
    found, units = _building(person_of(request), pk)
    return render(request, "housing/buildings/building.html", {"building": found, "units": units})


@requires(Permission.PARTNERS_MANAGE)
@GET_OR_POST
def add_building(request: HttpRequest) -> HttpResponse:
    """Add a building."""
    user = person_of(request)
    form = AddBuildingForm(
        request.POST if request.method == "POST" else None,
        organisations=queries.organisations_with_flats(user),
        schemes=queries.schemes(user),
        initial={"turnaround_days": USUAL_TURNAROUND},
    )
    if request.method == "POST" and form.is_valid():
        try:
            added = attempt(
                form,
                lambda: actions.add_building(
                    organisation=form.cleaned_data["organisation"],
                    scheme=form.cleaned_data["scheme"],
                    details=form.details(),
                    by=user,
                    at=timezone.now(),
                ),
            )
        except Refused:
            pass
        else:
            messages.success(request, f"{added.name} is added. Add its flats next, so that they can be booked.")
            return redirect("building", pk=added.pk)
    return render(request, "housing/buildings/add_building.html", {"form": form})


@requires(Permission.PARTNERS_MANAGE)
@GET_OR_POST
def change_building(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a building's details."""
    user = person_of(request)
    found, _ = _building(user, pk)
    form = BuildingForm(request.POST if request.method == "POST" else None, initial=BuildingForm.initial_of(found))
    return do(
        request,
        form,
        act=lambda: actions.change_building(building=found, details=form.details(), by=user, at=timezone.now()),
        done=lambda: f"{form.cleaned_data['name']} is changed.",
        back_to=reverse("building", args=[pk]),
        heading=f"Change {found.name}",
        submit_text="Save changes",
    )


@requires(Permission.PARTNERS_MANAGE)
@GET_OR_POST
def add_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a flat to a building."""
    user = person_of(request)
    found, _ = _building(user, pk)
    form = UnitForm(request.POST if request.method == "POST" else None, initial={"bedrooms": 1})
    return do(
        request,
        form,
        act=lambda: actions.add_unit(building=found, details=form.details(), by=user, at=timezone.now()),
        done=lambda: f"{form.cleaned_data['name']} is added to {found.name}.",
        back_to=reverse("building", args=[pk]),
        heading="Add a flat",
        caption=found.name,
        submit_text="Add flat",
    )


@requires(Permission.PARTNERS_MANAGE)
@GET_OR_POST
def unit_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a flat's details, take it out of the list or put it back."""
    user = person_of(request)
    unit = _unit(user, pk)
    form = ChangeUnitForm(request.POST if request.method == "POST" else None, initial=ChangeUnitForm.initial_of(unit))
    return do(
        request,
        form,
        act=lambda: actions.change_unit(unit=unit, details=form.details(), by=user, at=timezone.now()),
        done=lambda: _said(unit, form),
        back_to=reverse("building", args=[unit.building_id]),
        heading=f"Change {unit.name}",
        caption=unit.building.name,
        submit_text="Save changes",
    )


def _said(unit: Unit, form: ChangeUnitForm) -> str:
    now_in = form.cleaned_data["active"]
    if now_in == unit.active:
        return f"{form.cleaned_data['name']} is changed."
    return f"{form.cleaned_data['name']} is {'in the list of flats again' if now_in else 'out of the list of flats'}."


def _building(user: User, pk: int) -> tuple[Building, list[tuple[Unit, str]]]:
    try:
        return queries.building(user, pk)
    except Building.DoesNotExist as missing:
        raise Http404 from missing


def _unit(user: User, pk: int) -> Unit:
    try:
        return queries.unit(user, pk)
    except Unit.DoesNotExist as missing:
        raise Http404 from missing
