from housing.models.council import CouncilApplication, CouncilStage
from housing.models.flat import Building, Occupation, Stay, StayReview, Unit
from housing.models.intervention import (
    HomeAssessment,
    Intervention,
    InterventionKind,
    Rehousing,
)
from housing.models.past import (
    CouncilApplicationPast,
    HomeAssessmentPast,
    InterventionPast,
    RehousingPast,
    StayPast,
    UnitPast,
)

__all__ = [
    "Building",
    "CouncilApplication",
    "CouncilApplicationPast",
    "CouncilStage",
    "HomeAssessment",
    "HomeAssessmentPast",
    "Intervention",
    "InterventionKind",
    "InterventionPast",
    "Occupation",
    "Rehousing",
    "RehousingPast",
    "Stay",
    "StayPast",
    "StayReview",
    "Unit",
    "UnitPast",
]
