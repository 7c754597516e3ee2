"""The pasts of what is done on a case, and the names behind their ids, for the page of what changed."""

from housing.history import ASSESSMENT, COUNCIL, REHOUSING, STAY, WORK
from housing.models import (
    CouncilApplicationPast,
    HomeAssessmentPast,
    InterventionKind,
    InterventionPast,
    RehousingPast,
    StayPast,
    Unit,
)
from partners.models.past import Past
from referrals.history import Names, Thing
from referrals.queries.history import NameQueries

SOURCES: tuple[tuple[Thing, type[Past]], ...] = (
    (WORK, InterventionPast),
    (ASSESSMENT, HomeAssessmentPast),
    (REHOUSING, RehousingPast),
    (COUNCIL, CouncilApplicationPast),
    (STAY, StayPast),
)
NAMES: NameQueries = {
    Names.KIND: lambda ids: dict(InterventionKind.objects.filter(pk__in=ids).values_list("pk", "label")),
    Names.UNIT: lambda ids: {
        unit.pk: f"{unit.name}, {unit.building.name}"
        for unit in Unit.objects.filter(pk__in=ids).select_related("building")
    },
}
