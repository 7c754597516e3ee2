"""Leaving hospital, and the end of the case."""

from datetime import date, timedelta

import pytest

from partners.errors import UnableToActNow
from partners.models import Notification
from referrals.actions import discharge
from referrals.actions.discharge import UnableToDischarge
from referrals.models import Clock, ReadinessPeriod, Referral, ReferralEvent
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.world()


def leave(case: Referral, world: make.World, on: date = date(2026, 11, 23)) -> Referral:
    return discharge.record_discharge(
        referral=case, discharged_on=on, destination="usual_home", note="", by=world.coordinator, at=make.NOW
    )


def test_discharge_keeps_date_and_destination(world: make.World) -> None:
    case = Referral.objects.get(pk=leave(make.referral(world, "accepted"), world).pk)
    assert (case.status, case.discharged_on, case.destination) == ("discharged", date(2026, 11, 23), "usual_home")


def test_discharge_ends_the_readiness_period(world: make.World) -> None:
    case = leave(make.referral(world, "accepted"), world)
    assert ReadinessPeriod.objects.get(referral=case).ended_on == date(2026, 11, 23)


def test_discharge_tomorrow_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToDischarge, match="today or in the past"):
        leave(make.referral(world, "accepted"), world, date(2026, 11, 24))


def test_discharge_before_admission_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToDischarge, match="before the day of admission"):
        leave(make.referral(world, "accepted"), world, date(2026, 11, 1))


def test_discharge_before_acceptance_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToActNow):
        leave(make.referral(world), world)


def test_discharge_twice_by_the_same_person_is_quiet(world: make.World) -> None:
    case = leave(make.referral(world, "accepted"), world)
    leave(case, world)
    assert ReferralEvent.objects.filter(referral=case, event="record_discharge").count() == 1


def test_discharge_tells_the_ward(world: make.World) -> None:
    case = leave(make.referral(world, "accepted"), world)
    assert Notification.objects.filter(recipient=world.sister, text=f"{case.reference}: has left hospital").exists()


def test_closing_stops_every_clock(world: make.World) -> None:
    case = make.referral(world, "closed")
    assert not Clock.objects.filter(referral=case, stopped_at__isnull=True).exists()


def test_closing_takes_the_case_off_the_open_list(world: make.World) -> None:
    assert not make.referral(world, "closed").is_open


def test_closing_an_ended_case_by_somebody_else_says_so(world: make.World) -> None:
    case = make.referral(world, "closed")
    with pytest.raises(UnableToActNow, match=r"It is now: closed\."):
        discharge.close_case(referral=case, note="", by=world.team_lead, at=make.NOW + timedelta(days=1))


def test_discharge_again_with_another_date_is_refused(world: make.World) -> None:
    case = leave(make.referral(world, "accepted"), world)
    with pytest.raises(UnableToDischarge, match="another date"):
        leave(case, world, date(2026, 11, 22))


def test_closing_tells_the_ward_what_came_of_it(world: make.World) -> None:
    case = make.referral(world, "closed")
    event = ReferralEvent.objects.get(referral=case, event="close")
    assert (event.note, event.lead_only) == ("Settled", False)
