"""An organisation is let in to look, on an agreement and a decision, and stopped again."""

from datetime import timedelta

import pytest

from partners.errors import NotAllowed, UnableToActNow
from partners.models import AuditEvent, Notification, Organisation, SharingAgreement
from partners.roles import RoleCode
from partners.sharing import SharingPurpose
from referrals import access
from referrals.actions import viewers
from referrals.actions.sharing import withdraw_decisions
from referrals.actions.viewers import UnableToAddViewer
from referrals.errors import UnableToShare
from referrals.models import Referral, ReferralEvent
from referrals.queries.sharing import could_look, partners_to_decide_about
from referrals.sharing import Missing
from tests import factories as make

pytestmark = pytest.mark.django_db
AT = make.NOW + timedelta(hours=4)
LATER = AT + timedelta(hours=1)


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def case(world: make.World) -> Referral:
    return make.referral(world, "accepted")


@pytest.fixture
def neighbour(world: make.World) -> Organisation:
    """Another council with a coordinator, to which the lead gives details to look at a case together."""
    council: Organisation = make.OrganisationFactory()
    make.person(RoleCode.COORDINATOR, council)
    make.agreement(world.council, council, SharingPurpose.REVIEW).save()
    return council


@pytest.fixture
def agreed(case: Referral, neighbour: Organisation) -> Organisation:
    make.decided(case, SharingPurpose.REVIEW, neighbour)
    return neighbour


def add(world: make.World, case: Referral, organisation: Organisation, **more: object) -> Referral:
    values = {"why": "She moves to their area", "by": world.coordinator, "at": AT, **more}
    return viewers.add_viewer(referral=case, organisation=organisation, **values)  # type: ignore[arg-type]


def their_coordinator(organisation: Organisation) -> object:
    return organisation.memberships.get(role=RoleCode.COORDINATOR).user


def test_organisation_let_in_sees_the_case_and_does_nothing(
    world: make.World, case: Referral, agreed: Organisation
) -> None:
    add(world, case, agreed)
    viewer = their_coordinator(agreed)
    assert access.can_view(viewer, case)  # type: ignore[arg-type]
    assert access.allowed_events(viewer, case) == []  # type: ignore[arg-type]


def test_part_stands_on_the_agreement_and_the_decision(world: make.World, case: Referral, agreed: Organisation) -> None:
    add(world, case, agreed)
    party = case.parties.get(part="viewer")
    assert party.agreement == SharingAgreement.objects.get(receiver=agreed)
    assert party.decision == case.sharing_decisions.get(purpose=SharingPurpose.REVIEW)


def test_without_a_decision_nothing_is_shared(world: make.World, case: Referral, neighbour: Organisation) -> None:
    with pytest.raises(UnableToShare) as stopped:
        add(world, case, neighbour)
    assert stopped.value.refusal.missing == (Missing.DECISION,)
    assert not case.parties.filter(part="viewer").exists()


def test_without_an_agreement_nothing_is_shared(world: make.World, case: Referral, agreed: Organisation) -> None:
    SharingAgreement.objects.filter(receiver=agreed).delete()
    with pytest.raises(UnableToShare) as stopped:
        add(world, case, agreed)
    assert stopped.value.refusal.missing == (Missing.AGREEMENT,)


def test_without_a_reason_it_is_refused(world: make.World, case: Referral, agreed: Organisation) -> None:
    with pytest.raises(UnableToAddViewer, match="Enter why"):
        add(world, case, agreed, why=" ")


def test_who_holds_the_case_is_refused(world: make.World, case: Referral) -> None:
    with pytest.raises(UnableToAddViewer, match="holds this case already"):
        add(world, case, world.trust)


def test_organisation_where_nobody_could_look_is_refused(world: make.World, case: Referral) -> None:
    with pytest.raises(UnableToAddViewer, match="Nobody at"):
        add(world, case, world.landlord)


@pytest.mark.parametrize("by", ["sister", "discharge_team", "ig_officer", "administrator", "provider_worker"])
def test_who_does_not_decide_about_the_case_lets_nobody_in(
    world: make.World, case: Referral, agreed: Organisation, by: str
) -> None:
    with pytest.raises(NotAllowed):
        add(world, case, agreed, by=getattr(world, by))


def test_viewer_lets_nobody_else_in(world: make.World, case: Referral, agreed: Organisation) -> None:
    add(world, case, agreed)
    with pytest.raises(NotAllowed):
        add(world, case, make.OrganisationFactory(), by=their_coordinator(agreed))


