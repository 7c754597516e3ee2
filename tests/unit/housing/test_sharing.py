"""What withdrawing does to jobs, bookings and guests, and that no action lets a partner in without both feet."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from housing import access
from housing.actions.bookings import book_stay, cancel_stay, confirm_stay
from housing.actions.moves import record_arrival, record_departure
from housing.actions.work import cancel_work, plan_work
from housing.models import Intervention, InterventionKind, Stay, Unit
from partners.actions.sharing import end_agreement
from partners.errors import UnableTo, UnableToActNow
from partners.models import Notification, SharingAgreement
from partners.sharing import SharingPurpose
from referrals.actions.sharing import record_decision, withdraw_decisions
from referrals.errors import UnableToShare
from referrals.lifecycle import Part
from referrals.models import Referral, ReferralEvent, ReferralParty, SharingDecision
from tests import factories as make

LATER = make.NOW + timedelta(hours=3)
SOON = LATER + timedelta(hours=1)
TODAY = date(2026, 11, 23)


@pytest.fixture
def case(world: make.World) -> Referral:
    return make.referral(world, "accepted")


def job(case: Referral, world: make.World, **changes: Any) -> Intervention:
    values = {
        "referral": case,
        "kind": InterventionKind.objects.get(code="key_safe"),
        "urgency": "urgent",
        "funding_source": "scheme",
        "provider": world.provider,
        "commission": True,
        "by": world.coordinator,
        "at": LATER,
    }
    return plan_work(**{**values, **changes})


def booking(case: Referral, world: make.World, unit: Unit, **changes: Any) -> Stay:
    values = {
        "referral": case,
        "unit": unit,
        "from_on": TODAY,
        "until_on": TODAY + timedelta(days=14),
        "by": world.coordinator,
        "at": LATER,
    }
    return book_stay(**{**values, **changes})


def withdraw(case: Referral, world: make.World, at: Any = SOON) -> None:
    withdraw_decisions(
        referral=case,
        decisions=list(case.sharing_decisions.filter(withdrawn_at__isnull=True).values_list("pk", flat=True)),
        why="She changed her mind",
        by=world.sister,
        at=at,
    )


def takes_part(case: Referral, part: Part) -> bool:
    return case.parties.filter(part=part, to_at__isnull=True).exists()


@pytest.mark.parametrize("foot", ["agreement", "decision"])
@pytest.mark.parametrize("what", ["job", "booking"])
def test_partner_is_asked_for_nothing_on_one_foot(
    world: make.World, case: Referral, unit: Unit, foot: str, what: str
) -> None:
    if foot == "agreement":
        for agreement in SharingAgreement.objects.filter(giver=world.council):
            end_agreement(agreement=agreement, why="Replaced", by=world.administrator, at=make.NOW)
    else:
        withdraw(case, world, at=make.NOW + timedelta(hours=2))
    with pytest.raises(UnableToShare):
        job(case, world) if what == "job" else booking(case, world, unit)
    assert not case.parties.filter(part__in=["provider", "accommodation"]).exists()
    assert not Stay.objects.exists()
    assert not Intervention.objects.exists()


def test_planning_work_without_asking_anybody_shares_nothing(world: make.World, case: Referral) -> None:
    withdraw(case, world)
    assert job(case, world, commission=False).status == "planned"


def test_agreement_ended_stops_the_second_job_and_lets_the_first_be_finished(world: make.World, case: Referral) -> None:
    first = job(case, world)
    agreement = SharingAgreement.objects.get(receiver=world.provider)
    end_agreement(agreement=agreement, why="Replaced", by=world.administrator, at=SOON)
    with pytest.raises(UnableToShare, match="no agreement"):
        job(case, world, instructions="And another", at=SOON)
    assert access.can_work(world.provider_worker, first)


def test_withdrawal_hides_a_job_at_once_and_cancels_nothing(world: make.World, case: Referral) -> None:
    work = job(case, world)
    assert access.visible_jobs(world.provider_worker).exists()
    withdraw(case, world)
    assert not access.visible_jobs(world.provider_worker).exists()
    work.refresh_from_db()
    assert work.status == "commissioned"


def test_withdrawal_puts_the_job_to_the_coordinator_and_stops_the_provider(world: make.World, case: Referral) -> None:
    work = job(case, world)
    withdraw(case, world)
    assert list(access.stopped_jobs(case)) == [work]
    assert ReferralEvent.objects.filter(referral=case, event="work_stopped").exists()
    assert Notification.objects.filter(recipient=world.coordinator, text__contains="has stopped").exists()
    told = Notification.objects.get(recipient=world.provider_worker, text__contains="stop")
    assert told.text == f"Job {work.pk}: stop, do not go"


def test_withdrawal_puts_a_booking_on_hold_and_keeps_the_flat(world: make.World, case: Referral, unit: Unit) -> None:
    stay = booking(case, world, unit)
    withdraw(case, world)
    stay.refresh_from_db()
    assert (stay.status, takes_part(case, Part.ACCOMMODATION)) == ("provisional", False)
    assert list(access.stopped_stays(case)) == [stay]
    assert ReferralEvent.objects.filter(referral=case, event="booking_stopped").exists()


def test_booking_on_hold_is_neither_confirmed_nor_moved_in_to(world: make.World, case: Referral, unit: Unit) -> None:
    stay = booking(case, world, unit)
    withdraw(case, world)
    with pytest.raises(UnableToActNow, match="on hold"):
        confirm_stay(stay=stay, by=world.flat_manager, at=SOON)
    with pytest.raises(UnableToActNow, match="on hold"):
        record_arrival(stay=stay, arrived_on=TODAY, by=world.flat_manager, at=SOON)


def test_withdrawal_leaves_a_guest_who_moved_in_with_their_landlord(
    world: make.World, case: Referral, unit: Unit
) -> None:
    stay = booking(case, world, unit)
    record_arrival(stay=stay, arrived_on=TODAY, by=world.flat_manager, at=LATER)
    withdraw(case, world)
    assert access.can_manage_stay(world.flat_manager, stay)
    assert not access.stopped_stays(case)
    assert case.parties.get(part=Part.ACCOMMODATION).by_contract_from == LATER


def test_guest_who_moves_out_ends_the_part_that_stood_on_the_contract(
    world: make.World, case: Referral, unit: Unit
) -> None:
    stay = booking(case, world, unit)
    record_arrival(stay=stay, arrived_on=TODAY, by=world.flat_manager, at=LATER)
    withdraw(case, world)
    record_departure(stay=stay, departed_on=TODAY, move_on_to="usual_home", by=world.flat_manager, at=SOON)
    assert not takes_part(case, Part.ACCOMMODATION)


def test_refusal_of_one_firm_stops_its_job_alone(world: make.World, case: Referral, unit: Unit) -> None:
    job(case, world)
    booking(case, world, unit)
    record_decision(
        referral=case, purpose="home_work", partner=world.provider, basis="refused", by=world.sister, at=SOON
    )
    assert (takes_part(case, Part.PROVIDER), takes_part(case, Part.ACCOMMODATION)) == (False, True)


def test_new_decision_lets_what_stopped_go_on(world: make.World, case: Referral, unit: Unit) -> None:
    work = job(case, world)
    booking(case, world, unit)
    withdraw(case, world)
    again = SOON + timedelta(hours=1)
    for purpose in ("home_work", "flat"):
        record_decision(referral=case, purpose=purpose, basis="consent", by=world.sister, at=again)
    assert access.can_work(world.provider_worker, work)
    assert takes_part(case, Part.ACCOMMODATION)
    assert ReferralEvent.objects.filter(referral=case, event="work_goes_on").exists()


def test_new_decision_without_agreement_lets_nothing_go_on(world: make.World, case: Referral) -> None:
    job(case, world)
    withdraw(case, world)
    SharingAgreement.objects.update(ended_at=SOON, ended_why="Replaced")
    record_decision(referral=case, purpose="home_work", basis="consent", by=world.sister, at=SOON + timedelta(hours=1))
    assert not takes_part(case, Part.PROVIDER)


def test_lead_doing_its_own_work_goes_on_after_a_withdrawal(world: make.World, case: Referral) -> None:
    job(case, world, provider=world.council)
    withdraw(case, world)
    assert takes_part(case, Part.PROVIDER)


_STEPS = st.lists(
    st.sampled_from(
        ["job", "booking", "cancel", "arrive", "leave", "withdraw", "consent", "refuse firm", "end", "agree"]
    ),
    min_size=3,
    max_size=9,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_STEPS)
def test_no_partner_is_ever_in_a_case_without_agreement_and_decision(
    world: make.World, unit: Unit, steps: list[str]
) -> None:
    """Whatever people do in whatever order, each step as far as it is allowed."""
    case = make.referral(world, "accepted")
    take_step("agree", case, world, unit, make.NOW)
    for hour, step in enumerate(steps, start=4):
        with suppress(UnableTo):
            take_step(step, case, world, unit, make.NOW + timedelta(hours=hour))
        check_parties(case)
    Stay.objects.filter(referral=case).exclude(status="departed").update(
        status="cancelled", cancelled_reason="The next example needs the flat"
    )
    unit.occupations.all().delete()


def take_step(step: str, case: Referral, world: make.World, unit: Unit, at: Any) -> None:
    stay = case.stays.exclude(status__in=["cancelled", "departed"]).first()
    work = case.interventions.filter(status="commissioned").first()
    firms = SharingAgreement.objects.filter(giver=world.council, ended_at__isnull=True)
    if step == "job":
        job(case, world, at=at, instructions=f"{at}")
    elif step == "booking":
        booking(case, world, unit, at=at)
    elif step == "cancel" and work is not None:
        cancel_work(work=work, reason="Not wanted", by=world.coordinator, at=at)
    elif step == "cancel" and stay is not None:
        cancel_stay(stay=stay, reason="Not wanted", by=world.coordinator, at=at)
    elif step == "arrive" and stay is not None:
        record_arrival(stay=stay, arrived_on=TODAY, by=world.flat_manager, at=at)
    elif step == "leave" and stay is not None:
        record_departure(stay=stay, departed_on=TODAY, move_on_to="usual_home", by=world.flat_manager, at=at)
    elif step == "withdraw":
        withdraw(case, world, at=at)
    elif step == "consent":
        for purpose in ("home_work", "flat"):
            record_decision(referral=case, purpose=purpose, basis="consent", by=world.coordinator, at=at)
    elif step == "refuse firm":
        record_decision(
            referral=case, purpose="home_work", partner=world.provider, basis="refused", by=world.sister, at=at
        )
    elif step == "end":
        for agreement in firms:
            end_agreement(agreement=agreement, why="Replaced", by=world.administrator, at=at)
    elif step == "agree" and not firms.exists():
        make.agreement(world.council, world.provider, SharingPurpose.HOME_WORK).save()
        make.agreement(world.council, world.landlord, SharingPurpose.FLAT).save()


def check_parties(case: Referral) -> None:
    """Each part began on both feet, and goes on only while a decision covers it or a contract carries it."""
    partners = ReferralParty.objects.filter(referral=case, part__in=["provider", "accommodation", "viewer"])
    for party in partners.select_related("agreement", "decision"):
        assert party.agreement is not None
        assert party.decision is not None
        assert party.agreement.as_rule().in_force(party.from_at)
        assert party.decision.as_rule().current(party.from_at)
        if party.to_at is None and party.by_contract_from is None:
            covering = SharingDecision.objects.filter(
                referral=case, purpose=party.decision.purpose, withdrawn_at__isnull=True
            )
            own = covering.filter(partner=party.organisation).first() or covering.filter(partner=None).first()
            assert own is not None
            assert own.basis == "consent"
