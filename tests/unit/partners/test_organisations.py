"""Organisations, sites and wards through the actions: who may, what is refused, and all or nothing."""

from collections.abc import Callable

import pytest
from django.db import connection

from partners.actions import organisations as actions
from partners.actions.organisations import UnableToChangeOrganisation
from partners.errors import NotAllowed
from partners.models import AuditEvent, Organisation, User, Ward
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.world()


def add(by: User, name: str = "Newark and Sherwood District Council", ods_code: str = "") -> Organisation:
    return actions.add_organisation(name=name, kind="council", ods_code=ods_code, by=by, at=make.NOW)


def test_add_organisation_administrator_adds_it_with_an_audit_row(world: make.World) -> None:
    added = add(world.administrator)

    assert AuditEvent.objects.filter(action="organisation_added", object_id=added.pk, at=make.NOW).exists()


@pytest.mark.parametrize(
    "role",
    [
        "sister",
        "discharge_team",
        "coordinator",
        "team_lead",
        "provider_worker",
        "flat_manager",
        "commissioner",
        "ig_officer",
    ],
)
def test_add_organisation_any_other_role_is_refused(world: make.World, role: str) -> None:
    with pytest.raises(NotAllowed):
        add(getattr(world, role))


def test_add_organisation_name_taken_in_other_capitals_is_refused(world: make.World) -> None:
    add(world.administrator)

    with pytest.raises(UnableToChangeOrganisation, match="this name"):
        add(world.administrator, "NEWARK AND SHERWOOD DISTRICT COUNCIL")


def test_add_organisation_code_taken_is_refused(world: make.World) -> None:
    add(world.administrator, ods_code="RK5")

    with pytest.raises(UnableToChangeOrganisation, match="ODS code"):
        add(world.administrator, "Another", ods_code="rk5")


def test_change_organisation_own_out_of_use_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToChangeOrganisation, match="your own"):
        change(world.council, world.administrator, active=False)


def test_change_organisation_out_of_use_takes_its_peoples_rights(world: make.World) -> None:
    from partners import access
    from partners.roles import Permission

    change(world.trust, world.administrator, active=False)

    fresh = User.objects.get(pk=world.sister.pk)
    assert not access.has_permission(fresh, Permission.REFERRAL_MAKE)


def test_change_organisation_nothing_changed_writes_no_audit_row(world: make.World) -> None:
    change(world.trust, world.administrator, active=True)

    assert not AuditEvent.objects.filter(action="organisation_changed").exists()


def test_add_site_twice_is_refused(world: make.World) -> None:
    actions.add_site(organisation=world.trust, name="Newark Hospital", by=world.administrator, at=make.NOW)

    with pytest.raises(UnableToChangeOrganisation, match="already has a site"):
        actions.add_site(organisation=world.trust, name="Newark Hospital", by=world.administrator, at=make.NOW)


def test_add_ward_twice_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToChangeOrganisation, match="already has a ward"):
        actions.add_ward(site=world.site, name=world.ward.name, kind="ward", by=world.administrator, at=make.NOW)


def test_close_ward_keeps_it_and_says_so_in_the_audit(world: make.World) -> None:
    actions.set_ward_active(ward=world.ward, active=False, by=world.administrator, at=make.NOW)

    assert not Ward.objects.get(pk=world.ward.pk).active
    assert AuditEvent.objects.filter(action="ward_closed", object_id=world.ward.pk).count() == 1


@pytest.mark.parametrize(
    "act",
    [
        lambda world: add(world.administrator),
        lambda world: change(world.trust, world.administrator, name="Another name"),
        lambda world: actions.add_site(
            organisation=world.trust, name="Newark Hospital", by=world.administrator, at=make.NOW
        ),
        lambda world: actions.add_ward(
            site=world.site, name="Sconce", kind="ward", by=world.administrator, at=make.NOW
        ),
        lambda world: actions.set_ward_active(ward=world.ward, active=False, by=world.administrator, at=make.NOW),
    ],
    ids=["add organisation", "change organisation", "add site", "add ward", "close ward"],
)
def test_action_failing_audit_undoes_the_change(world: make.World, act: Callable[[make.World], object]) -> None:
    from django.db import DatabaseError, transaction

    before = snapshot()
    with connection.cursor() as cursor:
        cursor.execute("alter table partners_auditevent add constraint nothing_more check (false) not valid")

    with pytest.raises(DatabaseError), transaction.atomic():
        act(world)

    assert snapshot() == before


def change(organisation: Organisation, by: User, *, active: bool = True, name: str = "") -> Organisation:
    return actions.change_organisation(
        organisation=organisation,
        name=name or organisation.name,
        kind=organisation.kind,
        ods_code=organisation.ods_code,
        active=active,
        by=by,
        at=make.NOW,
    )


def snapshot() -> list[object]:
    return [
        list(Organisation.objects.order_by("pk").values_list("name", "active", "sites__name", "sites__wards__name")),
        list(Ward.objects.order_by("pk").values_list("name", "active")),
    ]
