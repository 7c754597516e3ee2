"""Who sees a case and what they may do to it: role by role, yes and no."""

import pytest

from partners import access as partners
from partners.actions.membership import end_role, give_role
from partners.errors import NotAllowed
from partners.models import User
from partners.roles import AT_A_SCHEME, AT_AN_ORGANISATION, RoleCode
from referrals import access
from referrals.actions import parties
from referrals.actions.transition import check
from referrals.lifecycle import BY_EVENT, Event, Part, Status
from tests import factories as make
from tests.factories.partners import TESTS

pytestmark = pytest.mark.django_db

SEES = {"sister", "discharge_team", "coordinator", "team_lead"}
EVERYBODY = (*sorted(SEES), "provider_worker", "flat_manager", "commissioner", "ig_officer", "administrator")
WARD = {
    Event.SUBMIT,
    Event.ANSWER,
    Event.WITHDRAW,
    Event.RECORD_READINESS,
    Event.RECORD_DELAY,
    Event.SEND_MESSAGE,
    Event.ADD_FILE,
    Event.RECORD_SHARING,
    Event.WITHDRAW_SHARING,
}
LEAD = set(Event) - {Event.SUBMIT, Event.ANSWER}
MAY: dict[str, set[Event]] = {
    "sister": WARD,
    "discharge_team": WARD,
    "coordinator": LEAD,
    "team_lead": LEAD,
    "provider_worker": set(),
    "flat_manager": set(),
    "commissioner": set(),
    "ig_officer": set(),
    "administrator": set(),
}


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.mark.parametrize("role", EVERYBODY)
def test_case_is_visible_to_its_ward_and_its_coordinators_only(world: make.World, role: str) -> None:
    case = make.referral(world)
    assert access.can_view(getattr(world, role), case) is (role in SEES)


@pytest.mark.parametrize("role", EVERYBODY)
def test_visible_list_agrees_with_the_rule_for_one_case(world: make.World, role: str) -> None:
    case = make.referral(world)
    assert access.visible_to(getattr(world, role)).filter(pk=case.pk).exists() is (role in SEES)


@pytest.mark.parametrize("role", EVERYBODY)
def test_every_event_is_tried_as_every_role(world: make.World, role: str) -> None:
    """The right alone, whatever the status: the table of rights written out a second time, by hand."""
    case = make.referral(world)
    person: User = getattr(world, role)
    assert {event for event in Event if access.has_right(person, event, case)} == MAY[role]


@pytest.mark.parametrize("role", EVERYBODY)
def test_every_forbidden_event_raises_not_allowed(world: make.World, role: str) -> None:
    case = make.referral(world)
    refused = set()
    for event in set(Event) - MAY[role]:
        try:
            check(case, event, getattr(world, role))
        except NotAllowed:
            refused.add(event)
    assert refused == set(Event) - MAY[role]


@pytest.mark.parametrize("status", ["submitted", "accepted", "discharged", "closed"])
def test_buttons_of_a_coordinator_follow_the_lifecycle_table(world: make.World, status: str) -> None:
    case = make.referral(world, status)
    possible = {event for event in LEAD if Status(status) in BY_EVENT[event].sources}
    assert set(access.allowed_events(world.coordinator, case)) == possible


def test_ward_staff_of_another_ward_do_not_see_it(world: make.World) -> None:
    stranger = make.person(RoleCode.WARD_STAFF, world.trust, wards=[world.other_ward])
    assert not access.visible_to(stranger).filter(pk=make.referral(world).pk).exists()


def test_draft_is_invisible_to_the_coordinator(world: make.World) -> None:
    assert not access.can_view(world.coordinator, make.draft(world))


def test_draft_is_visible_to_a_colleague_on_the_ward(world: make.World) -> None:
    colleague = make.person(RoleCode.WARD_STAFF, world.trust, wards=[world.ward])
    assert access.can_view(colleague, make.draft(world))


def test_coordinator_of_another_organisation_sees_nothing(world: make.World) -> None:
    stranger = make.person(RoleCode.COORDINATOR, make.OrganisationFactory())
    make.referral(world)
    assert not access.visible_to(stranger).exists()


def test_viewer_party_lets_a_coordinator_elsewhere_see_the_case(world: make.World) -> None:
    elsewhere = make.OrganisationFactory()
    viewer = make.person(RoleCode.COORDINATOR, elsewhere)
    case = make.referral(world)
    make.viewer(case, elsewhere)
    assert access.can_view(viewer, case)


def test_viewer_party_gives_no_right_to_act(world: make.World) -> None:
    elsewhere = make.OrganisationFactory()
    viewer = make.person(RoleCode.COORDINATOR, elsewhere)
    case = make.referral(world)
    make.viewer(case, elsewhere)
    assert access.allowed_events(viewer, case) == []


def test_ended_viewer_party_hides_the_case(world: make.World) -> None:
    elsewhere = make.OrganisationFactory()
    viewer = make.person(RoleCode.COORDINATOR, elsewhere)
    case = make.referral(world)
    make.viewer(case, elsewhere)
    parties.end_party(referral=case, organisation=elsewhere, part=Part.VIEWER, at=make.NOW)
    assert not access.visible_to(viewer).filter(pk=case.pk).exists()


def test_superuser_without_membership_sees_no_case(world: make.World) -> None:
    make.referral(world)
    superuser = User.objects.create_superuser(email="root@homeward.example", password="x", name="Root")
    assert not access.visible_to(superuser).exists()


def test_deactivated_person_has_no_rights(world: make.World) -> None:
    world.coordinator.is_active = False
    assert not access.visible_to(world.coordinator).exists()


def test_ended_membership_takes_the_right_away(world: make.World) -> None:
    make.referral(world)
    end_role(membership=world.coordinator.memberships.get(), by=TESTS, at=make.NOW)
    assert not access.visible_to(User.objects.get(pk=world.coordinator.pk)).exists()


def test_right_counts_only_in_the_role_worked_in(world: make.World) -> None:
    person = make.person(RoleCode.COORDINATOR, world.council)
    give_role(user=person, organisation=world.icb, role=RoleCode.COMMISSIONER, by=TESTS, at=make.NOW)
    make.referral(world)
    person.working_as = person.memberships.get(role=RoleCode.COMMISSIONER)
    assert not access.visible_to(person).exists()


def test_ward_staff_refer_only_from_their_own_wards(world: make.World) -> None:
    assert not access.can_make_referral(world.sister, world.trust.pk, world.other_ward.pk)


def test_discharge_team_refers_from_any_ward(world: make.World) -> None:
    assert access.can_make_referral(world.discharge_team, world.trust.pk, world.other_ward.pk)


def test_rights_of_a_person_cost_one_query(world: make.World, django_assert_num_queries: object) -> None:
    person = User.objects.get(pk=world.coordinator.pk)
    with django_assert_num_queries(1):  # type: ignore[operator]
        for permission in AT_AN_ORGANISATION:
            partners.organisations_where(person, permission)
        for permission in AT_A_SCHEME:
            partners.schemes_where(person, permission)
