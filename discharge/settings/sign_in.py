"""How people prove who they are: passwords, second factors, other services' log-ins, and how often one may try.

Read by `discharge.settings.base`. Nothing here turns anything on for a demo only.
"""

import json

import environ

from partners.oidc.configuration import providers_from

env = environ.Env()

# With it, people who can see patients, administrators, information-governance officers and staff of Django's admin
# find no page but the one that asks for a second factor, until they have one. No environment variable turns it off.
HOMEWARD_REQUIRE_SECOND_FACTOR = True

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "partners.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "partners.forms.sign_in.LoginForm",
    "reset_password": "partners.forms.sign_in.ResetPasswordForm",
    "reset_password_from_key": "partners.forms.sign_in.ResetPasswordKeyForm",
    "change_password": "partners.forms.sign_in.ChangePasswordForm",
    "reauthenticate": "partners.forms.sign_in.ReauthenticateForm",
}
# An administrator adds people; the address was checked by adding it.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a new password or second factor is told to the person by e-mail
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True

# Tries, in a time, for one network address (ip), one e-mail address (key) or one person (user). A whole hospital may
# come from one network address, so that limit is wide and the one on the e-mail address is narrow: after 5 wrong
# passwords the sixth try waits, right or wrong, and after 20 in an hour as well. The same for codes of a second factor.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "30/m/ip,5/5m/key,20/h/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
}
# How many proxies of ours stand before the site: the network address is taken from what they say, and from nobody
# else's word. 0: the one who connects is the visitor.
ALLAUTH_TRUSTED_PROXY_COUNT: int = env.int("HOMEWARD_TRUSTED_PROXIES", default=0)

MFA_ADAPTER = "partners.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False  # a key is a second factor here, never the only one
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an administrator vouched for the address
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Homeward"
MFA_FORMS = {
    "authenticate": "partners.forms.factors.AuthenticateForm",
    "authenticate_webauthn": "partners.forms.factors.AuthenticateWebAuthnForm",
    "reauthenticate": "partners.forms.factors.ReauthenticateForm",
    "reauthenticate_webauthn": "partners.forms.factors.ReauthenticateWebAuthnForm",
    "activate_totp": "partners.forms.factors.ActivateTotpForm",
    "add_webauthn": "partners.forms.factors.AddWebAuthnForm",
    "edit_webauthn": "partners.forms.factors.EditWebAuthnForm",
}

# Other services that say who somebody is: NHS CIS2, Microsoft Entra ID. docs/operations.md describes the text.
OIDC_PROVIDERS = providers_from(json.loads(env("HOMEWARD_OIDC_PROVIDERS", default="[]") or "[]"))
SOCIALACCOUNT_ADAPTER = "partners.oidc.adapter.OidcAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "partners.oidc.provider.Provider",
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [each.as_app() for each in OIDC_PROVIDERS],
    }
}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # partners.oidc.adapter decides who somebody is
SOCIALACCOUNT_STORE_TOKENS = False
