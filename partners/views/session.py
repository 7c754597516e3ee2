"""How long is left, staying, keeping what was typed, and the page for somebody whose time ran out.

All but the last answer the script of `frontend/js/session.js`.
"""

import json
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from partners import kept, sessions
from partners.actions.kept import forget_typed, keep_typed
from partners.guards import public, setting_up_factor
from partners.models import User


@setting_up_factor
@require_safe
def session_left(request: HttpRequest) -> HttpResponse:
    """Seconds until the session is over. Asked with the header of what a page does by itself."""
    return _left(request)


@setting_up_factor
@require_POST
def session_stay(request: HttpRequest) -> HttpResponse:
    """The person is still there. What was kept of the page at the warning is on the page itself, so it goes."""
    forget_typed(path=kept.page_key(request.POST.get("path", "")), by=_me(request))
    return _left(request)


@setting_up_factor
@require_POST
def session_keep(request: HttpRequest) -> HttpResponse:
    """Keep what is typed on a page: `path`, and `fields` as a JSON list of name and value."""
    try:
        fields = [(str(name), str(value)) for name, value in json.loads(request.POST.get("fields", ""))]
    except (ValueError, TypeError):
        return HttpResponseBadRequest("No list of names and values.")
    found = keep_typed(
        path=kept.page_key(request.POST.get("path", "")),
        fields=kept.worth_keeping(fields),
        by=_me(request),
        at=timezone.now(),
    )
    return JsonResponse({"kept": found is not None})


@setting_up_factor
@require_POST
def session_forget(request: HttpRequest) -> HttpResponse:
    """Delete what was kept of a page and show the page without it."""
    path = kept.page_key(request.POST.get("path", ""))
    forget_typed(path=path, by=_me(request))
    request.session[sessions.KEPT] = [each for each in request.session.get(sessions.KEPT, []) if each != path]
    known = path and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return redirect(path if known else "home")


@public
@require_safe
def session_ended(request: HttpRequest) -> HttpResponse:
    """Says why somebody is logged out and whether what they typed is kept. Names nobody and no case."""
    if isinstance(request.user, User):
        return redirect("home")
    return render(request, "partners/session_ended.html", {"before": sessions.before(request.session)})


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)


def _left(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"left": sessions.seconds_left(request.session, timezone.now())})
