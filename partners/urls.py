"""The addresses of this app's pages."""

from django.urls import URLPattern, path, register_converter

from partners.converters import LinkTokenConverter
from partners.views import account, joining, notifications, organisations, people, schemes, session, sharing, sign_in

register_converter(LinkTokenConverter, "link_token")

urlpatterns: list[URLPattern] = [
    path("account/", account.account, name="account"),
    path("account/second-factor/", account.second_factor, name="second_factor"),
    path("account/sessions/", account.my_sessions, name="my_sessions"),
    path("account/sessions/others/end/", account.end_other_sessions, name="end_other_sessions"),
    path("account/sessions/<int:pk>/end/", account.end_session, name="end_session"),
    path("choose-role/", sign_in.choose_role, name="choose_role"),
    path("demo/sign-in/", sign_in.demo_sign_in, name="demo_sign_in"),
    path("session/left/", session.session_left, name="session_left"),
    path("session/stay/", session.session_stay, name="session_stay"),
    path("session/keep/", session.session_keep, name="session_keep"),
    path("session/forget/", session.session_forget, name="session_forget"),
    path("session/ended/", session.session_ended, name="session_ended"),
    path("join/", joining.join, name="join"),
    path("join/<link_token:token>/", joining.join_link, name="join_link"),
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/read/", notifications.read_notifications, name="read_notifications"),
    path("notifications/<int:pk>/open/", notifications.open_notification, name="open_notification"),
    path("people/", people.people, name="people"),
    path("people/add/", people.add_person, name="add_person"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/role/", people.give_role, name="give_role"),
    path("people/<int:pk>/second-factors/remove/", people.remove_factors, name="remove_factors"),
    path("people/<int:pk>/sessions/end/", people.end_their_sessions, name="end_their_sessions"),
    path("people/<int:pk>/invite/", people.send_invitation, name="send_invitation"),
    path("people/<int:pk>/invite/take-back/", people.take_back_invitation, name="take_back_invitation"),
    path("people/<int:pk>/activate/", people.activate_person, name="activate_person"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/add/", organisations.add_organisation, name="add_organisation"),
    path("organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path("organisations/<int:pk>/change/", organisations.change_organisation, name="change_organisation"),
    path("organisations/<int:pk>/sites/add/", organisations.add_site, name="add_site"),
    path("organisations/<int:pk>/sites/<int:site>/wards/add/", organisations.add_ward, name="add_ward"),
    path("organisations/<int:pk>/wards/<int:ward>/active/", organisations.set_ward_active, name="set_ward_active"),
    path("agreements/", sharing.agreements, name="agreements"),
    path("agreements/add/", sharing.add_agreement, name="add_agreement"),
    path("agreements/<int:pk>/", sharing.agreement, name="agreement"),
    path("agreements/<int:pk>/end/", sharing.end_agreement, name="end_agreement"),
    path("schemes/", schemes.schemes, name="schemes"),
    path("schemes/add/", schemes.add_scheme, name="add_scheme"),
    path("schemes/<slug:slug>/", schemes.scheme, name="scheme"),
    path("schemes/<slug:slug>/change/", schemes.change_scheme, name="change_scheme"),
    path("schemes/<slug:slug>/partners/add/", schemes.add_scheme_partner, name="add_scheme_partner"),
    path("schemes/<slug:slug>/partners/<int:pk>/remove/", schemes.remove_scheme_partner, name="remove_scheme_partner"),
]
