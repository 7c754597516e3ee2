"""Somebody leaves: their cases go to colleagues and their account is shut, all in one step or not at all."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partners.actions import membership as memberships
from partners.actions.membership import UnableToEndRole
from partners.errors import NotAllowed
from partners.models import AuditEvent, Membership, Notification, User
from partners.roles import RoleCode
from referrals import access
from referrals.actions import leaving as actions
from referrals.actions.leaving import UnableToHandOver
from referrals.actions.triage import UnableToAssign, accept_referral
from referrals.lifecycle import Event
from referrals.models import Referral, ReferralEvent
from referrals.queries import leaving as queries
from referrals.signals import referral_changed
from tests import factories as make
from tests.factories.partners import TESTS

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(days=1)


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def cases(world: make.World) -> list[Referral]:
    """Two open cases and one that has ended, all the coordinator's."""
    return [make.referral(world, status) for status in ("accepted", "discharged", "closed")]


def leaves(world: make.World, *, by: User | None = None, to: User | None = None) -> int:
    return actions.person_leaves(
        user=world.coordinator,
        colleagues={world.council.pk: to or world.team_lead},
        by=by or world.administrator,
        at=LATER,
    )


def holder(case: Referral) -> User | None:
    return Referral.objects.get(pk=case.pk).assignee


def test_open_cases_go_to_the_colleague(world: make.World, cases: list[Referral]) -> None:
    assert leaves(world) == 2
    assert [holder(case) for case in cases] == [world.team_lead, world.team_lead, world.coordinator]


def test_each_case_tells_it_in_its_timeline_and_the_audit(world: make.World, cases: list[Referral]) -> None:
    leaves(world)
    told = ReferralEvent.objects.filter(event=Event.ASSIGN, at=LATER, by=world.administrator)
    acts = AuditEvent.objects.filter(action=Event.ASSIGN.value, at=LATER, actor_id=world.administrator.pk)
    assert {each.referral_id for each in told} == {each.referral_id for each in acts} == {each.pk for each in cases[:2]}


def test_leaver_has_no_account_no_role_and_no_session(world: make.World, cases: list[Referral]) -> None:
    leaves(world)
    leaver = User.objects.get(pk=world.coordinator.pk)
    assert (leaver.is_active, leaver.signed_out_at) == (False, LATER)
    assert not leaver.memberships.filter(active=True).exists()


def test_colleague_is_told_once_and_reads_no_name(world: make.World, cases: list[Referral]) -> None:
    leaves(world)
    notice = Notification.objects.get(recipient=world.team_lead, key__startswith="handed_over")
    assert notice.text == "2 cases given to you because a colleague left"


def test_leaving_again_changes_nothing(world: make.World, cases: list[Referral]) -> None:
    leaves(world)
    before = AuditEvent.objects.count()
    assert leaves(world) == 0
    assert AuditEvent.objects.count() == before


def test_leaver_without_cases_needs_nobody_to_take_them(world: make.World) -> None:
    actions.person_leaves(user=world.coordinator, colleagues={}, by=world.administrator, at=LATER)
    assert not User.objects.get(pk=world.coordinator.pk).is_active


@pytest.mark.parametrize("taker", [None, "coordinator", "sister", "administrator"])
def test_cases_go_only_to_another_coordinator_of_the_lead(
    world: make.World, cases: list[Referral], taker: str | None
) -> None:
    colleagues = {world.council.pk: getattr(world, taker)} if taker else {}
    with pytest.raises(UnableToHandOver):
        actions.person_leaves(user=world.coordinator, colleagues=colleagues, by=world.administrator, at=LATER)
    assert User.objects.get(pk=world.coordinator.pk).is_active
    assert holder(cases[0]) == world.coordinator


def test_failure_on_the_last_case_undoes_everything(world: make.World, cases: list[Referral]) -> None:
    def breaks(referral: Referral, **_: Any) -> None:
        if referral.pk == cases[1].pk:
            raise RuntimeError

    referral_changed.connect(breaks)
    before = AuditEvent.objects.count()
    try:
        with pytest.raises(RuntimeError):
            leaves(world)
    finally:
        referral_changed.disconnect(breaks)
    assert [holder(case) for case in cases] == [world.coordinator] * 3
    assert AuditEvent.objects.count() == before
    assert User.objects.get(pk=world.coordinator.pk).is_active
    assert world.coordinator.memberships.get().active
    assert not Notification.objects.filter(key__startswith="handed_over").exists()


