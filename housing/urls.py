"""The addresses of this app's pages."""

from django.urls import URLPattern, path

from housing.views import jobs

urlpatterns: list[URLPattern] = [
    path("jobs/<int:pk>/", jobs.job, name="job"),
    path("stays/<int:pk>/", jobs.stay, name="stay"),
]
