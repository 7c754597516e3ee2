"""The addresses of the JSON API."""

from django.urls import URLPattern, path

from discharge.api import views

urlpatterns: list[URLPattern] = [
    path("referrals/", views.referrals, name="api_referrals"),
    path("referrals/<str:reference>/", views.referral, name="api_referral"),
    path("referrals/<str:reference>/<slug:word>/", views.action, name="api_action"),
    path("lifecycle/", views.lifecycle, name="api_lifecycle"),
    path("schemes/", views.schemes, name="api_schemes"),
]
