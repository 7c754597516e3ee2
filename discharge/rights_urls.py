"""The addresses of the patient's rights: numbers of requests, holds and lists, never anything about a person."""

from django.urls import URLPattern, path

from discharge.views import retention, rights

urlpatterns: list[URLPattern] = [
    path("requests/", rights.requests, name="rights_requests"),
    path("requests/new/", rights.new_request, name="rights_new_request"),
    path("requests/<int:pk>/", rights.one_request, name="rights_request"),
    path("requests/<int:pk>/state/", rights.request_state, name="rights_request_state"),
    path("requests/<int:pk>/file/<slug:word>/", rights.request_file, name="rights_request_file"),
    path("holds/", rights.holds, name="rights_holds"),
    path("holds/new/", rights.place_hold, name="rights_place_hold"),
    path("holds/<int:pk>/lift/", rights.lift_hold, name="rights_lift_hold"),
    path("old-records/", retention.deletions, name="rights_deletions"),
    path("old-records/again/", retention.look_again, name="rights_look_again"),
    path("old-records/<int:pk>/", retention.deletion, name="rights_deletion"),
    path("old-records/<int:pk>/state/", retention.deletion_state, name="rights_deletion_state"),
]
