"""Rights at schemes: who has them, by which part of their organisation, and what gives and takes them."""

from typing import Any

import pytest
from django.core.management.sql import emit_post_migrate_signal
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from partners import access
from partners.actions import membership, organisations, schemes
from partners.models import Membership, Organisation, Scheme, SchemeGroupGrant, SchemePartner, User
from partners.roles import AT_A_SCHEME, AT_AN_ORGANISATION, PERMISSION_MEANING, Permission, RoleCode
from tests import factories as make
from tests.factories.partners import TESTS
from tests.unit.partners.test_schemes import DETAILS

pytestmark = pytest.mark.django_db
FIGURES = Permission.REPORT_VIEW


@pytest.fixture
def world() -> make.World:
    return make.world()


def where(person: User, right: Permission = FIGURES) -> set[int]:
    """The schemes at which this person has this right, looked up anew."""
    fresh = User.objects.get(pk=person.pk)
    fresh.working_as = person.working_as
    return set(access.schemes_where(fresh, right))


def takes_part(scheme: Scheme, organisation: Organisation, part: str) -> SchemePartner:
    return schemes.add_scheme_partner(scheme=scheme, organisation=organisation, part=part, by=TESTS, at=make.NOW)


def works_at(organisation: Organisation, role: RoleCode) -> User:
    wards = [make.WardFactory(site=make.SiteFactory(organisation=organisation))] if role == RoleCode.WARD_STAFF else []
    return make.person(role, organisation, wards=wards)


def test_every_right_is_of_one_kind() -> None:
    assert not AT_AN_ORGANISATION.keys() & AT_A_SCHEME.keys()
    assert PERMISSION_MEANING.keys() == set(Permission)


@pytest.mark.parametrize("part", ["lead", "commissioner"])
@pytest.mark.parametrize("role", RoleCode)
def test_figures_are_for_team_leads_and_commissioners_where_their_organisation_leads_or_pays(
    world: make.World, role: RoleCode, part: str
) -> None:
    person = works_at(world.council if part == "lead" else world.icb, role)
    expected = {world.scheme.pk} if role in (RoleCode.TEAM_LEAD, RoleCode.COMMISSIONER) else set()
    assert where(person) == expected


@pytest.mark.parametrize("part", ["lead", "commissioner"])
@pytest.mark.parametrize("role", RoleCode)
def test_targets_are_for_the_team_leads_of_the_organisation_that_leads(
    world: make.World, role: RoleCode, part: str
) -> None:
    person = works_at(world.council if part == "lead" else world.icb, role)
    expected = {world.scheme.pk} if (part, role) == ("lead", RoleCode.TEAM_LEAD) else set()
    assert where(person, Permission.TARGETS_CHANGE) == expected


@pytest.mark.parametrize("role", [RoleCode.TEAM_LEAD, RoleCode.COMMISSIONER])
@pytest.mark.parametrize("part", ["referrer", "provider", "accommodation", "evaluator"])
def test_other_parts_give_no_right_at_the_scheme(world: make.World, part: str, role: RoleCode) -> None:
    organisation = make.OrganisationFactory()
    takes_part(world.scheme, organisation, part)
    assert where(works_at(organisation, role)) == set()


def test_lead_of_one_scheme_has_no_right_at_another(world: make.World) -> None:
    other = make.world()
    assert (where(world.team_lead), where(other.team_lead)) == ({world.scheme.pk}, {other.scheme.pk})


def test_superuser_has_no_right_at_a_scheme(world: make.World) -> None:
    assert where(User.objects.create_superuser(email="root@homeward.example", name="Root")) == set()


def test_right_at_schemes_asked_of_organisations_is_a_mistake(world: make.World) -> None:
    with pytest.raises(ValueError, match="at a scheme"):
        access.organisations_where(world.team_lead, FIGURES)


def test_right_at_schemes_asked_at_one_organisation_is_a_mistake(world: make.World) -> None:
    with pytest.raises(ValueError, match="at a scheme"):
        access.has_permission(world.team_lead, FIGURES, world.council.pk)