def test_administrator_cannot_see_off_themselves(world: make.World) -> None:
    with pytest.raises(UnableToEndRole):
        actions.person_leaves(user=world.administrator, colleagues={}, by=world.administrator, at=LATER)


@pytest.mark.parametrize(
    ("role", "may"),
    [("administrator", True), ("team_lead", True), ("coordinator", False), ("sister", False), ("ig_officer", False)],
)
def test_who_may_record_that_a_coordinator_left(world: make.World, role: str, may: bool) -> None:
    colleague = make.person(RoleCode.COORDINATOR, world.council)
    assert access.can_record_leaving(getattr(world, role), colleague) is may


@pytest.mark.parametrize("leaver", ["sister", "administrator", "provider_worker", "ig_officer"])
def test_team_lead_sees_off_only_their_team(world: make.World, leaver: str) -> None:
    assert not access.can_record_leaving(world.team_lead, getattr(world, leaver))


def test_team_lead_does_not_see_off_somebody_with_another_role(world: make.World) -> None:
    memberships.give_role(
        user=world.coordinator, organisation=world.icb, role=RoleCode.COMMISSIONER, by=TESTS, at=make.NOW
    )
    with pytest.raises(NotAllowed):
        leaves(world, by=world.team_lead, to=world.team_lead)


def test_team_lead_of_another_team_is_refused(world: make.World) -> None:
    with pytest.raises(NotAllowed):
        leaves(world, by=make.world().team_lead)


def test_case_given_after_leaving_is_refused(world: make.World) -> None:
    case = make.referral(world)
    leaves(world)
    with pytest.raises(UnableToAssign):
        accept_referral(referral=case, assignee=world.coordinator, by=world.team_lead, at=LATER)


# One role of several


def ends(world: make.World, colleague: User | None) -> int:
    held = world.coordinator.memberships.get(role=RoleCode.COORDINATOR.value)
    return actions.role_ends(membership=held, colleague=colleague, by=world.administrator, at=LATER)


def test_ending_the_role_that_leads_cases_hands_them_over(world: make.World, cases: list[Referral]) -> None:
    assert ends(world, world.team_lead) == 2
    assert holder(cases[0]) == world.team_lead
    assert User.objects.get(pk=world.coordinator.pk).is_active


def test_ending_it_without_a_colleague_is_refused_and_undone(world: make.World, cases: list[Referral]) -> None:
    with pytest.raises(UnableToHandOver):
        ends(world, None)
    assert Membership.objects.get(user=world.coordinator).active


def test_another_role_there_lets_them_keep_their_cases(world: make.World, cases: list[Referral]) -> None:
    memberships.give_role(
        user=world.coordinator, organisation=world.council, role=RoleCode.TEAM_LEAD, by=TESTS, at=make.NOW
    )
    assert ends(world, None) == 0
    assert holder(cases[0]) == world.coordinator


def test_team_lead_does_not_end_single_roles(world: make.World) -> None:
    with pytest.raises(NotAllowed):
        actions.role_ends(membership=world.coordinator.memberships.get(), colleague=None, by=world.team_lead, at=LATER)


# What the pages ask


def test_held_names_the_colleagues_with_their_cases(world: make.World, cases: list[Referral]) -> None:
    held = queries.held_by(world.coordinator)
    assert [(each.organisation, each.cases) for each in held] == [(world.council, 2)]
    assert [(each.pk, each.open_cases) for each in held[0].colleagues] == [(world.team_lead.pk, 0)]


def test_team_lists_who_leads_cases_there(world: make.World, cases: list[Referral]) -> None:
    found = {each.pk: (each.cases, each.may_leave) for each in queries.team_of(world.team_lead)}
    assert found == {world.coordinator.pk: (2, True), world.team_lead.pk: (0, False)}


def test_team_same_number_of_queries_at_2_and_at_50(world: make.World) -> None:
    queries.team_of(world.team_lead)  # the rights are looked up once
    with CaptureQueriesContext(connection) as few:
        queries.team_of(world.team_lead)
    for _ in range(48):
        make.person(RoleCode.COORDINATOR, world.council)
    with CaptureQueriesContext(connection) as many:
        assert len(queries.team_of(world.team_lead)) == 50
    assert len(many) == len(few)
