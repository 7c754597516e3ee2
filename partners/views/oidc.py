"""Logging in with another service: leaving for it, and coming back."""

from typing import Any

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from partners.guards import public
from partners.oidc.adapter import OidcAdapter
from partners.oidc.provider import Exchange

# The provider cannot be reached (every error of the network is an OSError), or answers what nobody can use.
BROKEN = (OSError, ValueError, KeyError, OAuth2Error)


@public
@never_cache
def oidc_login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send somebody who pressed a provider's button there.

    The answer is a page that goes on by itself: a redirect after a form would have to be allowed by `form-action` of
    the Content-Security-Policy, for every address the provider itself redirects to.
    """
    if request.method != "POST":
        return redirect("account_login")
    provider = _provider(request, provider_id)
    try:
        answer = provider.redirect_from_request(request)
    except BROKEN:
        return _failed(request, provider.app.name)
    if isinstance(answer, HttpResponseRedirect):
        return render(request, "socialaccount/leaving.html", {"address": answer.url, "provider": provider.app.name})
    return answer


@public
@never_cache
def oidc_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Where a provider sends people back to."""
    provider = _provider(request, provider_id)
    come_back: Any = OAuth2CallbackView.adapter_view(Exchange(request, provider_id))
    try:
        answer: HttpResponse = come_back(request)
    except BROKEN:
        return _failed(request, provider.app.name)
    return answer


@public
@require_safe
def oidc_keys(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The public key with which Homeward signs to this provider, where the provider looks it up (a JWK set)."""
    key = _provider(request, provider_id).app.settings["client_key"]
    if key is None:
        raise Http404
    return JsonResponse({"keys": [key.public_jwk()]})


def _provider(request: HttpRequest, provider_id: str) -> Any:
    try:
        return OidcAdapter(request).get_provider(request, provider_id)
    except SocialApp.DoesNotExist as unknown:
        raise Http404 from unknown


def _failed(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "socialaccount/authentication_error.html", {"provider": name}, status=502)