def test_right_at_organisations_asked_of_schemes_is_a_mistake(world: make.World) -> None:
    with pytest.raises(ValueError, match="at an organisation"):
        access.schemes_where(world.team_lead, Permission.CASE_TRIAGE)


@pytest.mark.parametrize("name", ["team_lead", "commissioner"])
def test_pages_of_a_right_at_schemes_open_to_its_roles_before_there_is_a_scheme(world: make.World, name: str) -> None:
    SchemeGroupGrant.objects.all().delete()
    assert access.has_permission(world.people[name], FIGURES)


@pytest.mark.parametrize("name", ["sister", "coordinator", "provider_worker", "ig_officer", "administrator"])
def test_pages_of_a_right_at_schemes_stay_shut_to_other_roles(world: make.World, name: str) -> None:
    assert not access.has_permission(world.people[name], FIGURES)


# What gives and takes the grants


def test_new_scheme_gives_the_leads_people_their_right(world: make.World) -> None:
    added = schemes.add_scheme(lead=world.council, details=DETAILS, by=world.administrator, at=make.NOW)
    assert where(world.team_lead) == {world.scheme.pk, added.pk}


def test_new_part_gives_the_right_to_people_who_are_here(world: make.World) -> None:
    person = make.person(RoleCode.COMMISSIONER, make.OrganisationFactory(icb=True))
    takes_part(world.scheme, person.memberships.get().organisation, "commissioner")
    assert where(person) == {world.scheme.pk}


def test_ended_part_takes_the_right(world: make.World) -> None:
    partner = SchemePartner.objects.get(organisation=world.icb)
    schemes.remove_scheme_partner(partner=partner, by=world.administrator, at=make.NOW)
    assert where(world.commissioner) == set()


def test_ended_part_of_an_organisation_that_leads_leaves_the_right(world: make.World) -> None:
    partner = takes_part(world.scheme, world.council, "commissioner")
    schemes.remove_scheme_partner(partner=partner, by=world.administrator, at=make.NOW)
    assert where(world.team_lead) == {world.scheme.pk}


def test_ended_part_leaves_the_right_at_other_schemes(world: make.World) -> None:
    other = make.world()
    takes_part(other.scheme, world.icb, "commissioner")
    partner = SchemePartner.objects.get(organisation=world.icb, scheme=world.scheme)
    schemes.remove_scheme_partner(partner=partner, by=world.administrator, at=make.NOW)
    assert where(world.commissioner) == {other.scheme.pk}


def test_changed_lead_moves_the_right(world: make.World) -> None:
    other = make.world()
    Scheme.objects.filter(pk=world.scheme.pk).update(lead_organisation=other.council)
    access.bring_role_groups_up_to_date([world.council.pk, other.council.pk])
    assert (where(world.team_lead), where(other.team_lead)) == (set(), {world.scheme.pk, other.scheme.pk})


def test_bringing_one_organisation_up_to_date_leaves_the_others(world: make.World) -> None:
    SchemeGroupGrant.objects.all().delete()
    access.bring_role_groups_up_to_date([world.council.pk])
    assert (where(world.team_lead), where(world.commissioner)) == ({world.scheme.pk}, set())


def test_bringing_up_to_date_again_changes_no_row(world: make.World) -> None:
    before = list(SchemeGroupGrant.objects.order_by("pk").values_list())
    access.bring_role_groups_up_to_date()
    assert list(SchemeGroupGrant.objects.order_by("pk").values_list()) == before


def test_migration_gives_every_right_at_schemes_to_who_should_have_it(world: make.World) -> None:
    SchemeGroupGrant.objects.all().delete()
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    assert (where(world.team_lead), where(world.commissioner)) == ({world.scheme.pk}, {world.scheme.pk})


def test_grant_that_no_part_gives_is_taken_away(world: make.World) -> None:
    stray = SchemeGroupGrant.objects.get(group=world.team_lead.groups.get(), permission__codename=FIGURES)
    SchemeGroupGrant.objects.create(
        group=world.provider_worker.groups.get(), permission=stray.permission, content_object=world.scheme
    )
    access.bring_role_groups_up_to_date([world.provider.pk])
    assert where(world.provider_worker) == set()


