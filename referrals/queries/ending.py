"""Why a referral ended without the help it asked for: what its page says first."""

from dataclasses import dataclass
from datetime import datetime

from referrals.lifecycle import STATUS_LABELS, Event, Status
from referrals.models import Referral

_EVENTS = {Status.DECLINED: Event.DECLINE, Status.WITHDRAWN: Event.WITHDRAW}


@dataclass(frozen=True)
class Ending:
    """Declined or withdrawn, by whom, when (UTC), and why: the reason with whatever was written to it."""

    heading: str
    by: str
    at: datetime
    why: str


def ending_of(referral: Referral) -> Ending | None:
    """How a declined or withdrawn referral ended: one query; for every other case None, and none."""
    status = Status(referral.status)
    event = _EVENTS.get(status)
    if event is None:
        return None
    found = referral.events.select_related("by").filter(event=event.value, lead_only=False).order_by("-at").first()
    if found is None:
        return None
    return Ending(STATUS_LABELS[status], found.by.name if found.by else "Homeward", found.at, found.note)
