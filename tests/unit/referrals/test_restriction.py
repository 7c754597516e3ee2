"""A restricted case is there for the people named on it only."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from partners.errors import NotAllowed
from partners.looks import Why
from partners.models import AuditEvent, Notification, User
from partners.roles import RoleCode
from referrals import access
from referrals.actions import alerts, restriction, triage
from referrals.actions.messages import send_message
from referrals.actions.restriction import UnableToRestrict
from referrals.actions.submit import submit_referral
from referrals.actions.team import who_acts
from referrals.models import NamedPerson, Referral
from referrals.queries.beyond import open_referrals_of
from referrals.queries.case import coordinators_for
from referrals.queries.restriction import candidates
from tests import factories as make

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(hours=5)


@pytest.fixture
def world() -> make.World:
    return make.world()


def restrict(case: Referral, *people: User, by: User) -> Referral:
    return restriction.restrict_case(referral=case, reason="staff", people=people, by=by, at=LATER)


@pytest.fixture
def case(world: make.World) -> Referral:
    """Referred by the sister, restricted by the team lead to themselves alone."""
    return restrict(make.referral(world), by=world.team_lead)


@pytest.mark.parametrize("role", ["sister", "discharge_team", "coordinator"])
def test_restricted_case_is_not_there_for_those_not_named(world: make.World, case: Referral, role: str) -> None:
    person = getattr(world, role)
    assert not access.can_view(person, case)
    assert not access.visible_to(person).filter(pk=case.pk).exists()


def test_restricted_case_is_there_for_whoever_restricted_it(world: make.World, case: Referral) -> None:
    way = access.way_in(world.team_lead, case)
    assert way is not None
    assert way.why is Why.NAMED


def test_restricted_case_can_be_worked_on_by_the_named(world: make.World, case: Referral) -> None:
    restriction.change_named(referral=case, add=[world.coordinator], remove=[], by=world.team_lead, at=LATER)
    assert triage.Event.ACCEPT in access.allowed_events(world.coordinator, Referral.objects.get(pk=case.pk))


def test_naming_alone_opens_nothing_to_somebody_without_a_part(world: make.World, case: Referral) -> None:
    stranger = make.person(RoleCode.COORDINATOR, make.OrganisationFactory())
    NamedPerson.objects.create(referral=case, user=stranger, named_by=world.team_lead, named_at=LATER)
    assert not access.can_view(stranger, case)


@pytest.mark.parametrize("role", ["sister", "coordinator", "provider_worker", "administrator", "ig_officer"])
def test_restrict_without_the_right_is_refused(world: make.World, role: str) -> None:
    with pytest.raises(NotAllowed):
        restrict(make.referral(world), by=getattr(world, role))


def test_restrict_by_the_discharge_team_names_a_coordinator(world: make.World) -> None:
    case = restrict(make.referral(world), world.coordinator, by=world.discharge_team)
    assert access.can_view(world.discharge_team, case)
    assert access.can_view(world.coordinator, case)


def test_restrict_without_anybody_who_decides_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToRestrict, match="at least one coordinator"):
        restrict(make.referral(world), world.sister, by=world.discharge_team)


def test_restrict_to_somebody_outside_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToRestrict, match="organisations that take part"):
        restrict(make.referral(world), world.provider_worker, by=world.team_lead)


def test_restrict_without_whoever_has_the_case_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToRestrict, match="has this case"):
        restrict(make.referral(world, "accepted"), by=world.team_lead)


def test_restrict_a_draft_is_refused(world: make.World) -> None:
    with pytest.raises(NotAllowed):
        restrict(make.draft(world), by=world.discharge_team)


def test_restrict_twice_is_refused(world: make.World, case: Referral) -> None:
    with pytest.raises(UnableToRestrict, match="restricted already"):
        restrict(case, by=world.team_lead)


def test_last_who_decides_cannot_be_taken_off(world: make.World, case: Referral) -> None:
    with pytest.raises(UnableToRestrict, match="at least one coordinator"):
        restriction.change_named(
            referral=case, add=[world.sister], remove=[world.team_lead], by=world.team_lead, at=LATER
        )


def test_person_taken_off_sees_the_case_no_longer(world: make.World, case: Referral) -> None:
    for add, remove in (([world.sister], []), ([], [world.sister])):
        restriction.change_named(referral=case, add=add, remove=remove, by=world.team_lead, at=LATER)
    assert not access.can_view(world.sister, Referral.objects.get(pk=case.pk))


def test_assigning_a_restricted_case_names_the_assignee(world: make.World, case: Referral) -> None:
    accepted = triage.accept_referral(referral=case, assignee=world.coordinator, by=world.team_lead, at=LATER)
    assert access.can_view(world.coordinator, accepted)


def test_end_of_the_restriction_shows_the_case_to_all_again(world: make.World, case: Referral) -> None:
    restriction.lift_restriction(referral=case, by=world.team_lead, at=LATER)
    assert access.can_view(world.sister, Referral.objects.get(pk=case.pk))


def test_end_of_the_restriction_by_somebody_not_named_is_refused(world: make.World, case: Referral) -> None:
    with pytest.raises(NotAllowed):
        restriction.lift_restriction(referral=case, by=world.discharge_team, at=LATER)


def test_restrict_writes_who_and_why_as_codes(world: make.World, case: Referral) -> None:
    row = AuditEvent.objects.get(action="case_restricted", referral_id=case.pk)
    assert row.detail == {"reason": "staff", "named": [world.team_lead.pk], "number": 1}


def test_restrict_that_cannot_be_written_down_changes_nothing(world: make.World) -> None:
    case = make.referral(world)
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("alter table partners_auditevent add constraint no_more check (action <> 'case_restricted')")
        with pytest.raises(DatabaseError), transaction.atomic():
            restrict(case, by=world.team_lead)
    assert not Referral.objects.get(pk=case.pk).restricted
    assert not NamedPerson.objects.exists()


def test_earlier_notices_go_from_the_lists_of_those_not_named(world: make.World, case: Referral) -> None:
    assert not Notification.objects.filter(recipient=world.coordinator, text__contains=case.reference).exists()


def test_message_on_a_restricted_case_is_told_to_the_named_only(world: make.World, case: Referral) -> None:
    send_message(referral=case, body="Please ring me", by=world.team_lead, at=LATER)
    assert not Notification.objects.filter(recipient=world.sister, key__startswith="message:").exists()


def test_deadline_of_a_restricted_case_is_told_to_the_named_only(world: make.World, case: Referral) -> None:
    alerts.announce_due(at=make.NOW + timedelta(days=30))
    told = Notification.objects.filter(key__startswith="clock:", text__contains=case.reference)
    assert [each.recipient for each in told] == [world.team_lead]


def test_who_acts_on_a_restricted_case_is_named(world: make.World, case: Referral) -> None:
    assert who_acts(Referral.objects.get(pk=case.pk)) == [world.team_lead]


def test_second_referral_is_not_stopped_by_a_case_its_maker_may_not_know_of(world: make.World, case: Referral) -> None:
    number = case.patient.nhs_number if case.patient else ""
    assert open_referrals_of(number or "", world.sister) == []
    again = submit_referral(
        draft=make.draft(world, at=LATER),
        answers=make.answers(world, nhs_number=number, family_name="Smith"),
        by=world.sister,
        at=LATER,
    )
    assert again.status == "submitted"


def test_open_cases_of_a_coordinator_leave_out_what_is_restricted(world: make.World) -> None:
    case = make.referral(world, "accepted")
    restrict(case, world.coordinator, by=world.team_lead)
    colleague = make.person(RoleCode.COORDINATOR, world.council)
    counted = {each.pk: each.open_cases for each in coordinators_for(make.referral(world), colleague)}
    assert counted[world.coordinator.pk] == 0


def test_candidates_are_whom_the_parties_rights_would_show_the_case(world: make.World) -> None:
    make.person(RoleCode.WARD_STAFF, world.trust, wards=[world.other_ward])
    named = {each.pk for each in candidates(make.referral(world))}
    assert named == {each.pk for each in (world.sister, world.discharge_team, world.coordinator, world.team_lead)}


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"restricted": False, "restricted_reason": "staff"}, "referral_reason_only_while_restricted"),
    ],
)
def test_reason_without_restriction_is_refused(case: Referral, columns: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Referral.objects.filter(pk=case.pk).update(**columns)


def test_person_named_twice_at_once_is_refused(world: make.World, case: Referral) -> None:
    with pytest.raises(IntegrityError, match="named_person_once"), transaction.atomic():
        NamedPerson.objects.create(referral=case, user=world.team_lead, named_by=world.team_lead, named_at=LATER)


def test_naming_that_ends_before_it_began_is_refused(case: Referral) -> None:
    with pytest.raises(IntegrityError, match="named_person_dates_in_order"), transaction.atomic():
        NamedPerson.objects.filter(referral=case).update(ended_at=make.NOW - timedelta(days=1))
