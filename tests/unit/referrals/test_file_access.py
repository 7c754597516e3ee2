"""Who sees a file: role by role, and the list agrees with the rule for one."""

import pytest

from partners.roles import RoleCode
from referrals import access
from tests import factories as make

pytestmark = pytest.mark.django_db
SEES = {"sister", "discharge_team", "coordinator", "team_lead"}


@pytest.fixture
def world() -> make.World:
    return make.world()


def test_file_is_visible_to_both_sides_of_its_case_and_nobody_else(world: make.World) -> None:
    file = make.file(make.referral(world, "accepted"), by=world.coordinator)
    seen = {role for role, person in world.people.items() if access.can_view_file(person, file)}
    assert seen == SEES


def test_files_listed_are_those_that_may_be_seen(world: make.World) -> None:
    elsewhere = make.world()
    theirs = make.file(make.referral(elsewhere, "accepted"), by=elsewhere.coordinator)
    file = make.file(make.referral(world, "accepted"), by=world.coordinator)
    other_ward = make.file(
        make.referral(world, "accepted", by=world.discharge_team, ward_id=world.other_ward.pk), by=world.coordinator
    )
    for person in world.people.values():
        listed = set(access.visible_files(person))
        assert listed == {each for each in (file, theirs, other_ward) if access.can_view_file(person, each)}


def test_file_is_not_for_an_organisation_that_may_only_look(world: make.World) -> None:
    case = make.referral(world, "accepted")
    file = make.file(case, by=world.coordinator)
    elsewhere = make.OrganisationFactory()
    viewer = make.person(RoleCode.COORDINATOR, elsewhere)
    make.viewer(case, elsewhere)
    assert access.can_view(viewer, case)
    assert not access.can_view_file(viewer, file)
    assert not access.visible_files(viewer).exists()
