"""The contracts of schemes whose renewal is awaited."""

from partners import access as partners
from partners.models import Scheme, User
from partners.roles import Permission
from referrals.models import ServiceClock

_RUNNING = ServiceClock.objects.filter(kind=ServiceClock.Kind.CONTRACT_RENEWAL, stopped_at__isnull=True)


def contract_of(scheme: Scheme) -> ServiceClock | None:
    """The running renewal of this scheme's contract."""
    return _RUNNING.filter(scheme=scheme).first()


def contracts_led(user: User) -> list[ServiceClock]:
    """The running renewals of the schemes that this person's organisation leads, the first due first."""
    led = partners.organisations_where(user, Permission.TEAM_LEAVERS)
    return list(_RUNNING.filter(organisation__in=led).select_related("scheme").order_by("due_at", "pk"))
