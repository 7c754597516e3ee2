"""The promises of a guest's stay: kept by the lead, or by the landlord of the flat."""

from datetime import date, datetime, time

from django.urls import reverse

from housing.models import Stay
from referrals.actions import clocks
from referrals.london import london_date, london_instant
from referrals.models import Clock


def promise(
    stay: Stay, kind: str, target_name: str, what: str, *, at: datetime, advisory: bool = False
) -> Clock | None:
    """Start a promise of this stay at this moment (UTC), as the building's service makes it; None when it makes none.

    `what`: what is to be done, in words: "Team review" becomes "Team review, Flat 3".
    """
    building, label = stay.unit.building, f"{what}, {stay.unit.name}"
    return clocks.start_clock(
        referral=stay.referral,
        kind=kind,
        label=label,
        target_name=target_name,
        at=at,
        scheme=building.scheme,
        advisory=advisory,
        # Who runs the flat can keep it as well as the coordinator, and does not see the case.
        partner=clocks.Partner(building.organisation, label, reverse("stay", args=[stay.pk])),
    )


def moment_on(day: date, at: datetime) -> datetime:
    """When something recorded at this moment (UTC) began: now, or at midday of a day before today (London)."""
    return at if day == london_date(at) else london_instant(day, time(12))
