"""The mark every view carries: who may knock. `partners.middleware.ClosedDoorMiddleware` refuses a view without one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from partners.roles import Permission

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class DoorRule:
    """What a visitor needs. `public`: nothing. Otherwise signed in, and one of `permissions` when any are named."""

    public: bool = False
    # Public, but the view asks for the key of a private link and finds nothing without.
    by_link: bool = False
    permissions: frozenset[Permission] = frozenset()
    # Pages a person needs before they have chosen the role to work in.
    before_choosing_role: bool = False
    # Pages a person needs before they have shown a second factor: those on which they set one up.
    before_second_factor: bool = False
    staff: bool = False
    demo_only: bool = False


def requires(*permissions: Permission) -> Callable[[View], View]:
    """For people who hold at least one of these rights in the role they work in."""
    if not permissions:
        raise ValueError("Name at least one right, or use signed_in.")
    return _mark(DoorRule(permissions=frozenset(permissions)))


def signed_in(view: View) -> View:
    """For everybody who is logged in and works in a role."""
    return _mark(DoorRule())(view)


def choosing_role(view: View) -> View:
    """For everybody who is logged in, also before they chose a role, and with none at all."""
    return _mark(DoorRule(before_choosing_role=True))(view)


def setting_up_factor(view: View) -> View:
    """For everybody who has given their password, also before they have a second factor."""
    return _mark(DoorRule(before_choosing_role=True, before_second_factor=True))(view)


def public(view: View) -> View:
    """For everybody. Nothing on such a page comes from a case."""
    return _mark(DoorRule(public=True))(view)


def by_link(view: View) -> View:
    """For everybody who holds a private link: the view asks for its key, and shows nothing that names a patient."""
    return _mark(DoorRule(public=True, by_link=True))(view)


def demo_only(view: View) -> View:
    """For everybody, in the demo's settings alone; elsewhere the page does not exist."""
    return _mark(DoorRule(public=True, demo_only=True))(view)


def a_search(view: View) -> View:
    """Marks a view whose form looks for people or cases, beside its rule: `partners.pace` counts them."""
    view.is_search = True  # type: ignore[attr-defined]
    return view


def is_search(view: Callable[..., Any]) -> bool:
    """Was the view marked as a search?"""
    return getattr(view, "is_search", False)


def rule_of(view: Callable[..., Any], namespaces: list[str], url_name: str | None) -> DoorRule | None:
    """The rule of a view, or None when nobody declared one. Pages of allauth and Django's admin are declared here."""
    rule = getattr(view, "door_rule", None)
    if rule is not None:
        return rule
    if namespaces[:1] == ["admin"]:
        return (
            DoorRule(public=True)
            if url_name in {"login", "jsi18n"}
            else DoorRule(staff=True, before_choosing_role=True)
        )
    if not namespaces and url_name in PUBLIC_ACCOUNT_PAGES:
        return DoorRule(public=True)
    if not namespaces and url_name in FACTOR_PAGES:
        return DoorRule(before_choosing_role=True, before_second_factor=True)
    if not namespaces and url_name in OWN_ACCOUNT_PAGES:
        return DoorRule(before_choosing_role=True)
    return None


PUBLIC_ACCOUNT_PAGES = frozenset(
    {
        "account_login",
        "account_logout",
        "account_signup",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_confirm_email",
        "account_email_verification_sent",
        "account_confirm_login_code",
        "socialaccount_login_cancelled",
        "socialaccount_login_error",
    }
)
# Pages of allauth on which somebody sets up or shows a second factor. Each asks for the password or a factor first.
FACTOR_PAGES = frozenset(
    {
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    }
)
OWN_ACCOUNT_PAGES = frozenset(
    {
        "account_change_password",
        "account_set_password",
        "account_email",
        "mfa_index",
        "mfa_deactivate_totp",
        "mfa_list_webauthn",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
    }
)


def _mark(rule: DoorRule) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        view.door_rule = rule  # type: ignore[attr-defined]
        return view

    return decorate
