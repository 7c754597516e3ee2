"""What the patient decided about sharing: recorded, changed, withdrawn. Partners that nothing covers see no more."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from partners.actors import Actor
from partners.errors import UnableToActNow
from partners.models import Organisation, User
from partners.sharing import PURPOSE_LABELS, SharingPurpose
from referrals.actions.parties import end_undecided
from referrals.actions.team import tell, who_acts
from referrals.actions.transition import carry_out, check, lock
from referrals.catalogue import CONSENT_BASES, codes, find
from referrals.errors import UnableToRecordSharing
from referrals.lifecycle import Event
from referrals.london import time_words, to_london
from referrals.models import Referral, ReferralParty, SharingDecision
from referrals.paths import case_path

# Within this time the same decision from the same person is a repeated click.
REPEAT = timedelta(minutes=1)
NOT_ASKED = "not_asked"
_REPLACED = "Replaced by a later decision"


@transaction.atomic
def record_decision(
    *,
    referral: Referral,
    purpose: str,
    basis: str,
    by: User,
    at: datetime,
    partner: Organisation | None = None,
    decision_maker: str = "",
    note: str = "",
) -> SharingDecision:
    """Write down what was decided for one purpose, about one partner or (None) every partner of the purpose. It takes
    the place of what was decided about the same before; who is not covered any more takes part no longer.

    `basis`: code of `CONSENT_BASES`; anything but the patient's own word needs who decided and why.
    Raises UnableToRecordSharing when something is missing; what `check` raises.
    """
    locked = lock(referral)
    check(locked, Event.RECORD_SHARING, by)
    decision_maker, note = decision_maker.strip(), note.strip()
    _check_answers(locked, purpose, partner, basis, decision_maker, note)
    values = {"basis": basis, "decision_maker": decision_maker, "note": note}
    before = (
        locked.sharing_decisions.select_for_update(of=("self",), no_key=True)
        .filter(purpose=purpose, partner=partner, withdrawn_at__isnull=True)
        .first()
    )
    if before is not None:
        same = all(getattr(before, name) == value for name, value in values.items())
        if same and before.recorded_by_id == by.pk and at - REPEAT < before.recorded_at <= at:
            return before
        _end(before, why=_REPLACED, by=by, at=at)
    decision = SharingDecision.objects.create(
        referral=locked, purpose=purpose, partner=partner, recorded_by=by, recorded_at=at, **values
    )
    ended = end_undecided(referral=locked, at=at)
    carry_out(
        locked,
        Event.RECORD_SHARING,
        by=by,
        at=at,
        note=f"{_about(decision)}: {find(CONSENT_BASES, basis).label.lower()}",
        detail={
            "decision": decision.pk,
            "purpose": purpose,
            "partner": partner.pk if partner else None,
            "basis": basis,
            "replaced": before.pk if before else None,
            "ended": [party.pk for party in ended],
        },
    )
    if not decision.as_rule().allows or ended:
        _tell(locked, "the patient does not agree to something that was shared", f"sharing:{decision.pk}", by, at)
    return decision


@transaction.atomic
def withdraw_decisions(*, referral: Referral, decisions: Collection[int], why: str, by: User, at: datetime) -> Referral:
    """The patient, or who decided for them, takes back what was decided: nothing new is shared for it, and partners
    whose part stands on it alone see nothing from now on. The referral goes on until the ward withdraws it.

    Raises UnableToRecordSharing without a decision of this case or a reason; UnableToActNow when a colleague withdrew
    it first; what `check` raises.
    """
    locked = lock(referral)
    check(locked, Event.WITHDRAW_SHARING, by)
    found = list(
        locked.sharing_decisions.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=decisions)
        .select_related("partner", "withdrawn_by")
        .order_by("pk")
    )
    if not found or len(found) != len(set(decisions)):
        raise UnableToRecordSharing("Select what is withdrawn.")
    if not why.strip():
        raise UnableToRecordSharing("Enter why it is withdrawn.")
    open_ones = [each for each in found if each.withdrawn_at is None]
    if not open_ones:
        _check_same_person(found, by)
        return locked
    for each in open_ones:
        _end(each, why=why.strip(), by=by, at=at)
    ended = end_undecided(referral=locked, at=at)
    carry_out(
        locked,
        Event.WITHDRAW_SHARING,
        by=by,
        at=at,
        note=". ".join(_about(each) for each in open_ones),
        detail={
            "decisions": [each.pk for each in open_ones],
            "purposes": [each.purpose for each in open_ones],
            "ended": [party.pk for party in ended],
        },
    )
    _tell(
        locked, "a decision about sharing was withdrawn", f"sharing:{open_ones[0].pk}:withdrawn:{at:%Y%m%d%H%M}", by, at
    )
    return locked


def record_first(
    *, referral: Referral, purposes: Collection[str], basis: str, decision_maker: str, note: str, by: User, at: datetime
) -> None:
    """The ward's answer when it sends the case, one row for each purpose it asked about. Inside its transaction."""
    SharingDecision.objects.bulk_create(
        [
            SharingDecision(
                referral=referral,
                purpose=purpose,
                basis=basis,
                decision_maker=decision_maker,
                note=note,
                recorded_by=by,
                recorded_at=at,
            )
            for purpose in purposes
        ]
    )


