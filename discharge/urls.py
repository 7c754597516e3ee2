"""Every address of the site. Each view carries its access rule; the closed door refuses one without."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from discharge.views import home

# The admin asks for no second factor of its own: whoever is not logged in goes to Homeward's page.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("accounts/", include("partners.account_urls")),
    path("", include("partners.urls")),
    path("", include("referrals.urls")),
    path("", include("housing.urls")),
    path("", include("outcomes.urls")),
    path("", include("discharge.case_urls")),
    path("rights/", include("discharge.rights_urls")),
    path("api/", include("discharge.api_urls")),
    path("admin/", admin.site.urls),
]
