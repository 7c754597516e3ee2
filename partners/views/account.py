"""Logging in with a password, and the pages of somebody's own account."""

from datetime import timedelta
from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from partners import factors, own_sessions, words
from partners.actions import sign_in as actions
from partners.guards import choosing_role, public, setting_up_factor
from partners.lock_out import key_of_address, key_of_factors, seconds_to_wait
from partners.models import User
from partners.oidc.adapter import described_apps
from partners.queries.sign_in import ways_to_log_in

TOO_OFTEN = "too_many_login_attempts"


class PasswordLoginView(LoginView):
    """allauth's page, with the other services' buttons, and 429 for whoever has tried too often."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "providers": described_apps(),
            "next_url": self.get_next_url() or "",
        }

    def form_invalid(self, form: Any) -> HttpResponse:
        if not form.has_error("__all__", code=TOO_OFTEN):
            return cast(HttpResponse, super().form_invalid(form))
        email = str(form.cleaned_data.get("login") or "")
        actions.record_failed_log_in(email=email, reason="locked_out", at=timezone.now())
        return _too_often(self.request, key_of_address(self.request, email))


class FactorLoginView(AuthenticateView):
    """allauth's question for the second factor while somebody logs in, with 429 for whoever has tried too often."""

    def form_invalid(self, form: Any) -> HttpResponse:
        if not any(form.has_error(name, code=TOO_OFTEN) for name in ("code", "credential") if name in form.fields):
            return cast(HttpResponse, super().form_invalid(form))
        person = cast(User, self.stage.login.user)
        actions.record_failed_log_in(email=person.email, reason="locked_out_factor", at=timezone.now())
        return _too_often(self.request, key_of_factors(person))


def _too_often(request: HttpRequest, key: str) -> HttpResponse:
    """Says until when. The minute is rounded up, so that nobody is refused again at the time they were told."""
    wait = max(1, seconds_to_wait(request, key))
    again_at = (timezone.now() + timedelta(seconds=wait + 59)).replace(second=0, microsecond=0)
    answer = render(request, "429.html", {"again_at": again_at}, status=429)
    answer["Retry-After"] = str(wait)
    return answer


log_in = public(PasswordLoginView.as_view())
# The second half of logging in: allauth lets in only who has given a password or come from another service.
show_factor = public(FactorLoginView.as_view())


@choosing_role
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Somebody's own account: what they log in with, and where they are logged in."""
    me = _me(request)
    ways = ways_to_log_in(me)
    names = {each["provider_id"]: each["name"] for each in described_apps()}
    services = [names.get(each, each) for each in ways.providers]
    return render(request, "partners/account.html", {"me": me, "ways": ways, "services": services})


@setting_up_factor
@require_safe
@never_cache
def second_factor(request: HttpRequest) -> HttpResponse:
    """Where somebody who needs a second factor is sent: to show the one they have, or to choose one to set up."""
    if not factors.missing(request):
        return redirect("mfa_index")
    ways = ways_to_log_in(_me(request))
    if ways.keys or ways.app:
        return redirect("mfa_reauthenticate" if ways.app else "mfa_reauthenticate_webauthn")
    return render(request, "partners/second_factor.html")


@choosing_role
@require_safe
def my_sessions(request: HttpRequest) -> HttpResponse:
    """Where somebody is logged in."""
    own_sessions.remember(request)
    found = own_sessions.sessions_of(_me(request), request.session.session_key, timezone.now())
    return render(request, "partners/my_sessions.html", {"sessions": found})


@choosing_role
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one session of one's own, with the password once more; somebody else's does not exist."""
    if not own_sessions.has(_me(request), pk):  # before the password: asking for it would answer for any number
        raise Http404
    return _end_session(request, pk)


@reauthentication_required
def _end_session(request: HttpRequest, pk: int) -> HttpResponse:
    if not actions.end_session(by=_me(request), pk=pk, at=timezone.now()):
        raise Http404
    messages.success(request, "That browser is logged out.")
    return redirect("my_sessions")


@choosing_role
@require_POST
@reauthentication_required
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End every session of one's own but this one, with the password once more."""
    number = actions.end_other_sessions(by=_me(request), current_key=request.session.session_key, at=timezone.now())
    said = f"{words.count(number, 'other browser')} logged out." if number else "You were logged in only here."
    messages.success(request, said)
    return redirect("my_sessions")


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)