def test_case_that_ended_lets_nobody_in(world: make.World, neighbour: Organisation) -> None:
    ended = make.referral(world, "closed")
    make.decided(ended, SharingPurpose.REVIEW, neighbour)
    with pytest.raises(UnableToActNow):
        add(world, ended, neighbour)


def test_letting_in_is_on_the_timeline_and_in_the_audit(
    world: make.World, case: Referral, agreed: Organisation
) -> None:
    add(world, case, agreed)
    event = ReferralEvent.objects.get(referral=case, event="add_viewer")
    assert (event.note, event.lead_only) == (f"{agreed.name}: She moves to their area", False)
    row = AuditEvent.objects.get(action="add_viewer", referral_id=case.pk)
    assert row.detail["organisation"] == agreed.pk
    assert "moves" not in str(row.detail)


def test_people_let_in_are_told_without_a_name(world: make.World, case: Referral, agreed: Organisation) -> None:
    add(world, case, agreed)
    assert Notification.objects.get(recipient=their_coordinator(agreed)).text == (
        f"{case.reference}: you may look at this case"
    )


def test_letting_in_twice_writes_once(world: make.World, case: Referral, agreed: Organisation) -> None:
    add(world, case, agreed)
    add(world, case, agreed, at=LATER)
    assert case.events.filter(event="add_viewer").count() == case.parties.filter(part="viewer").count() == 1


# Stopping


def end(world: make.World, case: Referral, organisation: Organisation, by: object = None) -> Referral:
    return viewers.end_viewer(referral=case, organisation=organisation, by=by or world.coordinator, at=LATER)  # type: ignore[arg-type]


def test_stopped_organisation_sees_nothing_any_more(world: make.World, case: Referral, agreed: Organisation) -> None:
    add(world, case, agreed)
    end(world, case, agreed)
    assert not access.can_view(their_coordinator(agreed), case)  # type: ignore[arg-type]
    assert case.parties.get(part="viewer").to_at == LATER


def test_stopping_is_on_the_timeline_and_clears_their_notices(
    world: make.World, case: Referral, agreed: Organisation
) -> None:
    add(world, case, agreed)
    end(world, case, agreed)
    assert case.events.get(event="end_viewer").note == agreed.name
    assert not Notification.objects.filter(recipient=their_coordinator(agreed)).exists()


def test_stopping_twice_writes_once(world: make.World, case: Referral, agreed: Organisation) -> None:
    add(world, case, agreed)
    end(world, case, agreed)
    end(world, case, agreed)
    assert case.events.filter(event="end_viewer").count() == 1


def test_stopping_on_a_case_that_ended(world: make.World, neighbour: Organisation) -> None:
    ended = make.referral(world, "closed")
    make.viewer(ended, neighbour)
    end(world, ended, neighbour)
    assert not ended.parties.filter(part="viewer", to_at__isnull=True).exists()


@pytest.mark.parametrize("by", ["sister", "discharge_team", "ig_officer"])
def test_who_does_not_decide_about_the_case_stops_nobody(
    world: make.World, case: Referral, agreed: Organisation, by: str
) -> None:
    add(world, case, agreed)
    with pytest.raises(NotAllowed):
        end(world, case, agreed, by=getattr(world, by))


def test_withdrawn_decision_stops_them_at_once(world: make.World, case: Referral, agreed: Organisation) -> None:
    add(world, case, agreed)
    decision = case.sharing_decisions.get(purpose=SharingPurpose.REVIEW)
    withdraw_decisions(referral=case, decisions=[decision.pk], why="She said no", by=world.sister, at=LATER)
    assert not access.can_view(their_coordinator(agreed), case)  # type: ignore[arg-type]


def test_looks_again_after_being_stopped(world: make.World, case: Referral, agreed: Organisation) -> None:
    add(world, case, agreed)
    end(world, case, agreed)
    add(world, case, agreed, at=LATER + timedelta(hours=1))
    assert access.can_view(their_coordinator(agreed), case)  # type: ignore[arg-type]


# Who can be chosen


def test_choice_is_who_gets_details_from_the_case_s_holders_and_has_somebody_to_look(
    world: make.World, case: Referral, neighbour: Organisation
) -> None:
    make.person(RoleCode.COORDINATOR, make.OrganisationFactory())  # no agreement with anybody here
    assert could_look(case) == [neighbour]


def test_choice_leaves_out_who_looks_already(world: make.World, case: Referral, agreed: Organisation) -> None:
    add(world, case, agreed)
    assert could_look(case) == []
    assert could_look(case, again=True) == [agreed]


def test_patient_can_decide_about_who_could_look(case: Referral, neighbour: Organisation) -> None:
    assert neighbour in partners_to_decide_about(case)
