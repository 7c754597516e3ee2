"""What a session remembers about itself, and ending sessions from outside."""

from datetime import UTC, datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from partners.models import User
from partners.queries.kept import kept_paths
from partners.session_limits import Ended, Limits, ends_at, limit_passed

SIGNED_IN_AT = "signed_in_at"
LAST_ACT_AT = "last_act_at"
# The addresses of this person's pages on which something typed is kept; read once, when they log in.
KEPT = "kept"
# In the session of nobody: who was logged in here before and where, why it ended, and whether typed words were kept.
BEFORE = "before"


def limits() -> Limits:
    """The limits of this installation."""
    return Limits(
        idle=timedelta(minutes=settings.SESSION_IDLE_MINUTES), absolute=timedelta(hours=settings.SESSION_LONGEST_HOURS)
    )


def begin(session: SessionBase, at: datetime) -> None:
    """Start the two clocks of a session."""
    session[SIGNED_IN_AT] = session[LAST_ACT_AT] = at.timestamp()


def mark_act(session: SessionBase, at: datetime) -> None:
    """Write down that the person did something, unless that was written moments ago."""
    last = _moment(session, LAST_ACT_AT)
    if last is None or at - last >= limits().mark_every:
        session[LAST_ACT_AT] = at.timestamp()


def why_over(session: SessionBase, user: User, at: datetime) -> Ended | None:
    """Why this person's session is over, or None while it lives."""
    return limit_passed(
        signed_in_at=_moment(session, SIGNED_IN_AT),
        last_act_at=_moment(session, LAST_ACT_AT),
        signed_out_at=user.signed_out_at,
        now=at,
        limits=limits(),
    )


def seconds_left(session: SessionBase, at: datetime) -> int:
    """Until the session is over if nothing more is done; 0 when it is."""
    signed_in, last = _moment(session, SIGNED_IN_AT), _moment(session, LAST_ACT_AT)
    if signed_in is None or last is None:
        return 0
    return max(0, int((ends_at(signed_in_at=signed_in, last_act_at=last, limits=limits()) - at).total_seconds()))


def end_sessions(user: User, *, at: datetime) -> None:
    """Log a person out everywhere, from their next request on. Called inside the action that has reason to."""
    user.signed_out_at = at
    user.save(update_fields=["signed_out_at"])


def remember_before(session: SessionBase, *, person: int, path: str = "", why: str = "", kept: bool = False) -> None:
    """After somebody's session ended: enough to bring that same person back, and nobody else, to where they were."""
    session[BEFORE] = {"person": person, "path": path, "why": why, "kept": kept}


def before(session: SessionBase) -> dict[str, Any]:
    """What `remember_before` wrote; empty when nobody was logged in here."""
    return cast(dict[str, Any], session.get(BEFORE, {}))


def _moment(session: SessionBase, key: str) -> datetime | None:
    value = session.get(key)
    return datetime.fromtimestamp(value, tz=UTC) if isinstance(value, int | float) else None


@receiver(user_logged_in)
def begin_session(sender: type[User], request: HttpRequest, user: User, **kwargs: Any) -> None:
    """However somebody logged in: the clocks start, and `request.lands_on` says where they go.

    On a shared terminal the next person must not land on the last one's page: only who was there before goes back.
    """
    at = timezone.now()
    last = request.session.pop(BEFORE, None)
    begin(request.session, at)
    request.session[KEPT] = kept_paths(user, at)
    if last:
        request.lands_on = last["path"] if last["person"] == user.pk else "/"  # type: ignore[attr-defined]
