"""Recording and withdrawing what a patient decided, and what the database refuses."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from partners.models import AuditEvent, Notification, SharingAgreement
from partners.sharing import SharingPurpose
from referrals.access import visible_to
from referrals.actions.parties import add_party
from referrals.actions.sharing import record_decision, withdraw_decisions
from referrals.answers import SharingAnswers
from referrals.errors import NotAllowed, UnableToActNow, UnableToRecordSharing, UnableToShare, UnableToSubmit
from referrals.lifecycle import Part
from referrals.models import Referral, ReferralEvent, ReferralParty, SharingDecision
from referrals.sharing import ASKED_ON_THE_WARD
from tests import factories as make

LATER = make.NOW + timedelta(hours=3)
pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def case(world: make.World) -> Referral:
    return make.referral(world, "accepted")


def record(case: Referral, world: make.World, **changes: Any) -> SharingDecision:
    values = {
        "referral": case,
        "purpose": "home_work",
        "basis": "consent",
        "by": world.sister,
        "at": LATER,
    }
    return record_decision(**{**values, **changes})


def withdraw(case: Referral, world: make.World, *purposes: str, **changes: Any) -> Referral:
    found = case.sharing_decisions.filter(withdrawn_at__isnull=True)
    if purposes:
        found = found.filter(purpose__in=purposes)
    values = {
        "referral": case,
        "decisions": list(found.values_list("pk", flat=True)),
        "why": "She changed her mind",
        "by": world.sister,
        "at": LATER,
    }
    return withdraw_decisions(**{**values, **changes})


def current(case: Referral) -> set[tuple[str, int | None]]:
    return set(case.sharing_decisions.filter(withdrawn_at__isnull=True).values_list("purpose", "partner"))


def test_submit_records_the_wards_answer_for_each_purpose_it_asked_about(case: Referral) -> None:
    assert current(case) == {(purpose.value, None) for purpose in ASKED_ON_THE_WARD}


def test_submit_without_agreement_with_the_lead_is_stopped_and_the_draft_kept(world: make.World) -> None:
    SharingAgreement.objects.filter(receiver=world.council).delete()
    with pytest.raises(UnableToSubmit, match=r"no agreement in force to share .* Your draft is kept"):
        make.referral(world)
    assert Referral.objects.get().status == "draft"


def test_submit_to_ones_own_organisation_needs_no_agreement(world: make.World) -> None:
    SharingAgreement.objects.all().delete()
    world.scheme.lead_organisation = world.trust
    world.scheme.save()
    assert make.referral(world).lead_organisation == world.trust


@pytest.mark.parametrize("own", [False, True])
def test_submit_of_somebody_who_does_not_agree_is_refused(world: make.World, own: bool) -> None:
    if own:
        world.scheme.lead_organisation = world.trust
        world.scheme.save()
    with pytest.raises(UnableToSubmit, match="without the patient’s agreement"):
        make.referral(world, sharing=SharingAnswers(basis="refused"))


@pytest.mark.parametrize("role", ["sister", "discharge_team", "coordinator", "team_lead"])
def test_decision_is_recorded_by_both_sides(world: make.World, case: Referral, role: str) -> None:
    by = getattr(world, role)
    decision = record(case, world, purpose="review", by=by)
    assert (decision.recorded_by, decision.recorded_at) == (by, LATER)


@pytest.mark.parametrize("role", ["provider_worker", "flat_manager", "commissioner", "ig_officer", "administrator"])
@pytest.mark.parametrize("act", [record, withdraw])
def test_decision_is_nobody_elses_to_record_or_withdraw(world: make.World, case: Referral, role: str, act: Any) -> None:
    with pytest.raises(NotAllowed):
        act(case, world, by=getattr(world, role))


def test_decision_leaves_codes_in_the_audit_and_no_words(world: make.World, case: Referral) -> None:
    record(case, world, basis="best_interests", decision_maker="Dr Khan", note="Assessed on Friday")
    detail = AuditEvent.objects.get(action="record_sharing").detail
    assert (detail["purpose"], detail["basis"]) == ("home_work", "best_interests")
    assert "Khan" not in str(detail)
    assert "Friday" not in str(detail)


def test_decision_takes_the_place_of_the_one_before(world: make.World, case: Referral) -> None:
    before = case.sharing_decisions.get(purpose="home_work")
    record(case, world, basis="refused")
    before.refresh_from_db()
    assert (before.withdrawn_at, before.withdrawn_by) == (LATER, world.sister)
    assert case.sharing_decisions.filter(purpose="home_work", withdrawn_at__isnull=True).get().basis == "refused"


def test_decision_about_one_partner_stands_beside_the_one_about_all(world: make.World, case: Referral) -> None:
    record(case, world, partner=world.provider, basis="refused")
    assert {("home_work", None), ("home_work", world.provider.pk)} <= current(case)


def test_decision_twice_within_a_minute_is_one(world: make.World, case: Referral) -> None:
    first = record(case, world, purpose="review")
    assert record(case, world, purpose="review", at=LATER + timedelta(seconds=5)) == first


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"purpose": "gossip"}, "shared for"),
        ({"basis": "not_asked"}, "what was decided"),
        ({"basis": "hunch"}, "what was decided"),
        ({"basis": "attorney", "decision_maker": "Her son"}, "who decided"),
        ({"basis": "best_interests", "note": "Assessed"}, "who decided"),
    ],
)
def test_decision_that_is_incomplete_is_refused(
    world: make.World, case: Referral, changes: dict[str, Any], why: str
) -> None:
    with pytest.raises(UnableToRecordSharing, match=why):
        record(case, world, **changes)


def test_decision_about_who_holds_the_case_is_refused(world: make.World, case: Referral) -> None:
    with pytest.raises(UnableToRecordSharing, match="holds this case"):
        record(case, world, partner=world.council)


def test_decision_on_an_ended_case_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToActNow):
        record(make.referral(world, "declined"), world)


def test_withdrawal_says_when_by_whom_and_why_and_is_on_the_timeline(world: make.World, case: Referral) -> None:
    withdraw(case, world, "flat")
    decision = case.sharing_decisions.get(purpose="flat")
    assert (decision.withdrawn_at, decision.withdrawn_by, decision.withdrawn_why) == (
        LATER,
        world.sister,
        "She changed her mind",
    )
    assert ReferralEvent.objects.get(referral=case, event="withdraw_sharing").note == "A temporary flat"


def test_withdrawal_tells_the_coordinator_without_a_name(world: make.World, case: Referral) -> None:
    withdraw(case, world, "flat")
    told = Notification.objects.get(recipient=world.coordinator, key__contains="sharing")
    assert told.text == f"{case.reference}: a decision about sharing was withdrawn"


def test_withdrawal_leaves_the_referral_going_on(world: make.World, case: Referral) -> None:
    assert withdraw(case, world).status == "accepted"
    assert visible_to(world.coordinator).filter(pk=case.pk).exists()


def test_withdrawal_is_possible_after_the_case_has_ended(world: make.World) -> None:
    ended = make.referral(world, "closed")
    withdraw(ended, world, at=make.NOW + timedelta(days=1))
    assert current(ended) == set()


@pytest.mark.parametrize(("changes", "why"), [({"why": " "}, "why it is withdrawn"), ({"decisions": []}, "Select")])
def test_withdrawal_without_reason_or_decision_is_refused(
    world: make.World, case: Referral, changes: dict[str, Any], why: str
) -> None:
    with pytest.raises(UnableToRecordSharing, match=why):
        withdraw(case, world, **changes)


def test_withdrawal_of_another_cases_decision_is_refused(world: make.World, case: Referral) -> None:
    other = make.referral(world).sharing_decisions.values_list("pk", flat=True)
    with pytest.raises(UnableToRecordSharing):
        withdraw(case, world, decisions=list(other))


def test_withdrawal_twice_is_quiet_for_the_same_person_and_names_them_to_another(
    world: make.World, case: Referral
) -> None:
    pks = list(case.sharing_decisions.values_list("pk", flat=True))
    withdraw(case, world)
    withdraw(case, world, decisions=pks)
    assert AuditEvent.objects.filter(action="withdraw_sharing").count() == 1
    with pytest.raises(UnableToActNow, match=world.sister.name):
        withdraw(case, world, decisions=pks, by=world.coordinator)


def test_withdrawal_hides_the_case_from_who_may_look(world: make.World, case: Referral) -> None:
    elsewhere = make.world()
    make.viewer(case, elsewhere.council)
    assert visible_to(elsewhere.coordinator).filter(pk=case.pk).exists()
    withdraw(case, world, "review")
    assert not visible_to(elsewhere.coordinator).filter(pk=case.pk).exists()


def test_withdrawal_that_fails_half_way_changes_nothing(world: make.World, case: Referral) -> None:
    make.viewer(case, make.OrganisationFactory())
    with connection.cursor() as cursor:
        cursor.execute(
            "create function refuse_for_test() returns trigger language plpgsql as "
            "$$ begin raise exception 'refused for a test'; end $$; "
            "create trigger refuse_for_test before insert on partners_auditevent "
            "for each row execute function refuse_for_test()"
        )
    before = current(case)
    with pytest.raises(DatabaseError, match="refused for a test"):
        withdraw(case, world)
    assert current(case) == before
    assert case.parties.filter(part=Part.VIEWER, to_at__isnull=True).exists()


@pytest.mark.parametrize("part", [Part.PROVIDER, Part.ACCOMMODATION, Part.VIEWER])
def test_party_is_let_in_only_on_both_feet(world: make.World, case: Referral, part: Part) -> None:
    stranger = make.OrganisationFactory()
    with pytest.raises(UnableToShare):
        add_party(referral=case, organisation=stranger, part=part, at=LATER)
    make.agreement(world.council, stranger).save()
    purpose = {Part.PROVIDER: "home_work", Part.ACCOMMODATION: "flat", Part.VIEWER: "review"}[part]
    if part is Part.VIEWER:
        make.decided(case, SharingPurpose.REVIEW)
    party = add_party(referral=case, organisation=stranger, part=part, at=LATER)
    assert party.decision is not None
    assert party.agreement is not None
    assert (party.decision.purpose, party.agreement.receiver) == (purpose, stranger)


def test_party_of_the_lead_itself_needs_nothing(world: make.World, case: Referral) -> None:
    SharingAgreement.objects.all().delete()
    case.sharing_decisions.all().delete()
    party = add_party(referral=case, organisation=world.council, part=Part.PROVIDER, at=LATER)
    assert (party.agreement, party.decision) == (None, None)


def insert(case: Referral, **values: Any) -> None:
    with transaction.atomic():
        ReferralParty.objects.create(referral=case, part="provider", from_at=LATER, **values)


@pytest.mark.parametrize("foot", ["agreement", "decision"])
def test_database_refuses_a_party_on_one_foot(world: make.World, case: Referral, foot: str) -> None:
    feet = {
        "agreement": SharingAgreement.objects.get(receiver=world.provider),
        "decision": case.sharing_decisions.get(purpose="home_work"),
    }
    with pytest.raises(IntegrityError, match="party_has_basis"):
        insert(case, organisation=world.provider, **{foot: feet[foot]})
    insert(case, organisation=world.provider, **feet)


def test_database_refuses_a_party_on_anothers_agreement_or_decision(world: make.World, case: Referral) -> None:
    own = case.sharing_decisions.get(purpose="home_work")
    others = make.referral(world).sharing_decisions.get(purpose="home_work")
    agreement = SharingAgreement.objects.get(receiver=world.provider)
    for organisation, decision in ((world.landlord, own), (world.provider, others)):
        with pytest.raises(IntegrityError, match="party_has_basis"):
            insert(case, organisation=organisation, agreement=agreement, decision=decision)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("sharing_purpose_known", {"purpose": "gossip"}),
        ("sharing_withdrawn_by_and_why", {"withdrawn_at": LATER}),
        ("sharing_withdrawn_by_and_why", {"withdrawn_why": "No more"}),
        ("sharing_one_current", {"purpose": "home_work"}),
    ],
)
def test_database_refuses_an_impossible_decision(case: Referral, name: str, change: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        case.sharing_decisions.filter(purpose="flat").update(**change)


def test_database_refuses_a_decision_withdrawn_before_it_was_recorded(world: make.World, case: Referral) -> None:
    with pytest.raises(IntegrityError, match="sharing_dates_in_order"), transaction.atomic():
        case.sharing_decisions.filter(purpose="flat").update(
            withdrawn_at=make.NOW - timedelta(days=1), withdrawn_by=world.sister, withdrawn_why="No more"
        )
