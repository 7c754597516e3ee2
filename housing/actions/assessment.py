"""Somebody looks at the home and says whether it is fit to go back to."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from housing.catalogue import ASSESSMENT_ANSWERS, ASSESSMENT_AREAS, codes
from housing.errors import UnableToAssess
from housing.models import HomeAssessment
from partners.models import User
from referrals.actions.transition import carry_out, check, lock
from referrals.lifecycle import Event
from referrals.london import london_date
from referrals.models import Referral

# Within this time the same words from the same person are a repeated click, not a second visit.
REPEAT = timedelta(minutes=1)


@transaction.atomic
def assess_home(
    *,
    referral: Referral,
    assessed_on: date,
    how: str,
    findings: Mapping[str, str],
    verdict: str,
    summary: str,
    by: User,
    at: datetime,
) -> HomeAssessment:
    """Record what was found in the home on this day (London). An earlier assessment stays as it was.

    `findings`: area code → answer code of `housing.catalogue`; an area left out counts as not checked.
    Raises UnableToAssess for a day in the future or a code no list knows, and what `transition.check` raises.
    """
    locked = lock(referral)
    check(locked, Event.ASSESS_HOME, by)
    if assessed_on > london_date(at):
        raise UnableToAssess("The date of the assessment must be today or in the past.")
    if not set(findings) <= codes(ASSESSMENT_AREAS) or not set(findings.values()) <= codes(ASSESSMENT_ANSWERS):
        raise UnableToAssess("Answer each part of the home with fit, needs work or not checked.")
    if verdict not in HomeAssessment.Verdict.values:
        raise UnableToAssess("Select whether the home is fit to go home to.")
    values = {"assessed_on": assessed_on, "how": how, "findings": dict(findings), "verdict": verdict}
    repeated = locked.assessments.filter(
        recorded_by=by, recorded_at__gt=at - REPEAT, recorded_at__lte=at, summary=summary, **values
    ).first()
    if repeated is not None:
        return repeated
    assessment = HomeAssessment.objects.create(
        referral=locked, summary=summary, recorded_by=by, recorded_at=at, **values
    )
    carry_out(
        locked,
        Event.ASSESS_HOME,
        by=by,
        at=at,
        note=str(HomeAssessment.Verdict(verdict).label),
        detail={"assessment": assessment.pk, "verdict": verdict},
    )
    return assessment
