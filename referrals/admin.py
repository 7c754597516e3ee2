"""Django's admin: targets and one-off holidays can be changed; of cases only what names nobody can be read."""

from django.contrib import admin
from django.http import HttpRequest

from partners.admin import ReadOnly, SuperuserOnly
from referrals.models import Clock, OneOffHoliday, Referral, SlaTarget


class NoDelete(SuperuserOnly):
    """Added and corrected by superusers; never deleted, because old deadlines were counted with it."""

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(SlaTarget)
class SlaTargetAdmin(NoDelete):
    list_display = ("name", "scheme", "unit", "amount", "cut_off", "valid_from")
    list_select_related = ("scheme",)
    list_filter = ("scheme", "name")


@admin.register(OneOffHoliday)
class OneOffHolidayAdmin(NoDelete):
    list_display = ("on", "name")


@admin.register(Referral)
class ReferralAdmin(ReadOnly):
    """Which cases there are and where they stand: no names, no words written about anybody."""

    list_display = ("reference", "status", "scheme", "urgency", "purpose", "submitted_at", "ended_at")
    list_select_related = ("scheme",)
    fields = (
        "reference",
        "status",
        "scheme",
        "urgency",
        "purpose",
        "submitted_at",
        "decided_at",
        "discharged_on",
        "destination",
        "ended_at",
        "next_due_at",
    )
    search_fields = ("reference",)


@admin.register(Clock)
class ClockAdmin(ReadOnly):
    list_display = ("referral", "kind", "label", "started_at", "due_at", "stopped_at", "breached_at")
    list_select_related = ("referral",)
