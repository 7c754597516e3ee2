"""May an organisation be given a patient's details, for this purpose, now? Pure: no queries, no clock.

It may when both are there (design §3; common law duty of confidence: implied consent covers direct care only):

- an agreement in force by which the lead or the referrer gives this organisation such details for this purpose; and
- a decision of or for this patient, not withdrawn, that covers this organisation and this purpose. A decision about one
  organisation goes before one about all of them, so that somebody can say "anybody but them".

An organisation needs neither with itself: the lead and the referrer hold the case already.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from partners.sharing import CATEGORIES_NEEDED, Agreement, DataCategory, SharingPurpose
from referrals.catalogue import CONSENT_BASES, find
from referrals.lifecycle import Part

#: What somebody takes part in a case for.
PURPOSE_OF_PART: dict[Part, SharingPurpose] = {
    Part.LEAD: SharingPurpose.ARRANGE,
    Part.PROVIDER: SharingPurpose.HOME_WORK,
    Part.ACCOMMODATION: SharingPurpose.FLAT,
    Part.VIEWER: SharingPurpose.REVIEW,
}
#: The parts that stand on an agreement and a decision; the lead's and the referrer's follow the case itself.
PARTNER_PARTS: frozenset[Part] = frozenset({Part.PROVIDER, Part.ACCOMMODATION, Part.VIEWER})
#: What the ward's one question covers: it tells the patient about each of these (`_who_sees.html`).
ASKED_ON_THE_WARD: tuple[SharingPurpose, ...] = (
    SharingPurpose.ARRANGE,
    SharingPurpose.HOME_WORK,
    SharingPurpose.FLAT,
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about one patient: for one purpose, and one partner or (None) all of them. Times are UTC."""

    pk: int
    purpose: str
    partner: int | None
    basis: str
    recorded_at: datetime
    withdrawn_at: datetime | None = None

    def current(self, at: datetime) -> bool:
        return self.recorded_at <= at and (self.withdrawn_at is None or self.withdrawn_at > at)

    @property
    def allows(self) -> bool:
        return find(CONSENT_BASES, self.basis).allows_sharing


class Missing(StrEnum):
    """What stands against sharing."""

    AGREEMENT = "agreement"  # none in force between the organisations for this purpose
    CATEGORIES = "categories"  # one is, but leaves out details that this part shows
    DECISION = "decision"  # nobody has recorded what the patient decided
    REFUSED = "refused"  # they decided against it


@dataclass(frozen=True, slots=True)
class Basis:
    """On what an organisation is given details; or, with something `missing`, that it is not."""

    agreement: int | None = None
    decision: int | None = None
    missing: tuple[Missing, ...] = ()

    @property
    def allowed(self) -> bool:
        return not self.missing


def basis_for(
    *,
    organisation: int,
    purpose: SharingPurpose,
    givers: Collection[int],
    agreements: Iterable[Agreement],
    decisions: Iterable[Decision],
    at: datetime,
) -> Basis:
    """The rule at the top of this module. `givers`: the ids of who holds the case, its lead and its referrer."""
    if organisation in givers:
        return Basis()
    agreement, against = _agreement_for(organisation, purpose, givers, agreements, at)
    decision = decision_for(organisation=organisation, purpose=purpose, decisions=decisions, at=at)
    missing = [against] if against is not None else []
    if decision is None:
        missing.append(Missing.DECISION)
    elif not decision.allows:
        missing.append(Missing.REFUSED)
    if missing:
        return Basis(missing=tuple(missing))
    return Basis(
        agreement=agreement.pk if agreement else None,
        decision=decision.pk if decision else None,
    )


def decision_for(
    *, organisation: int, purpose: SharingPurpose, decisions: Iterable[Decision], at: datetime
) -> Decision | None:
    """The decision that counts for this organisation: the one about it, else the one about all; None without either."""
    current = [each for each in decisions if each.purpose == purpose and each.current(at)]
    own = [each for each in current if each.partner == organisation]
    return next(iter(own or [each for each in current if each.partner is None]), None)


def still_decided(
    *, organisation: int, part: Part, givers: Collection[int], decisions: Iterable[Decision], at: datetime
) -> bool:
    """Is a part that stood on a decision still covered by one? Agreements do not count here: one that ended lets what
    was begun be finished (ADR 12).
    """
    if organisation in givers:
        return True
    found = decision_for(organisation=organisation, purpose=PURPOSE_OF_PART[part], decisions=decisions, at=at)
    return found is not None and found.allows


def categories_of(part: Part) -> list[DataCategory]:
    """The kinds of details an organisation sees in this part, in the list's order."""
    if part in (Part.LEAD, Part.REFERRER):
        return list(DataCategory)
    return [each for each in DataCategory if each in CATEGORIES_NEEDED[PURPOSE_OF_PART[part]]]


def _agreement_for(
    organisation: int,
    purpose: SharingPurpose,
    givers: Collection[int],
    agreements: Iterable[Agreement],
    at: datetime,
) -> tuple[Agreement | None, Missing | None]:
    between = [
        each
        for each in agreements
        if each.giver in givers and each.receiver == organisation and purpose in each.purposes and each.in_force(at)
    ]
    if not between:
        return None, Missing.AGREEMENT
    enough = [each for each in between if CATEGORIES_NEEDED[purpose] <= each.categories]
    return (enough[0], None) if enough else (None, Missing.CATEGORIES)
