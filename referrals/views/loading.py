"""How every page about one case begins: find it within what the person may see, or answer 404; write down the look."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from partners.looks import Why
from partners.models import User
from referrals import access
from referrals.lifecycle import Event
from referrals.models import Referral
from referrals.queries.case import case_for
from referrals.views.looking import look


def person_of(request: HttpRequest) -> User:
    """The signed-in person; the closed door let nobody else in."""
    return cast(User, request.user)


def load_case(request: HttpRequest, reference: str, *, page: str, event: Event | None = None) -> Referral:
    """The case, its reading recorded. Whether `event` is possible *now* is for the action to say, in words.

    Raises Http404 when the person may not see the case; PermissionDenied when they may and have no right to `event`.
    """
    user = person_of(request)
    try:
        referral = case_for(user, reference)
    except Referral.DoesNotExist as missing:
        raise Http404 from missing
    way = access.way_in(user, referral)
    if way is None:  # it ended between the two questions
        raise Http404
    if event is not None and (way.why is Why.BREAK_GLASS or not access.has_right(user, event, referral)):
        raise PermissionDenied
    look(request, referral, by=user, page=page, way=way)
    return referral
