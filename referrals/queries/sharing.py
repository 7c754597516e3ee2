"""Who takes part in a case, what they see and on what ground: for its section, its print and the pages that change
it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from partners import access as partners
from partners.models import Organisation, SchemePartner, SharingAgreement
from partners.roles import Permission
from partners.sharing import PURPOSE_LABELS, DataCategory, SharingPurpose, category_words
from partners.words import date_long
from referrals.catalogue import CONSENT_BASES, find, label_of
from referrals.lifecycle import PART_LABELS, Part
from referrals.models import Referral, ReferralParty, SharingDecision
from referrals.sharing import PARTNER_PARTS, PURPOSE_OF_PART, categories_of, decision_for


@dataclass(frozen=True)
class PartyLine:
    """One organisation's part: what it sees, since when, on what ground. Times are UTC."""

    organisation: str
    part: str
    from_at: datetime
    to_at: datetime | None
    sees: list[str]
    basis: list[str]
    looks_as: int | None = None  # the organisation's id where it may look now


@dataclass(frozen=True)
class DecisionLine:
    """One decision in words. `current` is False once it was withdrawn or replaced."""

    decision: SharingDecision
    purpose: str
    partner: str
    words: str
    allows: bool
    current: bool


def party_lines(referral: Referral, decisions: list[SharingDecision], at: datetime) -> list[PartyLine]:
    """Every part, those that go on first. One query."""
    parties = referral.parties.select_related("organisation", "agreement", "decision")
    return [
        PartyLine(
            organisation=party.organisation.name,
            part=PART_LABELS[Part(party.part)],
            from_at=party.from_at,
            to_at=party.to_at,
            sees=_sees(Part(party.part)),
            basis=_basis_words(referral, party, decisions, at),
            looks_as=party.organisation_id if party.part == Part.VIEWER and party.to_at is None else None,
        )
        for party in sorted(parties, key=lambda each: (each.to_at is not None, each.from_at, each.pk))
    ]


def decision_lines(decisions: Iterable[SharingDecision]) -> list[DecisionLine]:
    """What was decided, what is in force first, then the newest."""
    lines = [
        DecisionLine(
            decision=each,
            purpose=PURPOSE_LABELS[SharingPurpose(each.purpose)],
            partner=each.partner.name if each.partner else "",
            words=label_of(CONSENT_BASES, each.basis),
            allows=find(CONSENT_BASES, each.basis).allows_sharing,
            current=each.withdrawn_at is None,
        )
        for each in decisions
    ]
    order = list(SharingPurpose)
    return sorted(
        lines,
        key=lambda line: (
            not line.current,
            order.index(SharingPurpose(line.decision.purpose)) if line.current else 0,
            -line.decision.recorded_at.timestamp(),
            -line.decision.pk,
        ),
    )


def decisions_of(referral: Referral) -> list[SharingDecision]:
    """Everything decided about sharing this case. One query."""
    return list(
        referral.sharing_decisions.select_related("recorded_by", "withdrawn_by", "partner").order_by(
            "-recorded_at", "-pk"
        )
    )


def to_withdraw(decisions: Iterable[SharingDecision], posted: Iterable[str] = ()) -> list[tuple[int, str]]:
    """The decisions in force that let somebody see something, by id and in words; and those `posted`, so that a
    repeated press finds what it did before.
    """
    sent = set(posted)
    return [
        (line.decision.pk, f"{line.purpose}, with {line.partner}" if line.partner else line.purpose)
        for line in decision_lines(decisions)
        if (line.current and line.allows) or str(line.decision.pk) in sent
    ]


def partners_to_decide_about(referral: Referral) -> QuerySet[Organisation]:
    """The organisations a patient may decide about by name: the scheme's partners, whoever takes part and whoever could
    be let in to look, but those who hold the case.
    """
    in_scheme = SchemePartner.objects.filter(
        scheme=referral.scheme_id or 0, part__in=[SchemePartner.Part.PROVIDER, SchemePartner.Part.ACCOMMODATION]
    ).values("organisation")
    taking_part = referral.parties.filter(part__in=[part.value for part in PARTNER_PARTS]).values("organisation")
    holders = [pk for pk in (referral.lead_organisation_id, referral.referrer_organisation_id) if pk]
    return (
        (
            Organisation.objects.filter(active=True, pk__in=in_scheme)
            | Organisation.objects.filter(pk__in=taking_part)
            | Organisation.objects.filter(pk__in=[each.pk for each in could_look(referral)])
        )
        .exclude(pk__in=holders)
        .order_by("name")
    )


def could_look(referral: Referral, *, again: bool = False) -> list[Organisation]:
    """The organisations that could be let in to look, by name: those to which the case's holders give details by any
    agreement, and its scheme's, where somebody sees whole cases. Not who holds the case, nor who may look already:
    those too with `again`, for a button that was pressed twice.
    """
    holders = {pk for pk in (referral.lead_organisation_id, referral.referrer_organisation_id) if pk}
    known = SharingAgreement.objects.filter(giver__in=holders).values_list("receiver", flat=True)
    in_scheme = SchemePartner.objects.filter(scheme=referral.scheme_id or 0).values_list("organisation", flat=True)
    looking = referral.parties.filter(part=Part.VIEWER.value, to_at__isnull=True).values_list("organisation", flat=True)
    among = frozenset(known) | frozenset(in_scheme)
    left_out = holders if again else holders | set(looking)
    able = partners.organisations_with(Permission.REFERRAL_VIEW, among - left_out)
    return list(Organisation.objects.filter(pk__in=able, active=True).order_by("name"))


def viewer_called(referral: Referral, pk: int) -> Organisation:
    """An organisation that looks at this case now. Raises Organisation.DoesNotExist."""
    looking = referral.parties.filter(part=Part.VIEWER.value, to_at__isnull=True).values("organisation")
    return Organisation.objects.filter(pk__in=looking).get(pk=pk)


def _sees(part: Part) -> list[str]:
    categories = categories_of(part)
    return ["The whole case"] if len(categories) == len(DataCategory) else category_words(categories)


def _basis_words(referral: Referral, party: ReferralParty, decisions: list[SharingDecision], at: datetime) -> list[str]:
    part = Part(party.part)
    if part is Part.REFERRER:
        return ["Looks after the patient and made the referral"]
    holders = (referral.lead_organisation_id, referral.referrer_organisation_id)
    if part in PARTNER_PARTS and party.organisation_id in holders:
        return ["Holds this case already"]
    found = []
    if party.by_contract_from is not None:
        found.append(f"The person’s own contract for the flat, since {date_long(party.by_contract_from)}")
    decision = party.decision or _covering(party, decisions, at)
    if decision is not None:
        withdrawn = f", withdrawn {date_long(decision.withdrawn_at)}" if decision.withdrawn_at else ""
        found.append(
            f"{label_of(CONSENT_BASES, decision.basis)}, recorded {date_long(decision.recorded_at)}{withdrawn}"
        )
    if party.agreement is not None:
        found.append(f"Sharing agreement: {party.agreement.document_reference}")
    return found or ["Not recorded"]


def _covering(party: ReferralParty, decisions: list[SharingDecision], at: datetime) -> SharingDecision | None:
    rule = decision_for(
        organisation=party.organisation_id,
        purpose=PURPOSE_OF_PART[Part(party.part)],
        decisions=[each.as_rule() for each in decisions],
        at=at,
    )
    return next((each for each in decisions if rule is not None and each.pk == rule.pk), None)
