"""The administrator's pages about people: who is here, what they do, since when."""

from typing import cast

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partners.actions import invitations
from partners.actions import membership as actions
from partners.actions.sign_in import end_sessions_of, remove_second_factors
from partners.attempt import Refused, attempt
from partners.errors import UnableTo
from partners.forms.people import AddPersonForm, ChooseOrganisationForm, PeopleFilterForm, RoleForm
from partners.guards import requires
from partners.models import Membership, Organisation, User
from partners.queries import people as people_queries
from partners.queries.invitations import log_in_words
from partners.queries.places import organisations_visible_to, wards_of
from partners.roles import Permission

PER_PAGE = 25


@requires(Permission.PEOPLE_MANAGE)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Who is here, searched and filtered, 25 a page."""
    form = PeopleFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = people_queries.people(
        _me(request), text=asked.get("q", ""), role=asked.get("role", ""), inactive=bool(asked.get("inactive"))
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    for each in page.object_list:
        each.log_in = log_in_words(each, now)  # type: ignore[attr-defined]
    applied = sum(bool(value) for value in asked.values())
    return render(
        request, "partners/people.html", {"filters": form, "page": page, "query": request.GET, "applied": applied}
    )


@requires(Permission.PEOPLE_MANAGE)
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: address, roles now and before."""
    who = _person(request, pk)
    return render(
        request,
        "partners/person.html",
        {"person": who, "me": _me(request), "log_in": log_in_words(who, timezone.now()), "joined": who.has_joined},
    )


@requires(Permission.PEOPLE_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request: HttpRequest) -> HttpResponse:
    """Add somebody with a first role. They choose their password themselves, with the link they are sent."""
    organisation = _organisation(request)
    if organisation is None:
        return _choose_organisation(request, "Add a person")
    form = AddPersonForm(request.POST or None, wards=wards_of(organisation))
    if request.method == "POST" and form.is_valid():
        try:
            added = attempt(
                form,
                lambda: invitations.invite_person(
                    email=form.cleaned_data["email"],
                    name=form.cleaned_data["name"],
                    organisation=organisation,
                    role=form.chosen_role,
                    wards=form.chosen_wards,
                    join_address=_join_address(request),
                    by=_me(request),
                    at=timezone.now(),
                ),
            )
        except Refused:
            pass
        else:
            return render(request, "partners/person_added.html", {"person": added})
    return render(request, "partners/add_person.html", {"form": form, "organisation": organisation})


@requires(Permission.PEOPLE_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def give_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody another role, or change the wards of one they have."""
    who = _person(request, pk)
    organisation = _organisation(request)
    if organisation is None:
        return _choose_organisation(request, f"Give {who.name} a role")
    form = RoleForm(request.POST or None, wards=wards_of(organisation), initial=_initial(who, organisation))
    if request.method == "POST" and form.is_valid():
        try:
            given = attempt(
                form,
                lambda: actions.give_role(
                    user=who,
                    organisation=organisation,
                    role=form.chosen_role,
                    wards=form.chosen_wards,
                    by=_me(request),
                    at=timezone.now(),
                ),
            )
        except Refused:
            pass
        else:
            messages.success(
                request, f"{who.name} is {given.role_data.label.lower()} at {organisation.name} from now on."
            )
            return redirect("person", pk=pk)
    return render(request, "partners/give_role.html", {"form": form, "person": who, "organisation": organisation})


@requires(Permission.PEOPLE_MANAGE)
@require_POST
def send_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the link again to somebody who has not joined yet; the one before stops working."""
    who = _person(request, pk)
    try:
        invitations.send_invitation(user=who, join_address=_join_address(request), by=_me(request), at=timezone.now())
    except UnableTo as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, f"A new link is on its way to {who.email}. The one before no longer works.")
    return redirect("person", pk=pk)


@requires(Permission.PEOPLE_MANAGE)
@require_POST
def take_back_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop somebody from joining."""
    who = _person(request, pk)
    try:
        invitations.take_back_invitation(user=who, by=_me(request), at=timezone.now())
    except UnableTo as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, f"{who.name} can no longer join.")
    return redirect("person", pk=pk)


@requires(Permission.PEOPLE_MANAGE)
@require_POST
def remove_factors(request: HttpRequest, pk: int) -> HttpResponse:
    """For somebody who lost phone and key: take their second factors away, so that they set up new ones."""
    who = _person(request, pk)
    try:
        number = remove_second_factors(person=who, by=_me(request), at=timezone.now())
    except UnableTo as refusal:
        messages.warning(request, refusal.message)
    else:
        if number:
            get_adapter(request).send_notification_mail("mfa/email/factors_removed", who)
        messages.success(
            request,
            f"{who.name} is logged out everywhere, and sets up a new second factor at the next log-in."
            if number
            else f"{who.name} has no second factor.",
        )
    return redirect("person", pk=pk)


@requires(Permission.PEOPLE_MANAGE)
@require_POST
def end_their_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """Log somebody out everywhere; they can log in again."""
    who = _person(request, pk)
    end_sessions_of(person=who, by=_me(request), at=timezone.now())
    messages.success(request, f"{who.name} is logged out everywhere.")
    return redirect("person", pk=pk)


@requires(Permission.PEOPLE_MANAGE)
@require_POST
def activate_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody who was deactivated log in again.

    Deactivating asks who takes their cases, so it is a page of `referrals.views.leaving`.
    """
    who = _person(request, pk)
    try:
        actions.set_active(user=who, active=True, by=_me(request), at=timezone.now())
    except UnableTo as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, f"{who.name} can log in again.")
    return redirect("person", pk=pk)


def _join_address(request: HttpRequest) -> str:
    """Where invitations lead, with {token} for what makes each the only one."""
    empty = "0" * 43
    return request.build_absolute_uri(reverse("join_link", args=[empty])).replace(empty, "{token}")


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)


def _person(request: HttpRequest, pk: int) -> User:
    try:
        return people_queries.person(_me(request), pk)
    except User.DoesNotExist as missing:
        raise Http404 from missing


def _current(who: User) -> list[Membership]:
    return who.current  # type: ignore[attr-defined]


def _initial(who: User, organisation: Organisation) -> dict[str, object]:
    """What somebody is there already, so that saving again changes only what is changed."""
    held = next((each for each in _current(who) if each.organisation_id == organisation.pk), None)
    return {"role": held.role, "wards": [str(ward.pk) for ward in held.wards.all()]} if held else {}


def _organisation(request: HttpRequest) -> Organisation | None:
    """The organisation named in the address, or None when the question has not been answered yet."""
    asked = request.GET.get("organisation", "")
    if not asked.isdecimal():
        return None
    return get_object_or_404(organisations_visible_to(_me(request)).filter(active=True), pk=int(asked))


def _choose_organisation(request: HttpRequest, heading: str) -> HttpResponse:
    """First question of two: the answer goes into the address, so that the second page can be reloaded."""
    given = request.GET if "organisation" in request.GET else None
    own = _me(request).working_as
    form = ChooseOrganisationForm(
        given,
        organisations=organisations_visible_to(_me(request)),
        initial={"organisation": own.organisation_id if own else None},
    )
    return render(request, "partners/choose_organisation.html", {"form": form, "heading": heading})
