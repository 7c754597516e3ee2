"""The demo's people: who they are told apart by, and their one password. Only settings with IS_DEMO use any of it.

Their addresses end in `.example`, a name the internet's rules keep for examples (RFC 2606), so no real person can have one.
"""

from django.db.models import QuerySet

from partners.models import User

DEMO_PASSWORD = "welcome-home-demo"  # noqa: S105 - the demo's people are made up, and it is printed for everybody
DEMO_ADDRESS_ENDING = ".example"


def demo_people() -> QuerySet[User]:
    """The people one click may sign in as: active, made up, and never staff of Django's own admin."""
    return User.objects.filter(
        is_active=True, is_staff=False, is_superuser=False, email__endswith=DEMO_ADDRESS_ENDING
    ).order_by("pk")
