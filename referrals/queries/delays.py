"""With whom the days since a patient was ready were spent, for the case and for lists."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from referrals.delay_codes import reason_of, split_words
from referrals.models import DelaySpan, Referral
from referrals.readiness import DelayPart, ReadyPeriod, days_by_party


def parts_of(delays: Iterable[DelaySpan]) -> list[DelayPart]:
    """The main reasons as the days are counted: each with its party."""
    return [
        DelayPart(each.from_on, each.until_on, reason_of(each.list_version, each.code).party)
        for each in delays
        if each.is_primary
    ]


def delay_note(referral: Referral, until: date) -> str:
    """The split up to a day in London, for a line of a list that was fetched with its `delays`.

    Empty for who is not ready, and once the patient has left.
    """
    if referral.ready_since is None or referral.discharged_on is not None:
        return ""
    return split_words(days_by_party([ReadyPeriod(referral.ready_since)], parts_of(referral.delays.all()), until))


def delays_now(referral: Referral, today: date) -> dict[str, Any]:
    """What the form asks about, as it stands now: the reasons that hold, the main one, and the day to start with. That
    is today, or the day the patient became ready where nothing was recorded yet.
    """
    open_now = list(referral.delays.filter(until_on__isnull=True).order_by("pk"))
    return {
        "reasons": [each.code for each in open_now],
        "main": next((each.code for each in open_now if each.is_primary), None),
        "from_on": today if open_now else referral.ready_since or today,
    }
