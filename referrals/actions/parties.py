"""Which organisations take part in a case beside its lead and its referrer. Those two follow the case's own columns."""

from datetime import datetime

from partners.models import Organisation
from referrals.actions.basis import check_may_share, decisions_of, givers_of
from referrals.lifecycle import Part
from referrals.models import Referral, ReferralParty
from referrals.sharing import PARTNER_PARTS, still_decided


def add_party(*, referral: Referral, organisation: Organisation, part: Part, at: datetime) -> ReferralParty:
    """Let an organisation take part from now on, on the agreement and the decision that allow it. Called inside the
    action that needs it there; twice changes nothing.

    Raises UnableToShare when one of them is missing, also for an organisation that takes part already: what is asked
    of it now is told anew.
    """
    if part not in PARTNER_PARTS:
        raise ValueError("The lead and the referrer follow the referral's own columns.")
    basis = check_may_share(referral=referral, organisation=organisation, part=part, at=at)
    party, _ = ReferralParty.objects.get_or_create(
        referral=referral,
        organisation=organisation,
        part=part.value,
        to_at=None,
        defaults={"from_at": at, "agreement_id": basis.agreement, "decision_id": basis.decision},
    )
    return party


def end_party(*, referral: Referral, organisation: Organisation, part: Part, at: datetime) -> None:
    """End an organisation's part; it no longer sees the case."""
    ReferralParty.objects.filter(
        referral=referral, organisation=organisation, part=part.value, to_at__isnull=True
    ).update(to_at=at)


def stand_on_contract(*, referral: Referral, organisation: Organisation, at: datetime) -> None:
    """The person moved in: from now on the landlord's part stands on their contract for the flat (ADR 12)."""
    ReferralParty.objects.filter(
        referral=referral,
        organisation=organisation,
        part=Part.ACCOMMODATION.value,
        to_at__isnull=True,
        by_contract_from__isnull=True,
    ).update(by_contract_from=at)


def end_undecided(*, referral: Referral, at: datetime) -> list[ReferralParty]:
    """End the parts that no decision covers any more, and say which: their organisations see nothing from this moment.

    A part that stands on the person's own contract for a flat goes on.
    """
    current = list(
        referral.parties.filter(
            part__in=[part.value for part in PARTNER_PARTS], to_at__isnull=True, by_contract_from__isnull=True
        )
        .select_related("organisation")
        .order_by("pk")
    )
    decisions, givers = decisions_of(referral), givers_of(referral)
    ended = [
        party
        for party in current
        if not still_decided(
            organisation=party.organisation_id, part=Part(party.part), givers=givers, decisions=decisions, at=at
        )
    ]
    for party in ended:
        party.to_at = max(at, party.from_at)
        party.save(update_fields=["to_at"])
    return ended
