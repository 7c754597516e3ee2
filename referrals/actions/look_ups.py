"""NHS numbers that somebody tries. What Homeward answers says something of patients they do not see: that a case is
open, that a number is known. So a person may try only so many, and what they learned is written down, with ids and no
number.

The counts are audit rows, so that they outlive a restart and nobody can take one back. An import by the operator's
command may try as many as its file has; it writes down the same.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from partners import access as partners
from partners import audit
from partners.errors import NotAllowed, UnableTo
from partners.models import AuditEvent, User
from partners.roles import Permission
from partners.words import count
from referrals import access
from referrals.london import time_words, to_london
from referrals.queries.beyond import open_referrals_of

LOOKED_UP, FOUND, MISMATCH = "nhs_number_looked_up", "open_referral_found", "nhs_number_mismatch"
LOOK_UPS_WITHIN, MISMATCHES_WITHIN = timedelta(hours=1), timedelta(minutes=15)


class UnableToLookUp(UnableTo):
    """This person has looked up as many NHS numbers as anybody may in an hour."""


class TooManyMismatches(UnableTo):
    """This person has tried several NHS numbers that did not fit, and has to wait before another is looked at."""


@transaction.atomic
def look_up_number(*, number: str, by: User, at: datetime) -> None:
    """Count that somebody is about to be shown the open referrals for this NHS number (ten digits), and write down
    each case among them that they do not see.

    Raises NotAllowed for somebody who makes no referrals; UnableToLookUp after `NHS_NUMBERS_AN_HOUR`.
    """
    membership = by.working_as
    if membership is None or not partners.has_permission(by, Permission.REFERRAL_MAKE, membership.organisation_id):
        raise NotAllowed("You do not have the right to make referrals.")
    most = settings.NHS_NUMBERS_AN_HOUR
    free_at = _free_at(by, LOOKED_UP, most, LOOK_UPS_WITHIN, at)
    if free_at is not None:
        raise UnableToLookUp(
            f"You have entered {count(most, 'NHS number')} in the last hour, which is the most. This page is not "
            f"saved: keep it open and save it again after {_clock(free_at)}, or ring the service if the patient cannot "
            "wait"
        )
    found = cases_not_seen(number, by)
    _write(LOOKED_UP, by, at, found=len(found))
    _write_found(found, by, at)


def cases_not_seen(number: str, by: User) -> list[int]:
    """The open cases for this NHS number that this person may know of and does not see."""
    found = [each.pk for each in open_referrals_of(number, by)]
    seen = set(access.visible_to(by).filter(pk__in=found).values_list("pk", flat=True)) if found else set()
    return [pk for pk in found if pk not in seen]


def check_may_match(by: User, at: datetime) -> None:
    """Raises TooManyMismatches while an NHS number of this person is not looked at, right or wrong. Inside the
    caller's transaction, until whose end the person's next try waits."""
    most = settings.NHS_NUMBER_MISMATCHES
    free_at = _free_at(by, MISMATCH, most, MISMATCHES_WITHIN, at)
    if free_at is not None:
        raise TooManyMismatches(
            f"You have entered {count(most, 'NHS number')} that did not fit the patient. Check the number and the date "
            f"of birth against the wristband or the notes, and try again after {_clock(free_at)}. If the patient "
            "cannot wait, ring the service."
        )


def write_mismatch(*, by: User, at: datetime, referral_id: int | None) -> None:
    """Write down that an NHS number did not fit what else was said of the patient. `referral_id`: on which case."""
    _write(MISMATCH, by, at, referral_id=referral_id)


@transaction.atomic
def write_import(*, found: Sequence[int], mismatches: int, by: User, at: datetime) -> None:
    """Write down what a file of referrals told about cases out of sight (`found`) and about numbers that did not fit.

    Apart from the import itself, so that a trial run, which leaves nothing else, leaves this.
    """
    _write_found(found, by, at)
    for _ in range(mismatches):
        write_mismatch(by=by, at=at, referral_id=None)


def _free_at(by: User, action: str, most: int, within: timedelta, at: datetime) -> datetime | None:
    """When the next try is looked at; None: now."""
    # One try at a time: two pages at once would each count the same rows.
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    tried = AuditEvent.objects.filter(actor_id=by.pk, action=action, at__gt=at - within)
    newest = list(tried.order_by("-at", "-pk").values_list("at", flat=True)[:most])
    return newest[-1] + within if len(newest) == most else None


def _write(action: str, by: User, at: datetime, *, referral_id: int | None = None, **detail: int) -> None:
    audit.record(
        action=action, by=by, at=at, object_type="user", object_id=by.pk, referral_id=referral_id, detail=detail
    )


def _write_found(found: Sequence[int], by: User, at: datetime) -> None:
    for pk in found:
        audit.record(action=FOUND, by=by, at=at, object_type="referral", object_id=pk, referral_id=pk)


def _clock(moment: datetime) -> str:
    """The first whole minute that is not before it, as people say it."""
    return time_words(to_london(moment + timedelta(seconds=59)).time())
