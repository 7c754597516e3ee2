"""The security headers that Django and its packages do not set, on every answer of the site."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


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
