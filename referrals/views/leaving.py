"""Recording that somebody has left or gives up a role. Here and not beside the other pages about people, because their
cases go with it. What is shown is numbers: an administrator sees no case."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from partners import access as partners
from partners import words
from partners.attempt import Refused, attempt
from partners.guards import requires
from partners.models import Membership, User
from partners.roles import Permission
from referrals.actions import leaving as actions
from referrals.forms.leaving import HandOverForm
from referrals.queries import leaving as queries
from referrals.queries.case import person_called
from referrals.queries.contracts import contracts_led
from referrals.views.loading import person_of

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@requires(Permission.TEAM_LEAVERS)
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """The lead's colleagues with their numbers of open cases, and the contracts that must be renewed."""
    me = person_of(request)
    context = {"people": queries.team_of(me), "contracts": contracts_led(me), "now": timezone.now()}
    return render(request, "referrals/team.html", context)


@requires(Permission.PEOPLE_MANAGE, Permission.TEAM_LEAVERS)
@GET_OR_POST
def person_leaves(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody has left: who takes their cases?"""
    try:
        leaver = queries.leaver_for(person_of(request), pk)
    except User.DoesNotExist as missing:
        raise Http404 from missing
    form = HandOverForm(request.POST if request.method == "POST" else None, held=queries.held_by(leaver))
    return _answer(
        request,
        leaver,
        form,
        act=lambda: actions.person_leaves(
            user=leaver, colleagues=_colleagues(form), by=person_of(request), at=timezone.now()
        ),
        done=f"{leaver.name} can no longer log in.",
        heading=f"Record that {leaver.name} has left",
        submit="Deactivate and hand over" if form.held else "Deactivate",
        drafts=queries.drafts_of(leaver),
        role=None,
    )


@requires(Permission.PEOPLE_MANAGE)
@GET_OR_POST
def end_role(request: HttpRequest, pk: int, membership: int) -> HttpResponse:
    """One role ends: who takes the cases they led in it?"""
    try:
        role = queries.role_for(person_of(request), pk, membership)
    except Membership.DoesNotExist as missing:
        raise Http404 from missing
    form = HandOverForm(request.POST if request.method == "POST" else None, held=queries.held_in(role))
    label = role.role_data.label.lower()
    return _answer(
        request,
        role.user,
        form,
        act=lambda: actions.role_ends(
            membership=role,
            colleague=_colleagues(form).get(role.organisation_id),
            by=person_of(request),
            at=timezone.now(),
        ),
        done=f"{role.user.name} is no longer {label} at {role.organisation.name}.",
        heading=f"End a role of {role.user.name}",
        submit="End the role and hand over" if form.held else "End the role",
        drafts=0,
        role=role,
    )


def _colleagues(form: HandOverForm) -> dict[int, User]:
    return {organisation: person_called(pk) for organisation, pk in form.chosen().items()}


def _answer(
    request: HttpRequest,
    leaver: User,
    form: HandOverForm,
    *,
    act: Callable[[], int],
    done: str,
    heading: str,
    submit: str,
    drafts: int,
    role: Membership | None,
) -> HttpResponse:
    """Show the question; on a good POST act, say what was done and go back to the list the person came from."""
    manages = partners.has_permission(person_of(request), Permission.PEOPLE_MANAGE)
    back = reverse("person", args=[leaver.pk]) if manages else reverse("team")
    if request.method == "POST" and form.is_valid():
        try:
            given = attempt(form, act)
        except Refused:
            pass
        else:
            handed = f" {words.count(given, 'case')} handed over." if given else ""
            messages.success(request, done + handed)
            return redirect(back)
    context = {
        "form": form,
        "person": leaver,
        "role": role,
        "heading": heading,
        "submit_text": submit,
        "drafts": drafts,
        "back_url": back,
        "cancel_url": back,
    }
    return render(request, "referrals/leaving.html", context)
