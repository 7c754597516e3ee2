"""A restricted open case has somebody who can work on it; where it has not, its officer is told and names one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partners.actions import membership as memberships
from partners.errors import NotAllowed
from partners.models import AuditEvent, Membership, Notification, User
from partners.roles import RoleCode
from referrals import access
from referrals.actions import leaving, restriction
from referrals.actions.leaving import UnableToHandOver
from referrals.actions.restriction import UnableToRestrict
from referrals.models import NamedPerson, Referral, ReferralEvent
from referrals.queries import leaving as held
from referrals.queries import restriction as queries
from tests import factories as make
from tests.factories.partners import TESTS

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(hours=5)
DAY_AFTER = LATER + timedelta(days=1)


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def case(world: make.World) -> Referral:
    """Sent, nobody's yet, restricted by the team lead to themselves and the ward sister: the lead alone decides."""
    return restriction.restrict_case(
        referral=make.referral(world), reason="staff", people=[world.sister], by=world.team_lead, at=LATER
    )


def named(case: Referral) -> set[User]:
    return {each.user for each in queries.named_now(case)}


def leaves(world: make.World, who: User, to: User | None) -> int:
    colleagues = {world.council.pk: to} if to else {}
    return leaving.person_leaves(user=who, colleagues=colleagues, by=world.administrator, at=DAY_AFTER)


def lose_everybody(case: Referral) -> None:
    """What no action does: the last who decides is gone, behind the actions' back."""
    Membership.objects.filter(organisation=case.lead_organisation, user__in=named(case)).update(
        active=False, ended_at=LATER
    )


# Leaving


def test_leaver_who_alone_decides_leaves_the_case_to_the_colleague(world: make.World, case: Referral) -> None:
    assert leaves(world, world.team_lead, world.coordinator) == 1
    assert named(case) == {world.sister, world.coordinator}


def test_case_nobody_has_is_given_to_nobody_by_leaving(world: make.World, case: Referral) -> None:
    leaves(world, world.team_lead, world.coordinator)
    assert Referral.objects.get(pk=case.pk).assignee is None


def test_leaver_who_alone_decides_is_refused_without_a_colleague_and_words_name_no_case(
    world: make.World, case: Referral
) -> None:
    with pytest.raises(UnableToHandOver) as refused:
        leaves(world, world.team_lead, None)
    assert str(refused.value) == "Select a coordinator of the organisation that leads the cases to take them."
    assert User.objects.get(pk=world.team_lead.pk).is_active
    assert named(case) == {world.sister, world.team_lead}


def test_case_with_another_who_decides_needs_nobody_to_take_it(world: make.World, case: Referral) -> None:
    restriction.change_named(referral=case, add=[world.coordinator], remove=[], by=world.team_lead, at=LATER)
    assert leaves(world, world.team_lead, None) == 0
    assert named(case) == {world.sister, world.coordinator}


def test_named_colleague_who_only_looks_does_not_count(world: make.World, case: Referral) -> None:
    memberships.give_role(
        user=world.sister, organisation=world.council, role=RoleCode.COMMISSIONER, by=TESTS, at=make.NOW
    )
    with pytest.raises(UnableToHandOver):
        leaves(world, world.team_lead, None)


def test_ward_sister_who_leaves_takes_no_case_with_her(world: make.World, case: Referral) -> None:
    assert leaves(world, world.sister, None) == 0
    assert named(case) == {world.team_lead}


def test_leaver_is_named_nowhere_any_more_and_it_is_written_down(world: make.World, case: Referral) -> None:
    leaves(world, world.sister, None)
    row = AuditEvent.objects.get(action="named_people_ended", referral_id=case.pk)
    assert row.detail == {"people": [world.sister.pk], "number": 1}


def test_case_that_ended_needs_nobody_to_take_it(world: make.World) -> None:
    ended = make.referral(world, "closed", assignee=world.team_lead)
    restriction.restrict_case(referral=ended, reason="staff", people=[], by=world.team_lead, at=LATER)
    assert leaves(world, world.team_lead, None) == 0


def test_colleague_is_told_of_each_restricted_case(world: make.World, case: Referral) -> None:
    leaves(world, world.team_lead, world.coordinator)
    told = Notification.objects.get(recipient=world.coordinator, text__contains=case.reference, created_at=DAY_AFTER)
    assert told.text == f"{case.reference}: restricted, and you are named on it"


