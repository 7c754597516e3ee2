"""Prices of a day are added, never changed."""

from dataclasses import asdict

from django.db import transaction

from outcomes.models import UnitCost
from outcomes.prices import PUBLISHED


@transaction.atomic
def publish_missing_prices() -> int:
    """Add the published prices that are not there. One that is there stays as it is. Returns how many are there now."""
    UnitCost.objects.bulk_create([UnitCost(**asdict(price)) for price in PUBLISHED], ignore_conflicts=True)
    return UnitCost.objects.count()
