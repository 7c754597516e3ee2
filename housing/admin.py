"""Django's admin: the catalogue of work can be changed; work, flats and stays can be read, without names or words."""

from django.contrib import admin

from housing.models import Building, Intervention, InterventionKind, Stay, Unit
from partners.admin import ReadOnly
from referrals.admin import NoDelete


@admin.register(InterventionKind)
class InterventionKindAdmin(NoDelete):
    list_display = ("label", "code", "group", "blocks_discharge", "position", "active")
    ordering = ("position",)

    def get_readonly_fields(self, request: object, obj: object = None) -> tuple[str, ...]:
        """Rows of cases hold the code, so a kind that exists keeps it."""
        return ("code",) if obj is not None else ()


@admin.register(Intervention)
class InterventionAdmin(ReadOnly):
    list_display = ("referral", "kind", "provider", "status", "commissioned_at", "finished_at")
    list_select_related = ("referral", "kind", "provider")
    fields = ("referral", "kind", "provider", "status", "urgency", "funding_source", "commissioned_at", "finished_at")


@admin.register(Building)
class BuildingAdmin(ReadOnly):
    list_display = ("name", "organisation", "scheme", "minimum_age", "turnaround_days")
    list_select_related = ("organisation", "scheme")


@admin.register(Unit)
class UnitAdmin(ReadOnly):
    list_display = ("name", "building", "bedrooms", "step_free", "wheelchair", "shared", "active")
    list_select_related = ("building",)


@admin.register(Stay)
class StayAdmin(ReadOnly):
    list_display = ("referral", "unit", "status", "from_on", "until_on", "arrived_on", "departed_on")
    list_select_related = ("referral", "unit")
    fields = ("referral", "unit", "status", "from_on", "until_on", "arrived_on", "departed_on", "move_on_to")