def test_officer_is_told_that_somebody_was_named_unseen(world: make.World, case: Referral) -> None:
    leaves(world, world.team_lead, world.coordinator)
    told = Notification.objects.get(recipient=world.ig_officer)
    assert (
        told.text == f"{case.reference}: given to {world.coordinator.name} unseen, because {world.team_lead.name} left"
    )


def test_administrator_who_hands_it_over_learns_no_reference(world: make.World, case: Referral) -> None:
    leaves(world, world.team_lead, world.coordinator)
    assert not Notification.objects.filter(recipient=world.administrator, text__contains=case.reference).exists()


def test_pages_count_the_case_for_whoever_records_it(world: make.World, case: Referral) -> None:
    assert [(each.organisation, each.cases) for each in held.held_by(world.team_lead)] == [(world.council, 1)]


def test_restricted_case_of_the_leaver_counts_once(world: make.World) -> None:
    mine = make.referral(world, "accepted", assignee=world.team_lead)
    restriction.restrict_case(referral=mine, reason="staff", people=[], by=world.team_lead, at=LATER)
    assert held.organisations_held(world.team_lead) == {world.council.pk: 1}
    assert leaves(world, world.team_lead, world.coordinator) == 1


# Ending a role


def ends(world: make.World, colleague: User | None) -> int:
    role = world.team_lead.memberships.get(role=RoleCode.TEAM_LEAD.value)
    return leaving.role_ends(membership=role, colleague=colleague, by=world.administrator, at=DAY_AFTER)


def test_ending_the_role_of_who_alone_decides_names_the_colleague(world: make.World, case: Referral) -> None:
    assert ends(world, world.coordinator) == 1
    assert named(case) == {world.sister, world.coordinator}


def test_ending_the_role_of_who_alone_decides_without_a_colleague_is_refused(world: make.World, case: Referral) -> None:
    with pytest.raises(UnableToHandOver):
        ends(world, None)
    assert world.team_lead.memberships.filter(active=True).exists()


def test_another_role_that_decides_keeps_the_case(world: make.World, case: Referral) -> None:
    memberships.give_role(
        user=world.team_lead, organisation=world.council, role=RoleCode.COORDINATOR, by=TESTS, at=make.NOW
    )
    assert ends(world, None) == 0
    assert world.team_lead in named(case)


# Naming somebody who has just left


def test_case_is_not_restricted_to_somebody_who_has_left(world: make.World) -> None:
    memberships.set_active(user=world.coordinator, active=False, by=world.administrator, at=LATER)
    with pytest.raises(UnableToRestrict):
        restriction.restrict_case(
            referral=make.referral(world),
            reason="staff",
            people=[world.coordinator],
            by=world.discharge_team,
            at=LATER,
        )


def test_somebody_who_has_left_is_not_named(world: make.World, case: Referral) -> None:
    memberships.set_active(user=world.coordinator, active=False, by=world.administrator, at=LATER)
    with pytest.raises(UnableToRestrict):
        restriction.change_named(referral=case, add=[world.coordinator], remove=[], by=world.team_lead, at=LATER)


# The sweep


def test_sweep_finds_nothing_where_somebody_decides(world: make.World, case: Referral) -> None:
    assert restriction.find_decided_by_nobody(at=DAY_AFTER) == 0
    assert not Notification.objects.filter(recipient=world.ig_officer).exists()


def test_sweep_tells_the_officer_of_the_lead_once_a_day(world: make.World, case: Referral) -> None:
    lose_everybody(case)
    for hours in (0, 1, 24):
        assert restriction.find_decided_by_nobody(at=DAY_AFTER + timedelta(hours=hours)) == 1
    told = Notification.objects.filter(recipient=world.ig_officer).values_list("text", "path")
    assert (
        list(told)
        == [
            (
                f"{case.reference}: restricted, and nobody who may see it can work on it. Name somebody",
                "/restricted-cases/",
            )
        ]
        * 2
    )


def test_sweep_without_an_officer_tells_the_administrator_nothing_of_the_case(
    world: make.World, case: Referral
) -> None:
    lose_everybody(case)
    Membership.objects.filter(user=world.ig_officer).update(active=False, ended_at=LATER)
    restriction.find_decided_by_nobody(at=DAY_AFTER)
    told = Notification.objects.get(recipient=world.administrator)
    assert told.text == "A restricted case waits for an information-governance officer. Give somebody that role"


