"""Whether a home is fit to go back to."""

from datetime import date, timedelta
from typing import Any

import pytest

from housing.actions.assessment import assess_home
from housing.errors import NotAllowed, UnableToActNow, UnableToAssess
from housing.models import HomeAssessment
from tests import factories as make

LATER = make.NOW + timedelta(hours=3)


def assessed(world: make.World, **changes: Any) -> HomeAssessment:
    values: dict[str, Any] = {
        "referral": changes.pop("referral", None) or make.referral(world, "accepted"),
        "assessed_on": date(2026, 11, 23),
        "how": "visit",
        "findings": {"stairs": "needs_work", "kitchen": "fit"},
        "verdict": "fit_after_work",
        "summary": "Second rail on the stairs",
        "by": world.coordinator,
        "at": LATER,
    }
    return assess_home(**{**values, **changes})


def test_assess_home_by_coordinator_is_kept(world: make.World) -> None:
    assert assessed(world).findings == {"stairs": "needs_work", "kitchen": "fit"}


def test_assess_home_again_leaves_the_earlier_one(world: make.World) -> None:
    first = assessed(world)
    assessed(world, referral=first.referral, verdict="fit", at=LATER + timedelta(days=1))
    assert first.referral.assessments.count() == 2


def test_assess_home_twice_within_a_minute_is_quiet(world: make.World) -> None:
    first = assessed(world)
    assert assessed(world, referral=first.referral) == first


def test_assess_home_by_ward_is_refused(world: make.World) -> None:
    with pytest.raises(NotAllowed):
        assessed(world, by=world.sister)


def test_assess_home_tomorrow_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToAssess, match="today or in the past"):
        assessed(world, assessed_on=date(2026, 11, 24))


def test_assess_home_with_unknown_area_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToAssess):
        assessed(world, findings={"garden": "fit"})


def test_assess_home_of_case_that_ended_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToActNow):
        assessed(world, referral=make.referral(world, "closed"))
