"""How fast one logged-in person may go. Nobody reads sixty different records in a minute; a script that carries a
hospital's referrals away does.

Counted per person and clock minute, in the cache: searches, different cases opened (found or not: guessing references
counts), and requests of every kind. Without the cache nobody is held up: care must go on, and the read log keeps all.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from redis.exceptions import RedisError

from partners import kept
from partners.actions.sign_in import record_sign_in_event
from partners.guards import is_search
from partners.models import User

KEPT_FOR = 120  # seconds; a count is of no use after its minute
REQUESTS, RECORDS, SEARCHES = "requests", "records", "searches"

log = logging.getLogger(__name__)


class PaceMiddleware:
    """Answers 429 to somebody who goes too fast, until the minute is over. What a form sent can be sent again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        user = request.user
        if not isinstance(user, User):
            return None
        now = timezone.now()
        try:
            passed = limit_passed(
                user.pk, at=now, record=str(kwargs.get("reference", "")), search=_searches(request, view)
            )
        except RedisError:
            log.warning("pace_not_counted person=%s", user.pk)
            return None
        if passed is None:
            return None
        limit, first = passed
        if first:
            record_sign_in_event(action="slowed_down", person=user, by=user, at=now, detail={"limit": limit})
        return _slow_down(request, limit, now)


def limit_passed(person: int, *, at: datetime, record: str = "", search: bool = False) -> tuple[str, bool] | None:
    """Count one request of a person. None, or the limit that it passed and whether it is the first to pass it in this
    minute. A record that was let through once is not counted again within the minute. Raises RedisError.
    """
    minute = int(at.timestamp() // 60)
    counted = [REQUESTS, *([SEARCHES] if search else []), *([RECORDS] if record else [])]
    for limit in counted:
        key = f"pace:{limit}:{person}:{minute}"
        # Hashed: an address may hold anything that somebody typed into it.
        seen = f"{key}:{sha256(record.encode()).hexdigest()}" if limit == RECORDS else ""
        if seen and cache.get(seen):
            continue
        cache.add(key, 0, KEPT_FOR)
        number = cache.incr(key)
        if number > settings.PACE[limit]:
            return limit, number == settings.PACE[limit] + 1
        if seen:
            cache.set(seen, True, KEPT_FOR)
    return None


def _searches(request: HttpRequest, view: Callable[..., Any]) -> bool:
    return (is_search(view) and request.method == "POST") or "q" in request.GET


def _slow_down(request: HttpRequest, limit: str, now: datetime) -> HttpResponse:
    again_at = now.replace(second=0, microsecond=0) + timedelta(minutes=1)
    response: HttpResponse
    if request.path.startswith("/api/"):
        response = JsonResponse({"detail": "Too many requests. Wait a minute and try again."}, status=429)
    else:
        page = {
            "limit": limit,
            "most": settings.PACE[limit],
            "again_at": again_at,
            "typed": kept.fields_of(request) if request.method == "POST" else [],
            "files": bool(request.FILES),
        }
        response = render(request, "partners/too_fast.html", page, status=429)
    response["Retry-After"] = str(max(1, int((again_at - now).total_seconds()) + 1))
    return response
