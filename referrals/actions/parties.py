"""Which organisations take part in a case beside its lead and its referrer. Those two follow the case's own columns."""

from datetime import datetime

from partners.models import Organisation
from referrals.lifecycle import Part
from referrals.models import Referral, ReferralParty


def add_party(*, referral: Referral, organisation: Organisation, part: Part, at: datetime) -> ReferralParty:
    """Let an organisation take part from now on. Called inside the action that needs it there; twice changes
    nothing."""
    if part in (Part.LEAD, Part.REFERRER):
        raise ValueError("The lead and the referrer follow the referral's own columns.")
    party, _ = ReferralParty.objects.get_or_create(
        referral=referral, organisation=organisation, part=part.value, to_at=None, defaults={"from_at": at}
    )
    return party


def end_party(*, referral: Referral, organisation: Organisation, part: Part, at: datetime) -> None:
    """End an organisation's part; it no longer sees the case."""
    ReferralParty.objects.filter(
        referral=referral, organisation=organisation, part=part.value, to_at__isnull=True
    ).update(to_at=at)