@pytest.mark.parametrize(
    "gone", ["membership", "account", "naming"], ids=["role ended", "deactivated", "no longer named"]
)
def test_case_is_decided_by_nobody_however_they_went(world: make.World, case: Referral, gone: str) -> None:
    if gone == "membership":
        lose_everybody(case)
    elif gone == "account":
        User.objects.filter(pk=world.team_lead.pk).update(is_active=False)
    else:
        NamedPerson.objects.filter(user=world.team_lead).update(ended_at=LATER)
    assert list(queries.decided_by_nobody()) == [case]


def test_case_that_ended_or_is_not_restricted_is_not_found(world: make.World) -> None:
    make.referral(world)
    ended = make.referral(world, "closed", assignee=world.team_lead)
    restriction.restrict_case(referral=ended, reason="staff", people=[], by=world.team_lead, at=LATER)
    lose_everybody(ended)
    assert not queries.decided_by_nobody().exists()


def test_list_same_number_of_queries_at_2_and_at_50(world: make.World) -> None:
    def some(number: int) -> None:
        for _ in range(number):
            lost = make.referral(world)
            Referral.objects.filter(pk=lost.pk).update(restricted=True, restricted_reason="staff")

    some(2)
    queries.without_anybody(world.ig_officer)  # the rights are looked up once
    with CaptureQueriesContext(connection) as few:
        assert len(queries.without_anybody(world.ig_officer)) == 2
    some(48)
    with CaptureQueriesContext(connection) as many:
        assert len(queries.without_anybody(world.ig_officer)) == 50
    assert len(many) == len(few) == 1


# Naming somebody


@pytest.fixture
def lost(case: Referral) -> Referral:
    lose_everybody(case)
    return case


def name(world: make.World, lost: Referral, person: User, by: User | None = None) -> None:
    restriction.name_somebody(referral=lost, person=person, by=by or world.ig_officer, at=DAY_AFTER)


def test_officer_names_somebody_who_then_sees_the_case(world: make.World, lost: Referral) -> None:
    name(world, lost, world.coordinator)
    assert access.can_view(world.coordinator, Referral.objects.get(pk=lost.pk))
    assert not queries.decided_by_nobody().exists()


def test_naming_is_on_the_timeline_and_in_the_audit(world: make.World, lost: Referral) -> None:
    name(world, lost, world.coordinator)
    event = ReferralEvent.objects.get(referral=lost, event="person_named")
    assert (event.by, event.lead_only) == (world.ig_officer, True)
    assert AuditEvent.objects.get(action="person_named").detail == {"person": world.coordinator.pk, "number": 3}


def test_person_named_by_the_officer_is_told(world: make.World, lost: Referral) -> None:
    name(world, lost, world.coordinator)
    assert Notification.objects.filter(recipient=world.coordinator, created_at=DAY_AFTER).exists()


def test_naming_twice_changes_nothing(world: make.World, lost: Referral) -> None:
    name(world, lost, world.coordinator)
    name(world, lost, world.coordinator)
    assert AuditEvent.objects.filter(action="person_named").count() == 1


def test_naming_after_somebody_can_work_on_it_again_is_refused(world: make.World, lost: Referral) -> None:
    name(world, lost, world.coordinator)
    colleague = make.person(RoleCode.COORDINATOR, world.council)
    with pytest.raises(UnableToRestrict, match="Somebody can work on this case again"):
        name(world, lost, colleague)


@pytest.mark.parametrize("person", ["sister", "ig_officer", "administrator"])
def test_naming_somebody_who_decides_about_no_case_is_refused(world: make.World, lost: Referral, person: str) -> None:
    NamedPerson.objects.filter(user=world.sister).update(ended_at=LATER)
    with pytest.raises(UnableToRestrict, match="Select a coordinator"):
        name(world, lost, getattr(world, person))


@pytest.mark.parametrize("by", ["coordinator", "administrator", "discharge_team", "sister"])
def test_naming_by_anybody_but_the_officer_is_refused(world: make.World, lost: Referral, by: str) -> None:
    with pytest.raises(NotAllowed):
        name(world, lost, world.coordinator, by=getattr(world, by))


def test_naming_by_the_officer_of_another_organisation_is_refused(world: make.World, lost: Referral) -> None:
    with pytest.raises(NotAllowed):
        name(world, lost, world.coordinator, by=make.person(RoleCode.IG_OFFICER, world.trust))