# What a grant counts for


def test_ended_role_has_no_right_at_a_scheme_though_still_in_the_group(world: make.World) -> None:
    Membership.objects.filter(user=world.team_lead).update(active=False, ended_at=make.NOW)
    assert world.team_lead.groups.exists()
    assert where(world.team_lead) == set()


def test_ended_role_leaves_the_group(world: make.World) -> None:
    membership.end_role(membership=world.team_lead.memberships.get(), by=world.administrator, at=make.NOW)
    assert not world.team_lead.groups.exists()


def test_ended_role_leaves_a_colleague_their_right(world: make.World) -> None:
    colleague = make.person(RoleCode.TEAM_LEAD, world.council)
    membership.end_role(membership=world.team_lead.memberships.get(), by=world.administrator, at=make.NOW)
    assert where(colleague) == {world.scheme.pk}


def test_inactive_person_has_no_right_at_a_scheme(world: make.World) -> None:
    membership.set_active(user=world.commissioner, active=False, by=world.administrator, at=make.NOW)
    assert where(world.commissioner) == set()


def test_organisation_out_of_use_has_no_right_at_a_scheme(world: make.World) -> None:
    organisations.change_organisation(
        organisation=world.icb,
        name=world.icb.name,
        kind=world.icb.kind,
        ods_code="",
        active=False,
        by=world.administrator,
        at=make.NOW,
    )
    assert where(world.commissioner) == set()


def test_right_at_schemes_counts_only_in_the_role_worked_in(world: make.World) -> None:
    other = make.world()
    person = make.person(RoleCode.TEAM_LEAD, world.council)
    membership.give_role(user=person, organisation=other.icb, role=RoleCode.COMMISSIONER, by=TESTS, at=make.NOW)
    person.working_as = person.memberships.get(role=RoleCode.COMMISSIONER)
    assert where(person) == {other.scheme.pk}


def test_role_without_the_right_gets_it_from_no_other_role_of_the_organisation(world: make.World) -> None:
    person = make.person(RoleCode.TEAM_LEAD, world.council)
    membership.give_role(user=person, organisation=world.council, role=RoleCode.COORDINATOR, by=TESTS, at=make.NOW)
    person.working_as = person.memberships.get(role=RoleCode.COORDINATOR)
    assert where(person) == set()


# What it costs, and what the database holds


@pytest.mark.parametrize("schemes_paid_for", [2, 50])
def test_rights_of_both_kinds_cost_one_query_however_many_schemes(
    world: make.World, schemes_paid_for: int, django_assert_num_queries: Any
) -> None:
    SchemePartner.objects.bulk_create(
        [
            SchemePartner(scheme=make.SchemeFactory(), organisation=world.icb, part="commissioner")
            for _ in range(schemes_paid_for - 1)
        ]
    )
    access.bring_role_groups_up_to_date([world.icb.pk])
    person = User.objects.get(pk=world.commissioner.pk)
    with django_assert_num_queries(1):
        assert len(access.schemes_where(person, FIGURES)) == schemes_paid_for
        assert not access.organisations_where(person, Permission.CASE_TRIAGE)
        assert access.has_permission(person, FIGURES)


def test_bringing_up_to_date_costs_as_many_queries_for_two_organisations_as_for_ten() -> None:
    def queries(worlds: int) -> int:
        for _ in range(worlds):
            make.world()
        SchemeGroupGrant.objects.all().delete()
        with CaptureQueriesContext(connection) as found:
            access.bring_role_groups_up_to_date()
        return len(found)

    assert queries(1) == queries(4)


def test_same_grant_twice_is_refused_by_the_database(world: make.World) -> None:
    held = SchemeGroupGrant.objects.get(group=world.team_lead.groups.get(), permission__codename=FIGURES)
    held.pk = None
    with pytest.raises(IntegrityError, match="unique"), transaction.atomic():
        SchemeGroupGrant.objects.bulk_create([held])
