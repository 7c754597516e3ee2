"""The rule of sharing by itself: both feet, each of them, and every way in which one can be missing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.minimum_data import Reader, may_show
from partners.sharing import CATEGORIES_NEEDED, Agreement, DataCategory, SharingPurpose
from referrals.lifecycle import Part
from referrals.sharing import (
    PARTNER_PARTS,
    Basis,
    Decision,
    Missing,
    basis_for,
    categories_of,
    decision_for,
    still_decided,
)
from tests.factories.worlds import NOW

LEAD, REFERRER, FIRM, OTHER = 1, 2, 3, 4
WORK = SharingPurpose.HOME_WORK
BEFORE = NOW - timedelta(days=1)
AGREED = Agreement(
    pk=7,
    giver=LEAD,
    receiver=FIRM,
    purposes=frozenset({WORK}),
    categories=CATEGORIES_NEEDED[WORK],
    starts_on=date(2026, 1, 1),
)
DECIDED = Decision(pk=9, purpose=WORK, partner=None, basis="consent", recorded_at=BEFORE)


def changed(thing: object, **values: object) -> object:
    fields = {name: getattr(thing, name) for name in thing.__dataclass_fields__}  # type: ignore[attr-defined]
    return type(thing)(**{**fields, **values})


def ask(
    agreements: list[Agreement], decisions: list[Decision], organisation: int = FIRM, purpose: SharingPurpose = WORK
) -> Basis:
    return basis_for(
        organisation=organisation,
        purpose=purpose,
        givers={LEAD, REFERRER},
        agreements=agreements,
        decisions=decisions,
        at=NOW,
    )


def test_agreement_and_decision_allow_and_are_named() -> None:
    assert ask([AGREED], [DECIDED]) == Basis(agreement=7, decision=9)


def test_neither_names_both_missing() -> None:
    assert ask([], []).missing == (Missing.AGREEMENT, Missing.DECISION)


@pytest.mark.parametrize(
    "change",
    [
        {"giver": OTHER},
        {"receiver": OTHER},
        {"purposes": frozenset({SharingPurpose.FLAT})},
        {"ends_on": date(2026, 11, 22)},
        {"starts_on": date(2026, 11, 24)},
        {"ended_at": NOW},
    ],
)
def test_agreement_that_is_not_this_one_counts_for_nothing(change: dict[str, object]) -> None:
    assert ask([changed(AGREED, **change)], [DECIDED]).missing == (Missing.AGREEMENT,)  # type: ignore[list-item]


def test_agreement_of_the_referrer_counts_as_the_leads() -> None:
    assert ask([changed(AGREED, giver=REFERRER)], [DECIDED]).allowed  # type: ignore[list-item]


@pytest.mark.parametrize("left_out", sorted(CATEGORIES_NEEDED[WORK]))
def test_agreement_without_one_kind_of_detail_is_not_enough(left_out: DataCategory) -> None:
    short = changed(AGREED, categories=CATEGORIES_NEEDED[WORK] - {left_out})
    assert ask([short], [DECIDED]).missing == (Missing.CATEGORIES,)  # type: ignore[list-item]


@pytest.mark.parametrize(
    "change",
    [
        {"purpose": SharingPurpose.FLAT},
        {"partner": OTHER},
        {"withdrawn_at": NOW},
        {"recorded_at": NOW + timedelta(seconds=1)},
    ],
)
def test_decision_that_is_not_this_one_counts_for_nothing(change: dict[str, object]) -> None:
    assert ask([AGREED], [changed(DECIDED, **change)]).missing == (Missing.DECISION,)  # type: ignore[list-item]


@pytest.mark.parametrize("basis", ["refused", "not_asked"])
def test_decision_against_sharing_is_named_as_such(basis: str) -> None:
    assert ask([AGREED], [changed(DECIDED, basis=basis)]).missing == (Missing.REFUSED,)  # type: ignore[list-item]


@pytest.mark.parametrize("basis", ["consent", "best_interests", "attorney", "safeguarding"])
def test_every_recorded_ground_allows(basis: str) -> None:
    assert ask([AGREED], [changed(DECIDED, basis=basis)]).allowed  # type: ignore[list-item]


def test_refusal_of_one_partner_counts_before_consent_to_all() -> None:
    refusal = Decision(pk=10, purpose=WORK, partner=FIRM, basis="refused", recorded_at=BEFORE)
    assert ask([AGREED], [DECIDED, refusal]).missing == (Missing.REFUSED,)


def test_consent_to_one_partner_counts_before_refusal_of_all() -> None:
    own = Decision(pk=10, purpose=WORK, partner=FIRM, basis="consent", recorded_at=BEFORE)
    assert ask([AGREED], [changed(DECIDED, basis="refused"), own]).decision == 10  # type: ignore[list-item]


@pytest.mark.parametrize("organisation", [LEAD, REFERRER])
def test_who_holds_the_case_needs_neither(organisation: int) -> None:
    assert ask([], [], organisation=organisation) == Basis()


_AGREEMENTS = st.lists(
    st.builds(
        Agreement,
        pk=st.integers(1, 5),
        giver=st.sampled_from([LEAD, REFERRER, OTHER]),
        receiver=st.sampled_from([FIRM, OTHER]),
        purposes=st.frozensets(st.sampled_from(list(SharingPurpose))),
        categories=st.one_of(st.just(frozenset(DataCategory)), st.frozensets(st.sampled_from(list(DataCategory)))),
        starts_on=st.dates(date(2026, 11, 20), date(2026, 11, 26)),
        ends_on=st.none() | st.dates(date(2026, 11, 20), date(2026, 11, 26)),
        ended_at=st.none() | st.sampled_from([BEFORE, NOW, NOW + timedelta(days=1)]),
    ),
    max_size=4,
)
_DECISIONS = st.lists(
    st.builds(
        Decision,
        pk=st.integers(1, 5),
        purpose=st.sampled_from(list(SharingPurpose)),
        partner=st.sampled_from([None, FIRM, OTHER]),
        basis=st.sampled_from(["consent", "best_interests", "refused"]),
        recorded_at=st.sampled_from([BEFORE, NOW, NOW + timedelta(days=1)]),
        withdrawn_at=st.none() | st.sampled_from([NOW, NOW + timedelta(days=2)]),
    ),
    max_size=4,
)


@given(_AGREEMENTS, _DECISIONS, st.sampled_from(list(SharingPurpose)))
def test_allowed_means_that_one_agreement_and_one_decision_cover_it(
    agreements: list[Agreement], decisions: list[Decision], purpose: SharingPurpose
) -> None:
    basis = ask(agreements, decisions, purpose=purpose)
    agreed = any(
        each.giver in (LEAD, REFERRER)
        and each.receiver == FIRM
        and purpose in each.purposes
        and CATEGORIES_NEEDED[purpose] <= each.categories
        and each.in_force(NOW)
        for each in agreements
    )
    found = decision_for(organisation=FIRM, purpose=purpose, decisions=decisions, at=NOW)
    assert basis.allowed is (agreed and found is not None and found.allows)


@given(_DECISIONS, st.sampled_from(sorted(PARTNER_PARTS)))
def test_part_is_still_decided_exactly_while_a_decision_allows_it(decisions: list[Decision], part: Part) -> None:
    missing = basis_for(
        organisation=FIRM,
        purpose=SharingPurpose({"provider": "home_work", "accommodation": "flat", "viewer": "review"}[part]),
        givers={LEAD},
        agreements=[],
        decisions=decisions,
        at=NOW,
    ).missing
    covered = still_decided(organisation=FIRM, part=part, givers={LEAD}, decisions=decisions, at=NOW)
    assert covered is (missing == (Missing.AGREEMENT,))


#: A field of the minimum-data table that stands for each kind of detail.
FIELD_OF = {
    DataCategory.NAME: "patient_name",
    DataCategory.PHONE: "phone",
    DataCategory.HOME: "address",
    DataCategory.SAFETY: "safety_notes",
    DataCategory.WORK: "work_instructions",
    DataCategory.STAY: "stay",
    DataCategory.IDENTITY: "nhs_number",
    DataCategory.HOSPITAL: "admitted_on",
    DataCategory.NEEDS: "needs",
    DataCategory.PEOPLE: "carer_name",
}
READER_OF = {
    Part.LEAD: Reader.LEAD,
    Part.REFERRER: Reader.DISCHARGE_TEAM,
    Part.PROVIDER: Reader.PROVIDER,
    Part.ACCOMMODATION: Reader.ACCOMMODATION,
    Part.VIEWER: Reader.VIEWER,
}


@pytest.mark.parametrize("part", Part)
def test_kinds_of_details_of_a_part_are_those_its_pages_show(part: Part) -> None:
    shown = {each for each in DataCategory if may_show(READER_OF[part], FIELD_OF[each])}
    assert set(categories_of(part)) == shown
