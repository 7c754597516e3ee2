"""Asked before every sharing: on what may this organisation be given this patient's details?"""

from datetime import datetime

from django.db.models import Q

from partners.models import Organisation, SharingAgreement
from partners.sharing import PURPOSE_LABELS, SharingPurpose
from referrals.errors import NotShared, UnableToShare
from referrals.lifecycle import Part
from referrals.models import Referral
from referrals.sharing import PURPOSE_OF_PART, Basis, Decision, Missing, basis_for

_WORDS = {
    Missing.AGREEMENT: "no agreement to share for this is in force",
    Missing.CATEGORIES: "the agreement to share leaves out details that are needed for this",
    Missing.DECISION: "it is not recorded that the patient agrees, or that somebody decided it for them",
    Missing.REFUSED: "the patient does not agree to it",
}


def check_may_share(*, referral: Referral, organisation: Organisation, part: Part, at: datetime) -> Basis:
    """On what this organisation may take part in this case now: two queries.

    Raises UnableToShare, naming everything that is missing.
    """
    purpose, givers = PURPOSE_OF_PART[part], givers_of(referral)
    if organisation.pk in givers:
        return Basis()
    basis = basis_for(
        organisation=organisation.pk,
        purpose=purpose,
        givers=givers,
        agreements=[each.as_rule() for each in agreements_with(organisation.pk, givers)],
        decisions=decisions_of(referral),
        at=at,
    )
    if not basis.allowed:
        refuse(organisation, purpose, basis)
    return basis


def check_agreement(*, giver: Organisation, receiver: Organisation, decision: Decision, at: datetime) -> None:
    """For a case that is about to be sent: may the referrer give it to the lead? Raises UnableToShare."""
    purpose = SharingPurpose.ARRANGE
    if giver.pk == receiver.pk and not decision.allows:
        refuse(receiver, purpose, Basis(missing=(Missing.REFUSED,)))
    basis = basis_for(
        organisation=receiver.pk,
        purpose=purpose,
        givers={giver.pk},
        agreements=[each.as_rule() for each in agreements_with(receiver.pk, {giver.pk})],
        decisions=[decision],
        at=at,
    )
    if not basis.allowed:
        refuse(receiver, purpose, basis)


def refuse(organisation: Organisation, purpose: SharingPurpose, basis: Basis) -> None:
    """Say that nothing is shared, and what is missing."""
    why = " and ".join(_WORDS[each] for each in basis.missing)
    words = PURPOSE_LABELS[purpose]
    raise UnableToShare(
        f"This patient’s details cannot be shared with {organisation.name} ({words[:1].lower()}{words[1:]}): {why}.",
        NotShared(organisation.pk, organisation.name, purpose, basis.missing),
    )


def givers_of(referral: Referral) -> set[int]:
    """Who holds the case: its lead and its referrer."""
    return {each for each in (referral.lead_organisation_id, referral.referrer_organisation_id) if each is not None}


def decisions_of(referral: Referral) -> list[Decision]:
    """Everything decided about sharing this case, also what was withdrawn. One query."""
    return [each.as_rule() for each in referral.sharing_decisions.order_by("-recorded_at", "-pk")]


def agreements_with(receiver: int, givers: set[int]) -> list[SharingAgreement]:
    """What these organisations agreed to give this one, the longest-lasting first. One query."""
    return list(
        SharingAgreement.objects.filter(Q(ended_at__isnull=True), giver__in=givers, receiver=receiver).order_by(
            "-ends_on", "pk"
        )
    )
