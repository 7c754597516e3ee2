"""Second factors: who needs one, and whether this session has shown one.

The session is asked, not the list of somebody's factors: whoever stole a password and was let in before the person set
a factor up has shown none.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from django.conf import settings
from django.http import HttpRequest

from partners.models import Membership, User
from partners.roles import ROLES, Permission, RoleCode

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

# In the session, set when a factor was set up in it or another service says that two were used.
SHOWN_KEY = "second_factor_shown"
# Whoever sees figures without names may do with a password. Every other right shows patients or decides who sees them,
# and a new right needs a second factor until somebody says otherwise here.
ENOUGH_WITHOUT: frozenset[Permission] = frozenset({Permission.REPORT_VIEW})
NEEDS_ONE: frozenset[Permission] = frozenset(Permission) - ENOUGH_WITHOUT


def needed_by(user: User, memberships: Iterable[Membership]) -> bool:
    """Everybody who has a role that shows patients, manages people or checks who looked; staff of Django's admin.

    Any of their roles counts, not only the one they work in: they can change it at any time.
    """
    return (
        user.is_staff
        or user.is_superuser
        or any(ROLES[RoleCode(each.role)].permissions & NEEDS_ONE for each in memberships)
    )


def shown_in(request: HttpRequest) -> bool:
    """Has the person at this browser shown a second factor since they logged in?"""
    if request.session.get(SHOWN_KEY):
        return True
    user = request.user if isinstance(request.user, User) else None
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, user))


def missing(request: HttpRequest) -> bool:
    """Must this person show a second factor before anything else?"""
    if not settings.HOMEWARD_REQUIRE_SECOND_FACTOR or not isinstance(request.user, User):
        return False
    return needed_by(request.user, getattr(request, "memberships", ())) and not shown_in(request)


def mark_shown(session: "SessionBase") -> None:
    """This session has shown a second factor."""
    session[SHOWN_KEY] = True


def forget_shown(session: "SessionBase") -> None:
    """The last factor is gone: this session has shown none any more."""
    session.pop(SHOWN_KEY, None)
    records = session.get(AUTHENTICATION_METHODS_SESSION_KEY)
    if isinstance(records, list):
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [each for each in records if each.get("method") != "mfa"]
