"""What is written down about logging in, and the acts on somebody's ways of logging in.

Audit rows of events before anybody is logged in are the system's: the person named by `object_id` may not be the one
who tried. 0 stands for an address that nobody here has; the address itself is not kept.
"""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction

from partners import access, audit, own_sessions, sessions
from partners.actors import Actor, SystemActor
from partners.errors import NotAllowed, UnableTo
from partners.models import AuditEvent, User
from partners.queries.people import people_visible_to
from partners.queries.sign_in import person_with_address
from partners.roles import Permission

DOOR = SystemActor("sign_in")


@transaction.atomic
def record_sign_in_event(
    *, action: str, person: User | None, by: Actor, at: datetime, detail: dict[str, object] | None = None
) -> AuditEvent:
    """Write down one event of logging in or of a way to log in. `detail` holds codes and numbers only."""
    return audit.record(
        action=action, by=by, at=at, object_type="user", object_id=person.pk if person else 0, detail=detail
    )


@transaction.atomic
def record_failed_log_in(*, email: str, reason: str, at: datetime) -> AuditEvent:
    """A log-in that failed: `reason` is password, locked_out, or locked_out_factor for codes."""
    return record_sign_in_event(
        action="log_in_failed", person=person_with_address(email), by=DOOR, at=at, detail={"reason": reason}
    )


@transaction.atomic
def record_refused_log_in(*, provider: str, reason: str, person: User | None, at: datetime) -> AuditEvent:
    """A log-in by another service that was refused: reason is unknown, unverified, inactive, nonce or subject."""
    return record_sign_in_event(
        action="log_in_refused", person=person, by=DOOR, at=at, detail={"provider": provider, "reason": reason}
    )


@transaction.atomic
def connect_subject(*, person: User, account: SocialAccount, provider: str, at: datetime) -> SocialAccount:
    """From now on this subject at this provider is this person."""
    account.user = person
    account.save()
    record_sign_in_event(action="provider_connected", person=person, by=DOOR, at=at, detail={"provider": provider})
    return account


@transaction.atomic
def remove_second_factors(*, person: User, by: Actor, at: datetime) -> int:
    """Take away all second factors of somebody who lost theirs, and end their sessions. How many were removed.

    For administrators, who have made sure who is asking; nobody does it for themselves this way. Raises NotAllowed
    without the right, and UnableTo for oneself.
    """
    if not isinstance(by, SystemActor):
        if not access.has_permission(by, Permission.PEOPLE_MANAGE):
            raise NotAllowed("Only an administrator can remove somebody's second factors.")
        if by.pk == person.pk:
            raise UnableTo("Remove your own second factors on the page of your account.")
        if not people_visible_to(by).filter(pk=person.pk).exists():
            raise NotAllowed("Only an administrator can remove somebody's second factors.")
    locked = User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    held = list(Authenticator.objects.filter(user_id=locked.pk))
    if held:
        Authenticator.objects.filter(pk__in=[each.pk for each in held]).delete()
        own_sessions.end_others(user=locked, current_key=None)
        record_sign_in_event(action="second_factors_removed", person=locked, by=by, at=at, detail={"number": len(held)})
    return len(held)


@transaction.atomic
def end_sessions_of(*, person: User, by: Actor, at: datetime) -> int:
    """Log somebody out everywhere, as an administrator: a lost laptop, a stolen password. How many browsers it was.

    Raises NotAllowed without the right to manage people.
    """
    if not isinstance(by, SystemActor) and not (
        access.has_permission(by, Permission.PEOPLE_MANAGE) and people_visible_to(by).filter(pk=person.pk).exists()
    ):
        raise NotAllowed("Only an administrator can log somebody out.")
    locked = User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    number = own_sessions.end_others(user=locked, current_key=None)
    sessions.end_sessions(locked, at=at)  # those too that are on no list
    record_sign_in_event(action="sessions_ended", person=locked, by=by, at=at, detail={"number": number})
    return number


@transaction.atomic
def end_session(*, by: User, pk: int, at: datetime) -> bool:
    """End one of a person's own sessions. False when they have none with this number."""
    found = UserSession.objects.filter(user_id=by.pk, pk=pk).first()
    if found is None:
        return False
    found.end()
    record_sign_in_event(action="session_ended", person=by, by=by, at=at, detail={"number": 1})
    return True


@transaction.atomic
def end_other_sessions(*, by: User, current_key: str | None, at: datetime) -> int:
    """End a person's own sessions but the one with this key. How many were ended."""
    number = own_sessions.end_others(user=by, current_key=current_key)
    if number:
        record_sign_in_event(action="session_ended", person=by, by=by, at=at, detail={"number": number})
    return number
