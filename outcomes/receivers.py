"""What a change to a case causes here. All of it in the transaction of the change: a failure undoes the change."""

from datetime import datetime
from typing import Any

from outcomes.actions import follow_ups
from referrals.lifecycle import Event
from referrals.models import Referral

ENDINGS = frozenset({Event.CLOSE, Event.WITHDRAW})


def plan_follow_ups(*, referral: Referral, event: Event, at: datetime, **_: Any) -> None:
    """Somebody has left hospital: plan the calls and visits, so that there is no discharge without them."""
    if event is Event.RECORD_DISCHARGE:
        follow_ups.plan_follow_ups(referral=referral, at=at)


def drop_follow_ups(*, referral: Referral, event: Event, at: datetime, **_: Any) -> None:
    """The case has ended: nobody is rung any more."""
    if event in ENDINGS:
        follow_ups.drop_follow_ups(referral=referral, at=at)


def publish_prices(**_: Any) -> None:
    """After each migration, also of a database just emptied: the published prices of a day are there."""
    from outcomes.actions.prices import publish_missing_prices

    publish_missing_prices()
