"""Finding people before they are logged in, and what they log in with."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from partners.models import User


@dataclass(frozen=True)
class WaysToLogIn:
    """What somebody logs in with. `providers` are the ids of connected services; `codes` says there are recovery
    codes.
    """

    password: bool
    app: bool
    keys: int
    codes: bool
    providers: tuple[str, ...]


def person_with_address(email: str) -> User | None:
    """The person with this address in any case, active or not; None when nobody has it."""
    return User.objects.filter(email__iexact=email).first() if email else None


def ways_to_log_in(user: User) -> WaysToLogIn:
    """A person's own ways to log in. Two queries."""
    held = list(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True))
    return WaysToLogIn(
        password=user.has_usable_password(),
        app=Authenticator.Type.TOTP in held,
        keys=held.count(Authenticator.Type.WEBAUTHN),
        codes=Authenticator.Type.RECOVERY_CODES in held,
        providers=tuple(
            SocialAccount.objects.filter(user_id=user.pk).order_by("provider").values_list("provider", flat=True)
        ),
    )
