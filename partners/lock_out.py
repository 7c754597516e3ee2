"""How long somebody who has tried too often has to wait. allauth counts; this reads what it counted."""

import time

from allauth.account.adapter import get_adapter
from allauth.core.internal.ratelimit import get_cache_key, get_rates
from django.core.cache import cache
from django.http import HttpRequest

from partners.models import User

_APP, _ACTION = "allauth.account", "login_failed"


def key_of_address(request: HttpRequest, email: str) -> str:
    """What allauth counts wrong passwords for an address under."""
    return str(get_adapter(request)._get_login_attempts_cache_key(request, email=email))


def key_of_factors(user: User) -> str:
    """What allauth counts wrong codes of a person under."""
    return f"mfa-auth-user-{user.pk}"


def seconds_to_wait(request: HttpRequest, key: str) -> int:
    """Seconds until the next try under this key from this place is looked at; 0 when it would be now."""
    now = time.time()
    waits = [0.0]
    for rate in get_rates(app=_APP, action=_ACTION):
        tried = cache.get(get_cache_key(request, app=_APP, action=_ACTION, rate=rate, key=key), [])
        # Newest first: a place is free again when the oldest that fills the limit has run out.
        if len(tried) >= rate.amount:
            waits.append(tried[rate.amount - 1] + rate.duration - now)
    return int(max(waits)) + 1 if max(waits) > 0 else 0
