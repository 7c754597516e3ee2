"""Where a person is logged in: the sessions of one person, and their ends. An ended one is dead at its next request."""

from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from partners.models import User

LAST_ACT_KEY = "last_act_at"


@dataclass(frozen=True)
class OwnSession:
    """One place somebody is logged in. `last_used_at` is UTC; `browser` names program and machine, no address."""

    pk: int
    browser: str
    since: datetime
    last_used_at: datetime
    current: bool


def remember(request: HttpRequest) -> None:
    """Put this session on the person's list. Doing it again changes nothing but when it was seen."""
    if request.user.is_authenticated and request.session.session_key:
        UserSession.objects.create_from_request(request)


def cycle_key(request: HttpRequest) -> None:
    """Give the session another key, and keep its place on the list."""
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def sessions_of(user: User, current_key: str | None, at: datetime) -> list[OwnSession]:
    """The person's living sessions, this one first and then the one used last. Two queries."""
    listed = list(UserSession.objects.filter(user_id=user.pk))
    keys = [each.session_key for each in listed]
    living = {each.pk: each for each in Session.objects.filter(pk__in=keys, expire_date__gt=at)}
    found = []
    for each in listed:
        session = living.get(each.session_key)
        if session is None:
            continue
        held = session.get_decoded()
        # A changed password has made the others invalid, though their rows are still there.
        if not constant_time_compare(held.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()):
            continue
        found.append(
            OwnSession(
                pk=each.pk,
                browser=browser_of(each.user_agent),
                since=each.created_at,
                last_used_at=_moment(held.get(LAST_ACT_KEY)) or each.created_at,
                current=each.session_key == current_key,
            )
        )
    return sorted(found, key=lambda each: (not each.current, -each.last_used_at.timestamp()))


def end_others(*, user: User, current_key: str | None) -> int:
    """End every session of this person but the one with this key; None ends all. How many were ended."""
    others = [each for each in UserSession.objects.filter(user_id=user.pk) if each.session_key != current_key]
    Session.objects.filter(pk__in=[each.session_key for each in others]).delete()
    UserSession.objects.filter(pk__in=[each.pk for each in others]).delete()
    return len(others)


def browser_of(user_agent: str) -> str:
    """ "Edge on Windows" from what a browser says of itself; plain words for one that is not known."""
    programs = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    machines = (
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS", "Mac"),
        ("CrOS", "Chromebook"),
        ("Linux", "Linux"),
    )
    program = next((name for sign, name in programs if sign in user_agent), "A browser")
    machine = next((name for sign, name in machines if sign in user_agent), "")
    return f"{program} on {machine}" if machine else program


def _moment(kept: object) -> datetime | None:
    """A moment kept in a session, as seconds or as text."""
    if isinstance(kept, int | float):
        return datetime.fromtimestamp(kept, UTC)
    return datetime.fromisoformat(kept) if isinstance(kept, str) else None


def has(user: User, pk: int) -> bool:
    """Whether this session is on the person's list, living or not."""
    return UserSession.objects.filter(user_id=user.pk, pk=pk).exists()
