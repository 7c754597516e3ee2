"""Months of cases for figures, written straight into the tables: a report reads them, it does not make them."""

from datetime import date, datetime, time, timedelta
from itertools import count

from outcomes.models import FollowUp, Outcome
from partners.models import Scheme
from referrals.london import london_instant
from referrals.models import Clock, Patient, Referral, ReferralNeed
from tests import factories as make

_numbers = count(1)


def moment(day: date, hour: int = 10) -> datetime:
    """This hour in London on this day, UTC."""
    return london_instant(day, time(hour))


def case(
    world: make.World,
    sent: date,
    *,
    scheme: Scheme | None = None,
    urgency: str = "urgent",
    need: str = "bathroom",
    status: str = "closed",
    purpose: str = "discharge",
    answered_after: int | None = 1,
    paused: int = 0,
    ready: date | None = None,
    left: date | None = None,
    destination: str = "usual_home",
    ended: date | None = None,
    outcome: str = "settled_home",
    would_have_left: date | None = None,
    grounds: str = "baseline",
    day_91: str | None = None,
) -> Referral:
    """One case. Its answer was due after 3 days and the days it was paused, and given after `answered_after`, or not
    yet.

    `day_91`: the result of the check at 91 days, "" while nobody was reached; None for no check.
    """
    number = next(_numbers)
    of = scheme or world.scheme
    ended = ended or (left or sent) + timedelta(days=1)
    referral = Referral.objects.create(
        reference=f"T{number:06}",
        status=status,
        patient=Patient.objects.create(
            family_name="Smith",
            given_name="Ada",
            born_on=date(1944, 3, 12),
            no_nhs_number_reason="not_known",
            no_fixed_abode=True,
        ),
        scheme=of,
        lead_organisation=of.lead_organisation,
        referrer_organisation=world.trust,
        ward=world.ward,
        purpose=purpose,
        urgency=urgency,
        made_by=world.sister,
        made_at=moment(sent),
        saved_at=moment(sent),
        submitted_at=moment(sent),
        submitted_by=world.sister,
        admitted_on=sent - timedelta(days=5) if purpose == "discharge" else None,
        ready_since=ready,
        assignee=world.coordinator,
        decided_at=moment(sent, 11) if status != "withdrawn" else None,
        reason_code="solved" if status == "withdrawn" else "",
        discharged_on=left,
        destination=destination if left else "",
        ended_at=moment(ended) if status in {"closed", "withdrawn"} else None,
    )
    ReferralNeed.objects.create(referral=referral, code=need, is_main=True)
    stopped = None if answered_after is None else moment(sent) + timedelta(days=answered_after)
    Clock.objects.create(
        referral=referral,
        kind="answer",
        label="Answer to the ward",
        scheme=referral.scheme,
        target_name=urgency,
        unit="calendar_days",
        amount=3,
        cut_off="17:00",
        started_at=moment(sent),
        due_at=moment(sent) + timedelta(days=3 + paused),
        planned_due_at=moment(sent) + timedelta(days=3),
        stopped_at=stopped,
    )
    if status == "closed":
        Outcome.objects.create(
            referral=referral,
            code=outcome,
            would_have_left_on=would_have_left,
            counterfactual=grounds if would_have_left else "",
            evidence="Local figures" if would_have_left else "",
            recorded_by=world.coordinator,
            recorded_at=moment(ended),
        )
    if day_91 is not None and left is not None:
        done = {"result": day_91, "done_at": moment(left), "done_by": world.coordinator} if day_91 else {}
        FollowUp.objects.create(referral=referral, kind="at_home_91", due_on=left + timedelta(days=91), **done)
    return referral
