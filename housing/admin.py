"""Django's admin: the catalogue of work can be changed, buildings and flats can be read."""

from django.contrib import admin

from housing.models import Building, InterventionKind, Unit
from partners.admin import ReadOnly
from referrals.admin import NoDelete


@admin.register(InterventionKind)
class InterventionKindAdmin(NoDelete):
    list_display = ("label", "code", "group", "blocks_discharge", "position", "active")
    ordering = ("position",)

    def get_readonly_fields(self, request: object, obj: object = None) -> tuple[str, ...]:
        """Rows of cases hold the code, so a kind that exists keeps it."""
        return ("code",) if obj is not None else ()


@admin.register(Building)
class BuildingAdmin(ReadOnly):
    list_display = ("name", "organisation", "scheme", "minimum_age", "turnaround_days")
    list_select_related = ("organisation", "scheme")


@admin.register(Unit)
class UnitAdmin(ReadOnly):
    list_display = ("name", "building", "bedrooms", "step_free", "wheelchair", "shared", "active")
    list_select_related = ("building",)
