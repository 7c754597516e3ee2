"""People and their roles."""

import pytest
from django.core.management.sql import emit_post_migrate_signal
from django.db import IntegrityError, transaction

from partners import access
from partners.actions import membership
from partners.actions.membership import UnableToAddPerson
from partners.errors import NotAllowed
from partners.models import AuditEvent, Membership, OrganisationGroupGrant, User
from partners.roles import AT_A_SCHEME, AT_AN_ORGANISATION, ROLES, Permission, RoleCode
from tests import factories as make
from tests.factories.partners import TESTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.mark.parametrize("role", RoleCode)
def test_role_gives_exactly_its_rights(role: RoleCode) -> None:
    ward = make.WardFactory()
    holder = make.person(role, ward.site.organisation, wards=[ward] if role == RoleCode.WARD_STAFF else [])
    held = {each for each in AT_AN_ORGANISATION if access.has_permission(holder, each, ward.site.organisation_id)}
    at_schemes = {each for each in AT_A_SCHEME if access.has_permission(holder, each)}
    assert held | at_schemes == ROLES[role].permissions


def test_role_gives_no_right_elsewhere(world: make.World) -> None:
    assert not access.has_permission(world.coordinator, Permission.CASE_TRIAGE, world.trust.pk)


def test_role_changed_in_code_is_brought_up_to_date(world: make.World) -> None:
    OrganisationGroupGrant.objects.filter(permission__codename=Permission.CASE_TRIAGE).delete()
    access.ensure_role_group(world.council, RoleCode.COORDINATOR)
    assert access.has_permission(User.objects.get(pk=world.coordinator.pk), Permission.CASE_TRIAGE)


def test_migration_gives_a_new_right_to_who_holds_the_role_already(world: make.World) -> None:
    OrganisationGroupGrant.objects.filter(permission__codename=Permission.SHARING_RECORD).delete()
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    assert access.has_permission(User.objects.get(pk=world.sister.pk), Permission.SHARING_RECORD)


def test_right_no_longer_in_the_role_is_taken_away(world: make.World) -> None:
    group = access.ensure_role_group(world.icb, RoleCode.COMMISSIONER)
    extra = OrganisationGroupGrant.objects.filter(permission__codename=Permission.CASE_TRIAGE)[0].permission
    OrganisationGroupGrant.objects.create(group=group, permission=extra, content_object=world.icb)
    access.ensure_role_group(world.icb, RoleCode.COMMISSIONER)
    assert not OrganisationGroupGrant.objects.filter(group=group, permission=extra).exists()


def test_same_address_in_other_case_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToAddPerson, match="already here"):
        membership.add_person(email=world.sister.email.upper(), name="Twin", by=world.administrator, at=make.NOW)


def test_adding_people_without_the_right_is_refused(world: make.World) -> None:
    with pytest.raises(NotAllowed):
        membership.add_person(email="new@homeward.example", name="New", by=world.team_lead, at=make.NOW)


def test_ward_staff_without_a_ward_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToAddPerson, match="at least one ward"):
        make.person(RoleCode.WARD_STAFF, world.trust)


def test_ward_of_another_organisation_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToAddPerson, match="only"):
        make.person(RoleCode.WARD_STAFF, world.council, wards=[world.ward])


def test_ending_a_role_twice_writes_one_audit_row(world: make.World) -> None:
    held = world.coordinator.memberships.get()
    for _ in range(2):
        membership.end_role(membership=held, by=world.administrator, at=make.NOW)
    assert AuditEvent.objects.filter(action="role_ended", object_id=held.pk).count() == 1


def test_ended_role_stays_on_record(world: make.World) -> None:
    held = world.coordinator.memberships.get()
    membership.end_role(membership=held, by=world.administrator, at=make.NOW)
    assert Membership.objects.get(pk=held.pk).ended_at == make.NOW


def test_deactivated_person_loses_every_right(world: make.World) -> None:
    membership.set_active(user=world.coordinator, active=False, by=world.administrator, at=make.NOW)
    assert not access.has_permission(User.objects.get(pk=world.coordinator.pk), Permission.CASE_TRIAGE)


def test_same_current_role_twice_is_refused_by_the_database(world: make.World) -> None:
    held = world.coordinator.memberships.get()
    held.pk = None
    with pytest.raises(IntegrityError, match="membership_current_once"), transaction.atomic():
        held.save()


def test_ended_role_without_time_is_refused_by_the_database(world: make.World) -> None:
    with pytest.raises(IntegrityError, match="membership_ended_with_time"), transaction.atomic():
        Membership.objects.filter(user=world.coordinator).update(active=False)


def test_unknown_role_is_refused_by_the_database(world: make.World) -> None:
    with pytest.raises(IntegrityError, match="membership_role_known"), transaction.atomic():
        Membership.objects.filter(user=world.coordinator).update(role="king")


def test_people_with_a_right_are_those_of_the_organisation(world: make.World) -> None:
    make.person(RoleCode.COORDINATOR, make.OrganisationFactory())
    found = access.people_with(Permission.CASE_TRIAGE, world.council.pk)
    assert set(found) == {world.coordinator, world.team_lead}


def test_giving_a_role_is_audited(world: make.World) -> None:
    given = membership.give_role(
        user=world.commissioner, organisation=world.icb, role=RoleCode.IG_OFFICER, by=TESTS, at=make.NOW
    )
    assert AuditEvent.objects.filter(action="role_given", object_id=given.pk).exists()
