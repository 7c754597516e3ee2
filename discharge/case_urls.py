"""The addresses of the pages that show several apps at once: the worklist, the caseload, the case."""

from django.urls import URLPattern, path

from discharge.views import case, caseload, history, leaving, search, worklist

urlpatterns: list[URLPattern] = [
    path("worklist/", worklist.worklist, name="worklist"),
    path("caseload/", caseload.caseload, name="caseload"),
    path("search/", search.search, name="search"),
    path("cases/<str:reference>/withdraw/", leaving.withdraw_referral, name="withdraw_referral"),
    path("cases/<str:reference>/discharge/", leaving.record_discharge, name="record_discharge"),
    path("cases/<str:reference>/history/", history.case_history, name="case_history"),
    path("cases/<str:reference>/", case.case, name="case"),
    path("cases/<str:reference>/<slug:section>/", case.case_section, name="case_section"),
]
