"""The security headers that Django and its packages do not set, on every answer of the site; and requests that no view
should ever see."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

METHODS = ("GET", "HEAD", "POST", "OPTIONS")


class SecurityHeadersMiddleware:
    """Outermost, so that errors, redirects and static files carry them too. A view may set its own, stricter ones."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.headers = {
            "Permissions-Policy": ", ".join(f"{name}={who}" for name, who in settings.PERMISSIONS_POLICY.items()),
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Permitted-Cross-Domain-Policies": "none",
            # Static files say for how long they may be kept; a page about a patient is kept nowhere, so that the next
            # person at a shared computer finds nothing of it.
            "Cache-Control": "private, no-store",
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        return response


class RefusedRequestsMiddleware:
    """Refuses methods the site has no use for, TRACE among them, and a program's call that came by plain HTTP.

    Pages are redirected to HTTPS. A program would follow, and nobody would notice that it sends a session in the clear:
    it is refused, where the site itself sees to HTTPS.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.for_programs = [re.compile(each) for each in settings.SECURE_REDIRECT_EXEMPT]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if settings.SECURE_SSL_REDIRECT and not request.is_secure() and self._for_programs(request):
            return JsonResponse({"detail": "Use HTTPS."}, status=403)
        return self.get_response(request)

    def _for_programs(self, request: HttpRequest) -> bool:
        return any(each.search(request.path.lstrip("/")) for each in self.for_programs)
