"""The addresses under /accounts/: allauth's pages that people need, named one by one, with ours in the place of some.

What is not here does not exist: signing up by another service, connecting accounts by hand, downloading codes.
"""

from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as key
from allauth.socialaccount import views as provider
from django.urls import URLPattern, URLResolver, include, path

from partners.views import account, oidc, sign_in

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", account.log_in, name="account_login"),  # before allauth's own
    path("email/", sign_in.email_address, name="account_email"),
    path("", include("allauth.account.urls")),
    path("2fa/", factor.index, name="mfa_index"),
    path("2fa/authenticate/", account.show_factor, name="mfa_authenticate"),
    path("2fa/reauthenticate/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", app.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/webauthn/", key.list_webauthn, name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", key.add_webauthn, name="mfa_add_webauthn"),
    path("2fa/webauthn/reauthenticate/", key.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/remove/", key.remove_webauthn, name="mfa_remove_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/edit/", key.edit_webauthn, name="mfa_edit_webauthn"),
    path("2fa/recovery-codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("oidc/cancelled/", provider.login_cancelled, name="socialaccount_login_cancelled"),
    path("oidc/error/", provider.login_error, name="socialaccount_login_error"),
    path("oidc/<slug:provider_id>/login/", oidc.oidc_login, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", oidc.oidc_callback, name="openid_connect_callback"),
    path("oidc/<slug:provider_id>/keys/", oidc.oidc_keys, name="openid_connect_keys"),
]
