"""allauth's forms with our questions: labels, hints and messages as the rest of the site has them."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms

from partners.forms.base import PlainErrors
from partners.forms.fields import ChoiceRadios
from partners.forms.joining import PASSWORD_HINT
from partners.models import Membership, User


def _ask(form: forms.Form, name: str, label: str, error: str, hint: str = "", width: int = 20) -> None:
    field = form.fields[name]
    field.label, field.help_text = label, hint
    field.error_messages["required"] = error
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs["width"] = width


class LoginForm(PlainErrors, allauth_forms.LoginForm):
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "login", "Email address", "Enter your email address", width=30)
        self.fields["login"].error_messages["invalid"] = "Enter an email address, like name@example.org"
        _ask(self, "password", "Password", "Enter your password")


class ResetPasswordForm(PlainErrors, allauth_forms.ResetPasswordForm):
    """Where to send the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "email", "Email address", "Enter your email address", width=30)
        self.fields["email"].error_messages["invalid"] = "Enter an email address, like name@example.org"

    def clean_email(self) -> str:
        """Who was invited and has not joined gets in by the invitation alone, which can be taken back."""
        email: str = super().clean_email()
        self.users: list[User] = [user for user in self.users if user.has_usable_password()]
        return email


class ResetPasswordKeyForm(PlainErrors, allauth_forms.ResetPasswordKeyForm):
    """A new password after the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_new_password(self)


class ChangePasswordForm(PlainErrors, allauth_forms.ChangePasswordForm):
    """A new password for somebody who knows the present one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "oldpassword", "Current password", "Enter your current password")
        _ask_new_password(self)


class ReauthenticateForm(PlainErrors, allauth_forms.ReauthenticateForm):
    """The password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "password", "Password", "Enter your password")


def _ask_new_password(form: forms.Form) -> None:
    _ask(form, "password1", "New password", "Enter a new password", PASSWORD_HINT)
    _ask(form, "password2", "New password again", "Enter the new password again")


class ChooseRoleForm(PlainErrors, forms.Form):
    """Which of their own roles a person works in now."""

    membership = ChoiceRadios(
        label="Which role do you work in now?",
        error_messages={"required": "Select the role you work in now"},
        attrs={"label_size": "l", "page_heading": True},
    )

    def __init__(self, *args: Any, memberships: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.memberships = {str(membership.pk): membership for membership in memberships}
        field = self.fields["membership"]
        field.choices = [  # type: ignore[attr-defined]
            (str(each.pk), f"{each.role_data.label}, {each.organisation.name}") for each in memberships
        ]
        field.widget.hints = {str(each.pk): each.role_data.description for each in memberships}

    def chosen(self) -> Membership:
        """The membership that was selected; only after `is_valid`."""
        return self.memberships[self.cleaned_data["membership"]]
