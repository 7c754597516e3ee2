"""The addresses of the pages that show several apps at once: the worklist, the caseload, the case."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
