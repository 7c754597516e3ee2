"""Django's admin: targets can be changed. No case is there: a superuser has no part in one."""

from django.contrib import admin
from django.http import HttpRequest

from partners.admin import SuperuserOnly
from referrals.models import SlaTarget


class NoDelete(SuperuserOnly):
    """Added and corrected by superusers; never deleted, because old deadlines were counted with it."""

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(SlaTarget)
class SlaTargetAdmin(NoDelete):
    list_display = ("name", "scheme", "unit", "amount", "cut_off", "valid_from")
    list_select_related = ("scheme",)
    list_filter = ("scheme", "name")
