"""Guards on every request: the role the person works in, checked anew each time; who asks, told to the database for
the length of one transaction; the closed door. And the record of who changes something."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.encoding import escape_uri_path

from partners import access, asking, factors, history
from partners.guards import DoorRule, rule_of
from partners.models import User

WORKING_AS_KEY = "working_as"
log = logging.getLogger(__name__)


class WorkingAsMiddleware:
    """Sets `request.user.working_as`: the chosen membership, or the only one. One that has ended is dropped at once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User):
            memberships = list(access.active_memberships(user))
            chosen = request.session.get(WORKING_AS_KEY)
            user.working_as = next((each for each in memberships if each.pk == chosen), None)
            if user.working_as is None and len(memberships) == 1:
                user.working_as = memberships[0]
            request.memberships = memberships  # type: ignore[attr-defined]
        return self.get_response(request)


class HistoryMiddleware:
    """Tells the database who is at work, and on which page, for the past of what this request changes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        with history.by_person(user if isinstance(user, User) else None):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        if request.resolver_match:
            history.add(page=request.resolver_match.view_name)


class AskingMiddleware:
    """Answers each request in one transaction, in which PostgreSQL knows who is asking.

    What a view wrote before it broke is undone. A refusal (403, 404) undoes nothing: each action stands by itself, and
    a look that was written down was one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        with asking.asking(user if isinstance(user, User) else None):
            response = self.get_response(request)
            if response.status_code >= 500:  # Django has made the page of it already
                transaction.set_rollback(True)
            return response


class ClosedDoorMiddleware:
    """Refuses every view that nobody gave a rule, and everybody who does not meet the rule.

    Each refusal of somebody who is logged in, by the rule, a query or an action, becomes a line of the log.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Not found is how a case that somebody may not see is refused.
        if response.status_code in {403, 404} and isinstance(request.user, User):
            working_as = request.user.working_as
            log.warning(
                "refused status=%s person=%s membership=%s method=%s path=%s",
                response.status_code,
                request.user.pk,
                working_as.pk if working_as else None,
                request.method,
                escape_uri_path(request.path),
            )
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        rule = rule_of(view, match.namespaces if match else [], match.url_name if match else None)
        if rule is None:
            raise PermissionDenied("This page has no access rule.")
        if rule.demo_only and not settings.IS_DEMO:
            raise Http404
        if rule.public:
            return None
        return self._check(request, rule)

    def _check(self, request: HttpRequest, rule: DoorRule) -> HttpResponse | None:
        user = request.user
        wants_json = request.path.startswith("/api/")
        if not isinstance(user, User) or not user.is_authenticated:
            if wants_json:
                return JsonResponse({"detail": "Log in first."}, status=401)
            if request.headers.get("HX-Request"):
                # A login form must never land inside a table row.
                return _whole_page(settings.LOGIN_URL if settings.LOGIN_URL.startswith("/") else "/accounts/login/")
            return redirect_to_login(_address_without_words(request))
        if not rule.before_second_factor and factors.missing(request):
            if wants_json:
                return JsonResponse({"detail": "Set up a second factor on the site first."}, status=403)
            there = reverse("second_factor")
            return _whole_page(there) if request.headers.get("HX-Request") else redirect(there)
        if rule.staff and not user.is_staff:
            raise PermissionDenied
        if rule.before_choosing_role:
            return None
        if user.working_as is None:
            return (
                JsonResponse({"detail": "Choose a role first."}, status=403) if wants_json else redirect("choose_role")
            )
        if rule.permissions and not any(access.has_permission(user, each) for each in rule.permissions):
            raise PermissionDenied
        return None


def _whole_page(address: str) -> HttpResponse:
    """Tells htmx to leave the page for another."""
    response = HttpResponse(status=204)
    response["HX-Redirect"] = address
    return response


def _address_without_words(request: HttpRequest) -> str:
    """Where to go after logging in. An old bookmark may hold a search, `q`, and that may name a patient: it is left
    out."""
    if "q" not in request.GET:
        return request.get_full_path()
    kept = request.GET.copy()
    del kept["q"]
    return f"{request.path}?{kept.urlencode()}" if kept else request.path
