"""allauth's forms for second factors with our questions."""

from typing import Any

from allauth.mfa.base import forms as base_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as key_forms
from django import forms

from partners.forms.base import PlainErrors

_CODE = {
    "width": 10,
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "spellcheck": "false",
    "code": True,
}


def _ask_code(form: forms.Form, label: str, hint: str) -> None:
    field = form.fields["code"]
    field.label, field.help_text = label, hint
    field.error_messages["required"] = "Enter the code"
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(_CODE)


def _ask_key(form: forms.Form) -> None:
    for message in ("required", "invalid"):
        form.fields["credential"].error_messages[message] = "The security key did not answer. Try again."


class AuthenticateForm(PlainErrors, base_forms.AuthenticateForm):
    """A code while logging in: from the app, or one of the recovery codes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_code(self, "Code", "6 digits from your authenticator app, or one of your recovery codes")


class ReauthenticateForm(PlainErrors, base_forms.ReauthenticateForm):
    """A code once more, before something important changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_code(self, "Code", "6 digits from your authenticator app, or one of your recovery codes")


class ActivateTotpForm(PlainErrors, totp_forms.ActivateTOTPForm):
    """The first code of an app, which shows that it was set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_code(self, "Code from the app", "6 digits. The app shows new ones every 30 seconds.")


class AuthenticateWebAuthnForm(PlainErrors, key_forms.AuthenticateWebAuthnForm):
    """What the security key answered, while logging in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_key(self)


class ReauthenticateWebAuthnForm(PlainErrors, key_forms.ReauthenticateWebAuthnForm):
    """What the security key answered, before something important changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_key(self)


class AddWebAuthnForm(PlainErrors, key_forms.AddWebAuthnForm):
    """A new security key or passkey and what to call it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_key(self)
        _ask_name(self)


class EditWebAuthnForm(PlainErrors, key_forms.EditWebAuthnForm):
    """Another name for a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_name(self)


def _ask_name(form: forms.Form) -> None:
    field = form.fields["name"]
    field.label, field.help_text = "Name of this key", "So that you know it again, like “Blue key on my badge”"
    field.error_messages["required"] = "Enter a name for this key"
    if isinstance(field, forms.CharField):
        field.max_length = 60
    field.widget.attrs.update(width=20, maxlength=60, optional=False)
