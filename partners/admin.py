"""Django's own admin, for superusers: what happens there stays small. Nothing here names a patient.

Cases are for Homeward's pages, where rights, clocks and the record of who looked hold; a superuser is no clinical role.
People, roles, organisations and schemes have their pages too, so they can only be read here.
"""

from typing import TYPE_CHECKING, Any

# Each registers its tables with the admin when it is first imported: so that we can take them away again.
import allauth.account.admin
import allauth.mfa.admin
import allauth.socialaccount.admin
import allauth.usersessions.admin  # noqa: F401
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from partners.models import Organisation, Scheme, Site, Ward

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Model]
else:  # Django's own class cannot be subscripted when it runs
    ModelAdmin = admin.ModelAdmin


class SuperuserOnly(ModelAdmin):
    """Seen and changed by superusers alone."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and getattr(request.user, "is_superuser", False))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)


class ReadOnly(SuperuserOnly):
    """Seen by superusers, changed by nobody."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Organisation)
class OrganisationAdmin(ReadOnly):
    list_display = ("name", "kind", "ods_code", "active")
    search_fields = ("name", "ods_code")


@admin.register(Site)
class SiteAdmin(ReadOnly):
    list_display = ("name", "organisation", "ods_code", "active")
    list_select_related = ("organisation",)


@admin.register(Ward)
class WardAdmin(ReadOnly):
    list_display = ("name", "site", "kind", "active")
    list_select_related = ("site",)


@admin.register(Scheme)
class SchemeAdmin(ReadOnly):
    list_display = ("name", "area", "lead_organisation", "starts_on", "ends_on", "active")
    list_select_related = ("lead_organisation",)


# Ways to log in are the person's own, and other services are set up in the environment: nothing to look at here.
for own in (EmailAddress, Authenticator, UserSession, SocialAccount, SocialApp, SocialToken):
    if admin.site.is_registered(own):
        admin.site.unregister(own)
