"""The addresses of this app's pages."""

from django.urls import URLPattern, path

from housing.views import buildings, flats, home, jobs, stays, work

urlpatterns: list[URLPattern] = [
    path("cases/<str:reference>/assess-home/", home.assess_home, name="assess_home"),
    path("cases/<str:reference>/plan-work/", work.plan_work, name="plan_work"),
    path("cases/<str:reference>/book-flat/", flats.book_flat, name="book_flat"),
    path("cases/<str:reference>/start-rehousing/", home.start_rehousing, name="start_rehousing"),
    path("rehousings/<int:pk>/", home.rehousing, name="rehousing"),
    path("rehousings/<int:pk>/step/", home.record_step, name="rehousing_step"),
    path("rehousings/<int:pk>/end/", home.end_rehousing, name="rehousing_end"),
    path("work/<int:pk>/", work.work, name="work"),
    path("work/<int:pk>/ask/", work.ask_provider, name="work_ask"),
    path("work/<int:pk>/done/", work.record_done, name="work_done"),
    path("work/<int:pk>/cannot-be-done/", work.record_not_done, name="work_not_done"),
    path("work/<int:pk>/cancel/", work.cancel_work, name="work_cancel"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<int:pk>/", jobs.job, name="job"),
    path("jobs/<int:pk>/accept/", jobs.accept_job, name="job_accept"),
    path("jobs/<int:pk>/done/", jobs.finish_job, name="job_done"),
    path("jobs/<int:pk>/cannot-do/", jobs.cannot_do_job, name="job_cannot_do"),
    path("flats/", flats.flats, name="flats"),
    path("flats/<int:pk>/book/", flats.book_unit, name="book_unit"),
    path("flats/<int:pk>/out-of-use/", flats.add_void, name="add_void"),
    path("flats/out-of-use/<int:pk>/end/", flats.end_void, name="end_void"),
    path("flats/<int:pk>/change/", buildings.unit_edit, name="unit_edit"),
    path("buildings/", buildings.buildings, name="buildings"),
    path("buildings/add/", buildings.add_building, name="add_building"),
    path("buildings/<int:pk>/", buildings.building, name="building"),
    path("buildings/<int:pk>/change/", buildings.change_building, name="change_building"),
    path("buildings/<int:pk>/flats/add/", buildings.add_unit, name="add_unit"),
    path("stays/<int:pk>/", stays.stay, name="stay"),
    path("stays/<int:pk>/confirm/", stays.confirm_stay, name="stay_confirm"),
    path("stays/<int:pk>/move-in/", stays.record_arrival, name="stay_move_in"),
    path("stays/<int:pk>/move-out/", stays.record_departure, name="stay_move_out"),
    path("stays/<int:pk>/support-plan/", stays.write_support_plan, name="stay_plan"),
    path("stays/<int:pk>/change/", stays.change_stay, name="stay_change"),
    path("stays/<int:pk>/cancel/", stays.cancel_stay, name="stay_cancel"),
]
