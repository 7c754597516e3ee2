"""Ends what has lasted too long, decided here on the server, and leaves nothing behind at a shared terminal."""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from partners import audit, kept, sessions
from partners.actions.kept import forget_typed, keep_typed
from partners.models import User
from partners.queries.kept import kept_on
from partners.session_limits import Ended

# Sent by what a page asks for by itself: a list that refreshes, the script that counts down. No act of the person.
BY_ITSELF = "Homeward-Refresh"
CLEAR = '"cache", "storage"'


class SessionLimitsMiddleware:
    """Ends a session that is idle or old, or that was ended from outside; keeps what was sent too late; brings only
    the person who was there before back to their page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, User):
            return _landing(request, self.get_response(request))
        now = timezone.now()
        over = sessions.why_over(request.session, user, now)
        if over is not None:
            return _end(request, user, over, now)
        if not request.headers.get(BY_ITSELF):
            sessions.mark_act(request.session, now)
        response = self._with_what_was_kept(request, user, now)
        if not request.user.is_authenticated:
            sessions.remember_before(request.session, person=user.pk)
            response["Clear-Site-Data"] = CLEAR
        return _landing(request, response)

    def _with_what_was_kept(self, request: HttpRequest, user: User, now: datetime) -> HttpResponse:
        """Show typed words in their fields again on a GET; forget them once the form was sent."""
        paths: list[str] = request.session.get(sessions.KEPT, [])
        if not paths:
            return self.get_response(request)
        page = kept.page_of_post(request) if request.method == "POST" else kept.page_key(request.get_full_path())
        if page not in paths:
            return self.get_response(request)
        if request.method == "POST":
            if not kept.page_key(request.path):  # logging out, a search: not the form of this page
                return self.get_response(request)
            forget_typed(path=page, by=user)
            request.session[sessions.KEPT] = [path for path in paths if path != page]
            return self.get_response(request)
        found = kept_on(user, page, now)
        if found is None:
            return self.get_response(request)
        request.kept_at, request.kept_path = found.saved_at, page  # type: ignore[attr-defined]
        token = kept.shown_again.set(kept.as_sent(kept.unseal(bytes(found.data), person=user.pk, path=page)))
        try:
            return self.get_response(request)
        finally:
            kept.shown_again.reset(token)


def _end(request: HttpRequest, user: User, why: Ended, now: datetime) -> HttpResponse:
    """Log the person out before anything of the request is done. What a form sent is kept for them."""
    asked_for = request.method == "GET" and not request.headers.get("HX-Request")
    page = kept.page_key(request.get_full_path()) if asked_for else ""
    page = page or kept.page_of_post(request)
    if request.method == "POST" and not request.headers.get(BY_ITSELF) and _csrf_holds(request):
        keep_typed(path=page, fields=kept.fields_of(request), by=user, at=now)
    words = bool(page) and kept_on(user, page, now) is not None
    audit.record(
        action="session_ended", by=user, at=now, object_type="user", object_id=user.pk, detail={"why": why.value}
    )
    logout(request)
    sessions.remember_before(request.session, person=user.pk, path=page, why=why.value, kept=words)
    response: HttpResponse
    if request.path.startswith("/api/"):
        response = JsonResponse({"detail": "You have been logged out. Log in again."}, status=401)
    elif request.path in {reverse("session_left"), reverse("session_stay"), reverse("session_keep")}:
        response = JsonResponse({"left": 0})  # the script knows what that means
    elif request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = reverse("session_ended")
    else:
        response = redirect("session_ended")
    response["Clear-Site-Data"] = CLEAR
    return response


def _landing(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Where somebody goes who has just logged in where another person was before, or comes back."""
    lands_on = getattr(request, "lands_on", None)
    if lands_on and response.status_code == 302:
        response["Location"] = lands_on
    return response


class _CsrfCheck(CsrfViewMiddleware):
    """Only asks, refuses nothing."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponse(reason, status=403)


def _csrf_holds(request: HttpRequest) -> bool:
    """Did this person's own page send this? The usual check comes too late here."""
    check = _CsrfCheck(lambda _: HttpResponse())
    check.process_request(request)
    return check.process_view(request, lambda _: HttpResponse(), (), {}) is None
