"""A case ends with what came of it."""

from datetime import date, datetime

from django.db import transaction

from housing.models import Intervention, Stay
from outcomes.errors import UnableToClose
from outcomes.models import Outcome
from partners import audit
from partners.models import User
from referrals.actions.death import DIED, record_death
from referrals.actions.discharge import close_case
from referrals.actions.transition import AlreadyDone, check, lock
from referrals.catalogue import OUTCOMES, codes, label_of
from referrals.lifecycle import Event
from referrals.models import Referral

CURRENT_STAYS = (Stay.Status.PROVISIONAL, Stay.Status.CONFIRMED, Stay.Status.ARRIVED)


@transaction.atomic
def close_with_outcome(
    *,
    referral: Referral,
    outcome: str,
    note: str,
    would_have_left_on: date | None = None,
    counterfactual: str = "",
    evidence: str = "",
    by: User,
    at: datetime,
) -> Referral:
    """Close the case and write down what came of it, both or neither.

    `outcome`: a code of `referrals.catalogue.OUTCOMES`. `would_have_left_on`: the London date the person would have
    left hospital without the service, `counterfactual` how that is known (a code of `Outcome.Counterfactual`) and
    `evidence` the grounds; all empty when no bed days are claimed. For an admission avoided it is the day they would
    have left had they been admitted, and is claimed only when somebody states it. The report reckons the days, from
    the day of discharge: max(0, counterfactual - actual).

    Closing it again is quiet for the same person. Raises UnableToClose for details that do not fit, work that is not
    finished or a flat still booked; what `transition.check` raises.
    """
    locked = lock(referral)
    try:
        check(locked, Event.CLOSE, by)
    except AlreadyDone:
        return locked
    _check_details(locked, outcome, would_have_left_on, counterfactual, evidence)
    _check_nothing_open(locked)
    row = Outcome.objects.create(
        referral=locked,
        code=outcome,
        note=note,
        would_have_left_on=would_have_left_on,
        counterfactual=counterfactual,
        evidence=evidence,
        recorded_by=by,
        recorded_at=at,
    )
    audit.record(
        action="record_outcome",
        by=by,
        at=at,
        object_type="outcome",
        object_id=row.pk,
        referral_id=locked.pk,
        detail={"outcome": outcome, "counterfactual": counterfactual},
    )
    if outcome == DIED:
        record_death(referral=locked, by=by, at=at)
    # The ward learns what came of its referral; the coordinator's note stays with the outcome, for the lead alone.
    return close_case(referral=locked, note=label_of(OUTCOMES, outcome), by=by, at=at)


def _check_details(referral: Referral, outcome: str, left_on: date | None, kind: str, evidence: str) -> None:
    if outcome not in codes(OUTCOMES):
        raise UnableToClose("Select what came of it.")
    if left_on is None:
        if kind or evidence:
            raise UnableToClose("Enter the date the patient would have left hospital without your help.")
        return
    if kind not in Outcome.Counterfactual.values:
        raise UnableToClose("Select how you know when the patient would have left hospital.")
    if kind == Outcome.Counterfactual.ESTIMATE and not evidence:
        raise UnableToClose("Enter the evidence for your estimate.")
    if referral.discharged_on is None:
        raise UnableToClose("Bed days can be counted only once the day the patient left hospital is recorded.")


def _check_nothing_open(referral: Referral) -> None:
    if Stay.objects.filter(referral=referral, status__in=CURRENT_STAYS).exists():
        raise UnableToClose(
            "A temporary flat is still booked for this patient. Cancel it, or record that they moved out."
        )
    if Intervention.objects.filter(referral=referral, status__in=Intervention.OPEN).exists():
        raise UnableToClose("Some work on this case is not finished. Record it as done, or cancel it.")
