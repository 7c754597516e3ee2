"""The addresses of this app's pages."""

from django.urls import URLPattern, path

from referrals.views import (
    break_glass,
    contract,
    correction,
    deadlines,
    files,
    holidays,
    leaving,
    linked,
    messages,
    our_referrals,
    read_log,
    readiness,
    restriction,
    sharing,
    targets,
    triage,
    ward_draft,
    ward_form,
)

# The ward: "Our referrals" and making one. Addresses hold references, never anything about the patient.
ward_patterns: list[URLPattern] = [
    path("referrals/", our_referrals.our_referrals, name="our_referrals"),
    path("referrals/new/", ward_form.referral_start, name="referral_start"),
    path("referrals/<str:reference>/continue/", ward_form.referral_continue, name="referral_continue"),
    path("referrals/<str:reference>/check/", ward_draft.referral_check, name="referral_check"),
    path("referrals/<str:reference>/stop/", ward_draft.referral_stop, name="referral_stop"),
    path("referrals/<str:reference>/sent/", ward_draft.referral_sent, name="referral_sent"),
    path("referrals/<str:reference>/print/", ward_draft.referral_print, name="referral_print"),
    path("referrals/<str:reference>/delete/", ward_draft.referral_delete, name="referral_delete"),
    path("referrals/<str:reference>/<str:page>/", ward_form.referral_page, name="referral_page"),
    path("cases/<str:reference>/answer/", our_referrals.answer_question, name="answer_question"),
    path("cases/<str:reference>/nudge/", our_referrals.nudge, name="nudge"),
]

# What the coordinator, and for some the ward, does to a case.
case_patterns: list[URLPattern] = [
    path("cases/<str:reference>/accept/", triage.accept_referral, name="accept_referral"),
    path("cases/<str:reference>/ask/", triage.ask_ward, name="ask_ward"),
    path("cases/<str:reference>/decline/", triage.decline_referral, name="decline_referral"),
    path("cases/<str:reference>/assign/", triage.assign_case, name="assign_case"),
    path("cases/<str:reference>/readiness/", readiness.record_readiness, name="record_readiness"),
    path("cases/<str:reference>/delay/", readiness.record_delay, name="record_delay"),
    path("cases/<str:reference>/correct/", correction.correct_patient, name="correct_patient"),
    path("cases/<str:reference>/deadlines/<int:pk>/take-up/", deadlines.take_up_breach, name="take_up_breach"),
    path("cases/<str:reference>/deadlines/<int:pk>/pause/", deadlines.pause_clock, name="pause_clock"),
    path("cases/<str:reference>/deadlines/<int:pk>/resume/", deadlines.resume_clock, name="resume_clock"),
    path("cases/<str:reference>/message/", messages.send_message, name="send_message"),
    path("cases/<str:reference>/sharing/record/", sharing.record_sharing, name="record_sharing"),
    path("cases/<str:reference>/sharing/withdraw/", sharing.withdraw_sharing, name="withdraw_sharing"),
    path("cases/<str:reference>/sharing/viewers/add/", sharing.add_viewer, name="add_viewer"),
    path("cases/<str:reference>/sharing/viewers/<int:pk>/end/", sharing.end_viewer, name="end_viewer"),
    path("cases/<str:reference>/sharing/print/", sharing.sharing_print, name="sharing_print"),
    path("cases/<str:reference>/files/add/", files.add_file, name="add_file"),
    path("cases/<str:reference>/files/<int:pk>/", files.case_file, name="case_file"),
    path("cases/<str:reference>/files/<int:pk>/providers/", files.share_file, name="share_file"),
    path("cases/<str:reference>/files/<int:pk>/remove/", files.remove_file, name="remove_file"),
    path("cases/<str:reference>/restrict/", restriction.restrict_case, name="restrict_case"),
    path("cases/<str:reference>/named-people/", restriction.named_people, name="named_people"),
    path("cases/<str:reference>/lift-restriction/", restriction.lift_restriction, name="lift_restriction"),
]

# Emergencies, and the information-governance officer.
record_patterns: list[URLPattern] = [
    path("emergency/", break_glass.open_in_emergency, name="open_in_emergency"),
    path("emergency-openings/", break_glass.emergency_openings, name="emergency_openings"),
    path("emergency-openings/<int:pk>/", break_glass.review_opening, name="review_opening"),
    path("restricted-cases/", restriction.decided_by_nobody, name="decided_by_nobody"),
    path("restricted-cases/<str:reference>/", restriction.name_somebody, name="name_somebody"),
    path("who-looked/", read_log.read_log, name="read_log"),
    path("who-looked/<str:reference>/print/", read_log.who_looked_print, name="who_looked_print"),
]

# Who leaves, and who takes their cases.
leaving_patterns: list[URLPattern] = [
    path("team/", leaving.team, name="team"),
    path("people/<int:pk>/leave/", leaving.person_leaves, name="person_leaves"),
    path("people/<int:pk>/roles/<int:membership>/end/", leaving.end_role, name="end_role"),
]

# Without a log-in, for who holds a private link.
link_patterns: list[URLPattern] = [
    path("calendar.ics", linked.calendar_feed, name="calendar_feed"),
    path("board/", linked.board, name="board"),
]

# Days that deadlines do not count, or count after all.
holiday_patterns: list[URLPattern] = [
    path("bank-holidays/", holidays.holidays, name="holidays"),
    path("bank-holidays/add/", holidays.add_holiday, name="add_holiday"),
    path("bank-holidays/<int:pk>/remove/", holidays.remove_holiday, name="remove_holiday"),
    path("bank-holidays/changes/<int:pk>/", holidays.holiday_change, name="holiday_change"),
    path("bank-holidays/changes/<int:pk>/state/", holidays.holiday_change_state, name="holiday_change_state"),
]

# When a scheme's contract must be renewed.
contract_patterns: list[URLPattern] = [
    path("schemes/<slug:slug>/contract/", contract.scheme_contract, name="scheme_contract"),
]

# How long things may take, scheme by scheme.
target_patterns: list[URLPattern] = [
    path("targets/", targets.target_schemes, name="target_schemes"),
    path("targets/<slug:slug>/", targets.targets, name="targets"),
    path("targets/<slug:slug>/<slug:word>/", targets.change_target, name="change_target"),
    path("targets/<slug:slug>/changes/<int:pk>/", targets.target_changed, name="target_changed"),
    path("targets/<slug:slug>/changes/<int:pk>/state/", targets.target_changed_state, name="target_changed_state"),
]

urlpatterns: list[URLPattern] = [
    *ward_patterns,
    *case_patterns,
    *record_patterns,
    *leaving_patterns,
    *link_patterns,
    *holiday_patterns,
    *contract_patterns,
    *target_patterns,
]
