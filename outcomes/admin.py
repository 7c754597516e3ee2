"""Django's admin: prices can be added; follow-ups and outcomes can be read, without words written about anybody."""

from django.contrib import admin
from django.http import HttpRequest

from outcomes.models import FollowUp, Outcome, UnitCost
from partners.admin import ReadOnly
from referrals.admin import NoDelete


@admin.register(UnitCost)
class UnitCostAdmin(NoDelete):
    """A new price is a new row: an old one only gets its last day, so that old reports keep theirs."""

    list_display = ("setting", "pounds", "price_year", "source", "valid_from", "valid_to")

    def get_readonly_fields(self, request: HttpRequest, obj: object = None) -> tuple[str, ...]:
        return ("setting", "pounds", "price_year", "source", "valid_from") if obj is not None else ()


@admin.register(FollowUp)
class FollowUpAdmin(ReadOnly):
    list_display = ("referral", "kind", "due_on", "result", "done_at", "cancelled_at")
    list_select_related = ("referral",)
    fields = ("referral", "kind", "due_on", "result", "done_at", "cancelled_at")


@admin.register(Outcome)
class OutcomeAdmin(ReadOnly):
    list_display = ("referral", "code", "would_have_left_on", "counterfactual", "recorded_at")
    list_select_related = ("referral",)
    fields = ("referral", "code", "would_have_left_on", "counterfactual", "recorded_at")
