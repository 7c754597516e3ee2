"""A coordinator refers somebody to a council as they agreed, the council answers, and its 56 days run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from partners.words import date_long
from referrals.models import ReferralNeed
from tests import factories as make
from tests.browser.person import NARROW, Person
from tests.browser.steps import days_ago

Visit = Callable[..., Person]


def test_duty_to_refer_from_consent_to_the_56_days(visit: Visit, world: make.World) -> None:
    # Given somebody who is losing their home
    begun = timezone.now() - timedelta(days=2)
    day = begun.date()
    case = make.referral(
        world,
        "accepted",
        at=begun,
        admitted_on=day - timedelta(days=9),
        ready_on=day,
        expected_discharge_on=day + timedelta(days=4),
    )
    ReferralNeed.objects.create(referral=case, code="eviction")
    coordinator = visit(world.coordinator)
    coordinator.goes_to(f"/cases/{case.reference}/work/")
    coordinator.sees("there is a duty to refer them")
    coordinator.finds_nothing_wrong()

    # When the coordinator records that a council was told, but not all that the person agreed to
    coordinator.presses("Refer to a council")
    coordinator.finds_nothing_wrong()
    coordinator.writes("Which council does the person choose?", "Mansfield District Council")
    coordinator.ticks("The person agrees to be referred")
    coordinator.presses("Record that it was sent")
    coordinator.sees("You can refer only when the person agrees to all three")
    coordinator.finds_nothing_wrong()

    # Then they cannot, until the person agrees to all three
    coordinator.ticks("The person has chosen this council")
    coordinator.ticks("The person agrees that the council is given their contact details")
    coordinator.presses("Record that it was sent")
    coordinator.sees_notice("Sent to Mansfield District Council")
    coordinator.sees("Duty to refer: Mansfield District Council", "Answer to the duty to refer")
    coordinator.sees_not("there is a duty to refer them")
    coordinator.finds_nothing_wrong()

    # When the council accepts it
    coordinator.presses("Record the next stage")
    coordinator.chooses("The council did not accept it")
    coordinator.finds_nothing_wrong()
    coordinator.chooses("The council accepted it")
    coordinator.presses("Save the stage")
    coordinator.sees_notice("Duty to refer: accepted")

    # Then its 56 days run, and the ward sees so too
    sister = visit(world.sister, width=NARROW)
    sister.goes_to(f"/cases/{case.reference}/work/")
    for person in (coordinator, sister):
        person.sees("Accepted", "End of the 56 days", date_long(days_ago(0)))
        person.finds_nothing_wrong()
    sister.goes_to(f"/cases/{case.reference}/activity/")
    sister.sees("Sent to Mansfield District Council", "Accepted: Mansfield District Council")
