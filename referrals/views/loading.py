"""How every page about one case begins: find it within what the person may see, or answer 404; write down the look."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone

from partners import audit
from partners.models import User
from referrals import access
from referrals.lifecycle import Event
from referrals.models import Referral
from referrals.queries.case import case_for


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
    if event is not None and not access.has_right(user, event, referral):
        raise PermissionDenied
    audit.record_view(by=user, at=timezone.now(), page=page, referral_id=referral.pk, patient_id=referral.patient_id)
    return referral
