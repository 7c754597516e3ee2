from housing.models.flat import Building, Occupation, Stay, Unit
from housing.models.intervention import (
    HomeAssessment,
    Intervention,
    InterventionKind,
    Rehousing,
)

__all__ = [
    "Building",
    "HomeAssessment",
    "Intervention",
    "InterventionKind",
    "Occupation",
    "Rehousing",
    "Stay",
    "Unit",
]
