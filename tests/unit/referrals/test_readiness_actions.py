"""Ready to leave, unwell again, ready again."""

from datetime import date

import pytest

from partners.errors import NotAllowed
from referrals.actions import readiness
from referrals.actions.readiness import UnableToRecordReadiness
from referrals.models import ReadinessPeriod, Referral
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.world()


def test_ready_on_another_day_corrects_the_current_period(world: make.World) -> None:
    case = make.referral(world)
    readiness.record_ready(referral=case, ready_on=date(2026, 11, 21), by=world.sister, at=make.NOW)
    assert list(case.readiness.values_list("ready_on", "ended_on")) == [(date(2026, 11, 21), None)]


def test_unwell_again_ends_the_period(world: make.World) -> None:
    case = make.referral(world)
    readiness.record_not_ready(referral=case, ended_on=date(2026, 11, 22), by=world.sister, at=make.NOW)
    assert ReadinessPeriod.objects.get(referral=case).ended_on == date(2026, 11, 22)


def test_unwell_again_clears_the_case_s_own_date(world: make.World) -> None:
    case = make.referral(world)
    readiness.record_not_ready(referral=case, ended_on=date(2026, 11, 22), by=world.sister, at=make.NOW)
    assert Referral.objects.get(pk=case.pk).ready_since is None


def test_ready_again_starts_a_second_period(world: make.World) -> None:
    case = make.referral(world)
    readiness.record_not_ready(referral=case, ended_on=date(2026, 11, 22), by=world.sister, at=make.NOW)
    readiness.record_ready(referral=case, ready_on=date(2026, 11, 23), by=world.sister, at=make.NOW)
    assert (case.readiness.count(), Referral.objects.get(pk=case.pk).ready_since) == (2, date(2026, 11, 23))


def test_ready_again_before_they_fell_unwell_is_refused(world: make.World) -> None:
    case = make.referral(world)
    readiness.record_not_ready(referral=case, ended_on=date(2026, 11, 22), by=world.sister, at=make.NOW)
    with pytest.raises(UnableToRecordReadiness, match="later date"):
        readiness.record_ready(referral=case, ready_on=date(2026, 11, 21), by=world.sister, at=make.NOW)


def test_ready_before_the_admission_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToRecordReadiness, match="before the day of admission"):
        readiness.record_ready(referral=make.referral(world), ready_on=date(2026, 11, 9), by=world.sister, at=make.NOW)


def test_unwell_before_ready_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToRecordReadiness, match="20 November 2026"):
        readiness.record_not_ready(
            referral=make.referral(world), ended_on=date(2026, 11, 19), by=world.sister, at=make.NOW
        )


def test_unwell_when_never_ready_changes_nothing(world: make.World) -> None:
    case = make.referral(world, ready_on=None)
    readiness.record_not_ready(referral=case, ended_on=date(2026, 11, 22), by=world.sister, at=make.NOW)
    assert not case.readiness.exists()


def test_readiness_by_a_provider_is_refused(world: make.World) -> None:
    with pytest.raises(NotAllowed):
        readiness.record_ready(
            referral=make.referral(world), ready_on=date(2026, 11, 21), by=world.provider_worker, at=make.NOW
        )