def parts_ended_now(referral: Referral, at: datetime) -> list[ReferralParty]:
    """The parts that a change to what is decided has just ended: for what hangs on them in the apps above."""
    return list(referral.parties.filter(to_at=at, decision__isnull=False).select_related("organisation").order_by("pk"))


def _check_answers(
    referral: Referral, purpose: str, partner: Organisation | None, basis: str, decision_maker: str, note: str
) -> None:
    if purpose not in set(SharingPurpose):
        raise UnableToRecordSharing("Select what the details are shared for.")
    if basis not in codes(CONSENT_BASES) or basis == NOT_ASKED:
        raise UnableToRecordSharing("Select what was decided.")
    if find(CONSENT_BASES, basis).allows_sharing and basis != "consent" and not (decision_maker and note):
        raise UnableToRecordSharing("Enter who decided, and why and when it was decided.")
    if partner is not None and partner.pk in (referral.lead_organisation_id, referral.referrer_organisation_id):
        raise UnableToRecordSharing(f"{partner.name} holds this case. Select another organisation, or all of them.")


def _end(decision: SharingDecision, *, why: str, by: User, at: datetime) -> None:
    decision.withdrawn_at, decision.withdrawn_by, decision.withdrawn_why = max(at, decision.recorded_at), by, why
    decision.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])


def _check_same_person(found: list[SharingDecision], by: User) -> None:
    """Quiet for a repeated click. Raises UnableToActNow, naming who withdrew it, for anybody else."""
    first = found[0]
    if all(each.withdrawn_by_id == by.pk for each in found) or first.withdrawn_by is None or not first.withdrawn_at:
        return
    raise UnableToActNow(
        f"{first.withdrawn_by.name} withdrew this at {time_words(to_london(first.withdrawn_at).time())}."
    )


def _about(decision: SharingDecision) -> str:
    label = PURPOSE_LABELS[SharingPurpose(decision.purpose)]
    return f"{label}, with {decision.partner.name}" if decision.partner else label


def _tell(referral: Referral, text: str, key: str, by: Actor, at: datetime) -> None:
    """Both sides: the coordinator, who has to go on without, and the ward, whose patient it is."""
    ward = [each for each in {referral.submitted_by, referral.made_by} if each is not None]
    people = {each.pk: each for each in [*who_acts(referral), *ward] if each != by}
    tell(
        referral=referral,
        people=people.values(),
        key=f"referral:{referral.pk}:{key}",
        text=f"{referral.reference}: {text}",
        path=f"{case_path(referral.reference)}sharing/",
        at=at,
    )
