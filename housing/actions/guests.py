"""What is recorded of a guest while they live in a flat: team reviews, and the housing benefit claim. By the flat's
manager or a coordinator."""

from datetime import date, datetime, timedelta

from django.db import transaction

from housing import access
from housing.actions.bookings import lock_stay
from housing.actions.promises import moment_on, promise
from housing.actions.shared import closing_of, log
from housing.catalogue import NO_CLAIM_REASONS, codes
from housing.errors import NotAllowed, UnableToRecordStay
from housing.models import Stay, StayReview
from housing.stays import day_words
from partners.models import User
from referrals.actions import clocks
from referrals.london import london_date

_Status = Stay.Status
#: A claim may be sent before somebody moves in; much earlier is a slip of the pen. The 13 weeks are ours.
_CLAIM_AHEAD = timedelta(weeks=13)


@transaction.atomic
def record_review(*, stay: Stay, held_on: date, decided: str, by: User, at: datetime) -> StayReview:
    """The team talked about the guest on this day (London). Ends the week to this review and starts the next one: now,
    or from midday of the day when it is recorded later. After the case has ended no other is due.

    The same press by the same person again is quiet. Raises NotAllowed; UnableToRecordStay for a day in the future,
    before moving in or before the last review, without words, or when nobody is in the flat.
    """
    referral, current = lock_stay(stay)
    if not access.can_change_booking(by, current):
        raise NotAllowed("You do not have the right to record this review.")
    last = current.reviews.order_by("-held_on", "-pk").first()
    if last and (last.held_on, last.decided, last.recorded_by_id) == (held_on, decided.strip(), by.pk):
        return last
    if not decided.strip():
        raise UnableToRecordStay("Enter what was decided.")
    if current.status != _Status.ARRIVED or current.arrived_on is None:
        raise UnableToRecordStay("A team review is for a guest who is in the flat.")
    if held_on > london_date(at):
        raise UnableToRecordStay("The day of the review must be today or in the past.")
    if held_on < current.arrived_on:
        raise UnableToRecordStay(f"The guest moved in on {day_words(current.arrived_on)}. The review must be after it.")
    if last and held_on < last.held_on:
        raise UnableToRecordStay(f"The last review was on {day_words(last.held_on)}. This one cannot be before it.")
    review = StayReview.objects.create(
        stay=current, held_on=held_on, decided=decided.strip(), recorded_by=by, recorded_at=at
    )
    moment = moment_on(held_on, at)
    if current.review_clock is not None:
        clocks.stop_clock(clock=current.review_clock, at=max(moment, current.review_clock.started_at))
    if referral.is_open:
        current.review_clock = promise(current, "review", "mdt_review", "Team review", at=moment)
        current.save(update_fields=["review_clock"])
    log(referral, "team_review_held", about=current, by=by, at=at, note=f"{current.unit.name} on {day_words(held_on)}")
    return review


@transaction.atomic
def record_claim(*, stay: Stay, sent_on: date | None, no_claim_reason: str, by: User, at: datetime) -> Stay:
    """Housing benefit was claimed on this day (London), or is not, for a code of `NO_CLAIM_REASONS`: one of the two.

    The first word stops the clock: now, or at the closing of the day when it is recorded later. A correction changes
    what was recorded and not whether it was in time. The same again is quiet.
    Raises NotAllowed; UnableToRecordStay for neither or both, a day in the future or more than 13 weeks before moving
    in, or when nobody has moved in.
    """
    referral, current = lock_stay(stay)
    if not access.can_change_booking(by, current):
        raise NotAllowed("You do not have the right to record this claim.")
    if current.arrived_on is None:
        raise UnableToRecordStay("A housing benefit claim is recorded when somebody has moved in.")
    if sent_on is None and no_claim_reason not in codes(NO_CLAIM_REASONS):
        raise UnableToRecordStay("Enter when the claim was sent, or select why none is needed.")
    if sent_on is not None and no_claim_reason:
        raise UnableToRecordStay("A claim was sent or is not needed, not both.")
    if sent_on is not None and sent_on > london_date(at):
        raise UnableToRecordStay("The day the claim was sent must be today or in the past.")
    if sent_on is not None and sent_on < current.arrived_on - _CLAIM_AHEAD:
        raise UnableToRecordStay(
            f"The guest moved in on {day_words(current.arrived_on)}. The claim can be from up to 13 weeks before that."
        )
    if (current.claim_sent_on, current.no_claim_reason) == (sent_on, no_claim_reason):
        return current
    current.claim_sent_on, current.no_claim_reason = sent_on, no_claim_reason
    current.save(update_fields=["claim_sent_on", "no_claim_reason"])
    clock = current.claim_clock
    if clock is not None:
        day = sent_on or london_date(at)
        kept = at if day == london_date(at) else closing_of(current.unit, day)
        clocks.stop_clock(clock=clock, at=max(kept, clock.started_at))
    said = f"sent on {day_words(sent_on)}" if sent_on else "not needed"
    note = f"{current.unit.name}: {said}"
    log(referral, "housing_benefit_claim", about=current, by=by, at=at, note=note, lead_only=True)
    return current
