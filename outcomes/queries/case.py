"""What came of one case, for the sections of its page and the pages that record it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from outcomes import access
from outcomes.measures import bed_days_saved
from outcomes.models import FollowUp, Outcome
from outcomes.schedule import FOLLOW_UPS, Planned
from partners.models import User
from referrals import access as referrals
from referrals.catalogue import DESTINATIONS, OUTCOMES, label_of
from referrals.lifecycle import Event, Status
from referrals.models import Referral


@dataclass(frozen=True)
class FollowUpLine:
    """One call or visit: what it is, when it is due (London date and UTC moment), and what was found out if anything.

    `state`: waiting, done or dropped. `pk` leads to the page that records it; None where this person cannot now.
    """

    label: str
    hint: str
    due_on: date
    due_at: datetime | None
    state: str
    result: str
    note: str
    done_at: datetime | None
    done_by: str
    pk: int | None


def section(name: str, user: User, referral: Referral) -> dict[str, Any]:
    """The context of `templates/outcomes/case/<name>.html`, of a case this person may see. Raises KeyError."""
    return {"follow-ups": _follow_ups, "outcome": _outcome}[name](user, referral)


def follow_up_for(user: User, pk: int) -> FollowUp:
    """A follow-up of a case this person may see. Raises FollowUp.DoesNotExist."""
    return access.follow_ups_visible_to(user).select_related("referral__patient", "clock", "done_by").get(pk=pk)


def planned(follow_up: FollowUp) -> Planned:
    """What kind of follow-up this is; one the list no longer knows keeps its code as its name."""
    for one in FOLLOW_UPS:
        if one.code == follow_up.kind:
            return one
    return Planned(code=follow_up.kind, label=follow_up.kind, ask="")


def _follow_ups(user: User, referral: Referral) -> dict[str, Any]:
    rows = referral.follow_ups.select_related("clock", "done_by").order_by("due_on", "pk")
    may = referrals.can_do(user, Event.RECORD_FOLLOW_UP, referral)
    return {
        "follow_ups": [_line(row, may) for row in rows],
        "left_hospital": referral.discharged_on is not None,
        "died": referral.destination == "died",
    }


def _line(row: FollowUp, may: bool) -> FollowUpLine:
    state = "done" if row.done_at else "dropped" if row.cancelled_at else "waiting"
    kind = planned(row)
    return FollowUpLine(
        label=kind.label,
        hint=kind.hint,
        due_on=row.due_on,
        due_at=row.clock.due_at if row.clock else None,
        state=state,
        result=str(FollowUp.Result(row.result).label) if row.result else "",
        note=row.note,
        done_at=row.done_at,
        done_by=row.done_by.name if row.done_by else "",
        pk=row.pk if may and state == "waiting" else None,
    )


def _outcome(user: User, referral: Referral) -> dict[str, Any]:
    outcome = Outcome.objects.filter(referral=referral).select_related("recorded_by").first()
    days = bed_days_saved(outcome.would_have_left_on, referral.discharged_on) if outcome else None
    return {
        "outcome": outcome,
        "outcome_label": label_of(OUTCOMES, outcome.code) if outcome else "",
        "grounds": str(Outcome.Counterfactual(outcome.counterfactual).label) if outcome and days is not None else "",
        "bed_days": days,
        "destination": label_of(DESTINATIONS, referral.destination) if referral.destination else "",
        "is_closed": referral.status == Status.CLOSED,
        "may_close": referrals.can_do(user, Event.CLOSE, referral),
        "close_url": reverse("close_case", args=[referral.reference]),
    }
