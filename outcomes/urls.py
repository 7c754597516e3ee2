"""The addresses of this app's pages."""

from django.urls import URLPattern, path

from outcomes.views import case, report

urlpatterns: list[URLPattern] = [
    path("cases/<str:reference>/close/", case.close, name="close_case"),
    path("follow-ups/<int:pk>/record/", case.record, name="record_follow_up"),
    path("report/", report.report, name="report"),
    path("report/figures.csv", report.report_csv, name="report_csv"),
]
