"""Every address of the site. Each view carries its access rule; the closed door refuses one without."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from discharge.views import home
from partners.views import sign_in

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("accounts/email/", sign_in.email_address, name="account_email"),  # before allauth's own
    path("accounts/", include("allauth.urls")),
    path("", include("partners.urls")),
    path("", include("referrals.urls")),
    path("", include("housing.urls")),
    path("", include("outcomes.urls")),
    path("", include("discharge.case_urls")),
    path("api/", include("discharge.api_urls")),
    path("admin/", admin.site.urls),
]
