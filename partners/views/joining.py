"""The pages behind an invitation's link. The token goes from the address into the session at once, so that it stays in
no history; opening the link uses nothing up, because mail programs open links to check them."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from partners.actions import invitations as actions
from partners.attempt import Refused, attempt
from partners.forms.joining import JoinForm
from partners.guards import public
from partners.queries.invitations import invitation_with

SESSION_KEY = "invitation"


@public
@require_safe
@sensitive_variables("token")
def join_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the e-mail. Whoever is logged in at this browser is logged out: the page is for somebody else."""
    hashed = actions.hash_of(token)
    if request.user.is_authenticated and invitation_with(hashed) is not None:
        logout(request)
    request.session[SESSION_KEY] = hashed
    return redirect("join")


@public
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@sensitive_variables("form")
def join(request: HttpRequest) -> HttpResponse:
    """Choose a password, or read why the link no longer works and what to do."""
    invitation = invitation_with(request.session.get(SESSION_KEY, ""))
    now = timezone.now()
    works = invitation is not None and not (
        invitation.used_at or invitation.withdrawn_at or invitation.expires_at <= now or not invitation.user.is_active
    )
    if invitation is None or not works:
        return render(request, "partners/link_dead.html", {"invitation": invitation}, status=410)
    form = JoinForm(request.POST or None, user=invitation.user)
    if request.method == "POST" and form.is_valid():
        try:
            attempt(
                form,
                lambda: actions.join(invitation=invitation, password=form.cleaned_data["password1"], at=timezone.now()),
            )
        except Refused:
            pass
        else:
            request.session.pop(SESSION_KEY, None)
            messages.success(request, "Your password is saved. Log in with it.")
            return redirect("account_login")
    return render(request, "partners/join.html", {"form": form, "person": invitation.user})
