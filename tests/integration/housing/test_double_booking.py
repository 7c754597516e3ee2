"""Two people book the same flat at the same moment, on real connections."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection

from housing.actions.bookings import book_stay
from housing.errors import UnableToBook
from housing.models import Building, Occupation, Stay, Unit
from partners.models import User
from referrals.models import Referral
from tests import factories as make

LATER = make.NOW + timedelta(hours=3)
PEOPLE = 4


@pytest.mark.django_db(transaction=True)
def test_book_stay_by_several_people_at_once_gives_one_the_flat_and_tells_the_others() -> None:
    world = make.world()
    building = Building.objects.create(
        organisation=world.landlord, scheme=world.scheme, name="Poppy Fields", address="1 Lane", postcode="NG18 2AB"
    )
    unit = Unit.objects.create(building=building, name="Flat 2")
    cases = [make.referral(world, "accepted") for _ in range(PEOPLE)]
    start = Barrier(PEOPLE, timeout=20)

    def book(case: Referral) -> str:
        # A person of one's own: rights are kept on the object for the length of a request.
        person = User.objects.get(pk=world.coordinator.pk)
        try:
            start.wait()
            book_stay(
                referral=case,
                unit=unit,
                from_on=date(2026, 12, 3),
                until_on=date(2026, 12, 15),
                by=person,
                at=LATER,
            )
        except UnableToBook as refusal:
            return refusal.message
        else:
            return "booked"
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        answers = sorted(pool.map(book, cases))

    clash = "Flat 2 is taken from 3 to 14 December (turnaround until 16 December). Free from 17 December."
    assert answers == [clash] * (PEOPLE - 1) + ["booked"]
    assert Stay.objects.count() == 1
    assert Occupation.objects.filter(unit=unit, cancelled_at__isnull=True).count() == 2


@pytest.mark.django_db(transaction=True)
def test_kinds_of_work_are_there_after_a_flush() -> None:
    from housing.catalogue import INTERVENTION_KINDS
    from housing.models import InterventionKind

    assert InterventionKind.objects.count() == len(INTERVENTION_KINDS)
