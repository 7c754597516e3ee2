"""The quick way to make nine people gives them what the slow way gives one."""

import pytest

from partners import access
from partners.models import Membership, User
from partners.roles import RoleCode
from tests import factories as make

pytestmark = pytest.mark.django_db


def traits(user: User) -> tuple[object, ...]:
    held = Membership.objects.get(user=user)
    group = user.groups.get()
    grants = group.organisationgroupgrant_set.values_list("permission__codename", "content_object")
    return (
        user.check_password(make.PASSWORD),
        user.is_active,
        held.role,
        held.active,
        held.wards.count(),
        group.role_group.role,
        {codename for codename, organisation in grants if organisation == held.organisation_id},
        set(group.schemegroupgrant_set.values_list("permission__codename", "content_object")),
    )


@pytest.mark.parametrize("role", RoleCode)
def test_person_of_the_world_equals_a_person_made_alone(role: RoleCode) -> None:
    world = make.world()
    quick = next(each for each in world.people.values() if each.memberships.get().role == role)
    organisation = quick.memberships.get().organisation
    alone = make.person(role, organisation, wards=[world.ward] if role == RoleCode.WARD_STAFF else [])
    assert traits(quick) == traits(alone)


def test_role_of_the_world_given_again_changes_no_grant() -> None:
    world = make.world()
    before = world.coordinator.groups.get().organisationgroupgrant_set.count()
    access.ensure_role_group(world.council, RoleCode.COORDINATOR)
    assert world.coordinator.groups.get().organisationgroupgrant_set.count() == before
