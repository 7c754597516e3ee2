"""Django's admin: prices can be added."""

from django.contrib import admin
from django.http import HttpRequest

from outcomes.models import UnitCost
from referrals.admin import NoDelete


@admin.register(UnitCost)
class UnitCostAdmin(NoDelete):
    """A new price is a new row: an old one only gets its last day, so that old reports keep theirs."""

    list_display = ("setting", "pounds", "price_year", "source", "valid_from", "valid_to")

    def get_readonly_fields(self, request: HttpRequest, obj: object = None) -> tuple[str, ...]:
        return ("setting", "pounds", "price_year", "source", "valid_from") if obj is not None else ()
