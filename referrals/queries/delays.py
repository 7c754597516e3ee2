"""With whom the days since a patient was ready were spent, for the case and for lists."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

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


def main_delays_of(referral: OuterRef) -> ArraySubquery:
    """The main reasons of each case of a list, in the list's own query: for `delay_note`."""
    return ArraySubquery(
        DelaySpan.objects.filter(referral=referral, is_primary=True)
        .order_by("from_on", "pk")
        .values(
            found=JSONObject(from_on=F("from_on"), until_on=F("until_on"), version=F("list_version"), code=F("code"))
        )
    )


def delay_note(referral: Referral, main_delays: Iterable[Mapping[str, Any]], until: date) -> str:
    """The split up to a day in London, for a line of a list. `main_delays` as `main_delays_of` finds them.

    Empty for who is not ready, and once the patient has left.
    """
    if referral.ready_since is None or referral.discharged_on is not None:
        return ""
    parts = [
        DelayPart(
            date.fromisoformat(each["from_on"]),
            date.fromisoformat(each["until_on"]) if each["until_on"] else None,
            reason_of(each["version"], each["code"]).party,
        )
        for each in main_delays
    ]
    return split_words(days_by_party([ReadyPeriod(referral.ready_since)], parts, until))


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
