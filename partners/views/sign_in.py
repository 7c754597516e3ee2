"""Choosing the role to work in, and the demo's one click."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partners import own_sessions
from partners.forms.sign_in import ChooseRoleForm
from partners.guards import choosing_role, demo_only
from partners.middleware import WORKING_AS_KEY
from partners.models import User
from partners.queries.demo import demo_people

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@choosing_role
@require_http_methods(["GET", "HEAD", "POST"])
def choose_role(request: HttpRequest) -> HttpResponse:
    """Which role, for somebody with several; why there is nothing to see, for somebody with none."""
    user = request.user
    memberships = getattr(request, "memberships", [])
    if not memberships:
        return render(request, "partners/no_role.html", status=200)
    current = getattr(user, "working_as", None)
    form = ChooseRoleForm(
        request.POST or None,
        memberships=memberships,
        initial={"membership": str(current.pk)} if current else None,
    )
    if request.method == "POST" and form.is_valid():
        membership = form.chosen()
        request.session[WORKING_AS_KEY] = membership.pk
        own_sessions.cycle_key(request)
        messages.success(
            request, f"You work as {membership.role_data.label.lower()} at {membership.organisation.name} now."
        )
        return redirect("home")
    return render(request, "partners/choose_role.html", {"form": form})


@choosing_role
@require_safe
def email_address(request: HttpRequest) -> HttpResponse:
    """Says who changes the address. Stands in the place of allauth's page, where people add addresses themselves: one
    added at an unattended screen would get the links for a new password.
    """
    return render(request, "account/email.html")


@demo_only
@require_POST
@sensitive_post_parameters()
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Become one of the demo's people. Under other settings the closed door answers 404, and so does this."""
    if not settings.IS_DEMO:
        raise Http404
    person: User | None = None
    if request.POST.get("person", "").isdecimal():
        person = demo_people().filter(pk=int(request.POST["person"])).first()
    if person is None:
        raise Http404
    login(request, person, backend=BACKEND)
    request.session.pop(WORKING_AS_KEY, None)
    own_sessions.remember(request)
    return redirect("home")
