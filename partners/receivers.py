"""Writes down what allauth does with log-ins and second factors, in the same transaction, and ends other sessions when
a way to log in changes.

Only for events of logging in: allauth's pages are its own, so its signals are the one place that sees each of them.
"""

from typing import Any

from allauth.account import signals as account_signals
from allauth.core import context
from allauth.mfa import signals as factor_signals
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.utils import timezone

from partners import factors, own_sessions
from partners.actions.sign_in import DOOR, record_sign_in_event
from partners.actors import Actor
from partners.models import User
from partners.oidc.claims import used_two_factors

_KEYS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def connect() -> None:
    """Called once, when the site starts."""
    account_signals.user_logged_in.connect(logged_in, dispatch_uid="partners.logged_in")
    user_logged_out.connect(logged_out, dispatch_uid="partners.logged_out")
    for signal in (account_signals.password_changed, account_signals.password_set, account_signals.password_reset):
        signal.connect(password_changed, dispatch_uid="partners.password_changed")
    factor_signals.authentication_failed.connect(factor_refused, dispatch_uid="partners.factor_refused")
    post_save.connect(factor_saved, sender=Authenticator, dispatch_uid="partners.factor_saved")
    post_delete.connect(factor_deleted, sender=Authenticator, dispatch_uid="partners.factor_deleted")


def logged_in(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Somebody is in: with what, from the session's own record."""
    sociallogin = kwargs.get("sociallogin")
    if sociallogin is not None:
        settings = sociallogin.provider.app.settings
        told = sociallogin.account.extra_data.get("id_token", {})
        if used_two_factors(told, settings.get("second_factor", {})):
            factors.mark_shown(request.session)
    ways = [
        str(each.get("type") or each.get("provider") or each["method"])
        for each in factors.get_authentication_records(request, user)
    ]
    record_sign_in_event(action="logged_in", person=user, by=user, at=timezone.now(), detail={"with": ways})


def logged_out(sender: object, user: User | None, **kwargs: Any) -> None:
    if isinstance(user, User):
        record_sign_in_event(action="logged_out", person=user, by=user, at=timezone.now())


def password_changed(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Django has made the other sessions invalid already; their rows go too."""
    own = request.user.is_authenticated and request.user.pk == user.pk
    own_sessions.end_others(user=user, current_key=request.session.session_key if own else None)
    record_sign_in_event(
        action="password_changed", person=user, by=user if own else DOOR, at=timezone.now(), detail={"by_link": not own}
    )


def factor_refused(sender: object, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """A wrong code, at log-in or when a page asked again."""
    record_sign_in_event(
        action="second_factor_refused", person=user, by=DOOR, at=timezone.now(), detail={"kind": authenticator.type}
    )


def factor_saved(sender: object, instance: Authenticator, created: bool, **kwargs: Any) -> None:
    if not created:
        return
    _record(instance, "second_factor_added")
    if instance.type in _KEYS and (request := _own_request(instance)):
        own_sessions.end_others(user=_owner(instance), current_key=request.session.session_key)
        factors.mark_shown(request.session)


def factor_deleted(sender: object, instance: Authenticator, **kwargs: Any) -> None:
    _record(instance, "second_factor_removed")
    if instance.type in _KEYS and (request := _own_request(instance)):
        own_sessions.end_others(user=_owner(instance), current_key=request.session.session_key)
        if not Authenticator.objects.filter(user_id=instance.user_id, type__in=_KEYS).exists():
            factors.forget_shown(request.session)


def _record(factor: Authenticator, action: str) -> None:
    person = _owner(factor)
    asker = getattr(context.request, "user", None)
    by: Actor = asker if isinstance(asker, User) else DOOR
    record_sign_in_event(action=action, person=person, by=by, at=timezone.now(), detail={"kind": factor.type})


def _own_request(factor: Authenticator) -> HttpRequest | None:
    """The running request, when the factor's own person makes it."""
    request: HttpRequest | None = context.request
    return request if request is not None and getattr(request.user, "pk", None) == factor.user_id else None


def _owner(factor: Authenticator) -> User:
    owner: User = factor.user
    return owner
