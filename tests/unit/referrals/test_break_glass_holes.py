"""What somebody could try around an emergency opening: after their role ended, again, of a restricted case, alone."""

from datetime import timedelta

import pytest
import time_machine
from django.db import ProgrammingError, transaction

from partners.actions import membership as memberships
from partners.errors import NotAllowed
from partners.models import AuditEvent, Notification, ReadLog, User
from partners.roles import RoleCode
from referrals import access
from referrals.actions import break_glass, leaving, restriction
from referrals.models import BreakGlass, Referral
from referrals.queries.break_glass import openings
from tests import factories as make
from tests.factories.partners import TESTS
from tests.integration.wall.asked import asked_by, sql

pytestmark = pytest.mark.django_db
REASON = "Found on the floor at home; the ambulance asks who has the key"


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def outsider() -> User:
    return make.outsider()


@pytest.fixture
def case(world: make.World) -> Referral:
    return make.referral(world)


def open_case(by: User, reference: str, *, minutes: int = 0) -> str | None:
    at = make.NOW + timedelta(minutes=minutes)
    with time_machine.travel(at, tick=False):
        return break_glass.open_in_emergency(reference=reference, reason=REASON, by=by, at=at)


def rows_seen(by: User, case: Referral, *, minutes: int = 1) -> int:
    """How many rows of the case PostgreSQL shows this person, whatever the application asks."""
    with time_machine.travel(make.NOW + timedelta(minutes=minutes), tick=False), asked_by(by):
        return int(sql("select count(*) from referrals_referral where id = %s", case.pk)[0][0])


# Roles that end


def test_opening_is_seen_through_by_the_database_for_its_hour(case: Referral, outsider: User) -> None:
    open_case(outsider, case.reference)
    assert [rows_seen(outsider, case, minutes=minutes) for minutes in (1, 59, 60)] == [1, 1, 0]


def test_opening_ends_with_the_role_it_was_made_in(case: Referral, outsider: User) -> None:
    open_case(outsider, case.reference)
    outsider.memberships.update(active=False, ended_at=make.NOW)
    fresh = User.objects.get(pk=outsider.pk)
    with time_machine.travel(make.NOW, tick=False):
        assert not access.can_view(fresh, case)
    assert rows_seen(outsider, case) == 0


def test_opening_does_not_come_back_with_the_same_role_given_anew(case: Referral, outsider: User) -> None:
    open_case(outsider, case.reference)
    organisation = outsider.memberships.get().organisation
    outsider.memberships.update(active=False, ended_at=make.NOW)
    memberships.give_role(user=outsider, organisation=organisation, role=RoleCode.DISCHARGE_TEAM, by=TESTS, at=make.NOW)
    assert rows_seen(outsider, case) == 0


def test_opening_ends_with_the_account(world: make.World, case: Referral, outsider: User) -> None:
    open_case(outsider, case.reference)
    leaving.person_leaves(user=outsider, colleagues={}, by=world.administrator, at=make.NOW)
    assert rows_seen(outsider, case) == 0
    with time_machine.travel(make.NOW, tick=False):
        assert not access.can_view(User.objects.get(pk=outsider.pk), case)


def test_opening_of_somebody_who_left_is_still_reviewed(world: make.World, case: Referral, outsider: User) -> None:
    open_case(outsider, case.reference)
    leaving.person_leaves(user=outsider, colleagues={}, by=world.administrator, at=make.NOW)
    assert [each.name for each in openings(world.ig_officer, make.NOW)] == [outsider.name]


# Again


def test_second_opening_within_the_hour_is_the_first_and_makes_it_no_longer(case: Referral, outsider: User) -> None:
    for minutes in (0, 50):
        assert open_case(outsider, case.reference, minutes=minutes) == case.reference
    assert [each.ends_at for each in BreakGlass.objects.all()] == [make.NOW + timedelta(minutes=60)]
    assert rows_seen(outsider, case, minutes=61) == 0


def test_opening_after_the_hour_is_another_to_review(world: make.World, case: Referral, outsider: User) -> None:
    for minutes in (0, 60):
        open_case(outsider, case.reference, minutes=minutes)
    assert BreakGlass.objects.count() == 2
    assert Notification.objects.filter(recipient=world.ig_officer, key__startswith="emergency:").count() == 2


def test_reviewed_opening_does_not_open_the_case_again(world: make.World, case: Referral, outsider: User) -> None:
    open_case(outsider, case.reference)
    break_glass.review_opening(
        opening=BreakGlass.objects.get(), outcome="justified", note="", by=world.ig_officer, at=make.NOW
    )
    assert rows_seen(outsider, case, minutes=61) == 0


# Reviewed by themself, or by nobody


@pytest.fixture
def both(world: make.World) -> User:
    """The lead's one officer, who also works for another trust's discharge team and is there now."""
    memberships.give_role(
        user=world.ig_officer,
        organisation=make.OrganisationFactory(trust=True),
        role=RoleCode.DISCHARGE_TEAM,
        by=TESTS,
        at=make.NOW,
    )
    person = User.objects.get(pk=world.ig_officer.pk)
    person.working_as = person.memberships.get(role=RoleCode.DISCHARGE_TEAM)
    return person


@pytest.fixture
def own(both: User, case: Referral) -> BreakGlass:
    open_case(both, case.reference)
    return BreakGlass.objects.get()


def test_opening_by_the_only_officer_is_told_to_who_stands_in(world: make.World, own: BreakGlass) -> None:
    told = {each.recipient for each in Notification.objects.filter(key=f"emergency:{own.pk}")}
    assert told == {world.team_lead, world.administrator}


@pytest.mark.parametrize("role", ["team_lead", "administrator"])
def test_opening_by_the_only_officer_is_reviewed_by_who_stands_in(
    world: make.World, own: BreakGlass, role: str
) -> None:
    person = getattr(world, role)
    assert [each.pk for each in openings(person, make.NOW)] == [own.pk]
    with asked_by(person):
        assert sql("select count(*) from referrals_breakglass where id = %s", own.pk) == [(1,)]
    row = break_glass.review_opening(opening=own, outcome="justified", note="", by=person, at=make.NOW)
    assert row.reviewed_by == person


def test_opening_by_the_only_officer_is_not_theirs_to_review(world: make.World, own: BreakGlass) -> None:
    as_officer = User.objects.get(pk=world.ig_officer.pk)
    assert openings(as_officer, make.NOW) == []
    with pytest.raises(NotAllowed):
        break_glass.review_opening(opening=own, outcome="justified", note="", by=as_officer, at=make.NOW)


def test_other_openings_stay_the_only_officers(world: make.World, own: BreakGlass, outsider: User) -> None:
    other = make.opening(make.referral(world), by=outsider)
    assert not access.can_review(world.team_lead, other)
    assert access.can_review(User.objects.get(pk=world.ig_officer.pk), other)


def test_opening_by_one_of_two_officers_is_the_other_s(world: make.World, case: Referral, both: User) -> None:
    second = make.person(RoleCode.IG_OFFICER, world.council)
    open_case(both, case.reference)
    opening = BreakGlass.objects.get()
    assert access.reviewers_of(opening) == [second]
    assert not access.can_review(world.team_lead, opening)


# Restricted


@pytest.fixture
def hidden(world: make.World, case: Referral) -> Referral:
    return restriction.restrict_case(referral=case, reason="staff", people=[], by=world.team_lead, at=make.NOW)


def test_attempt_at_a_restricted_case_reads_like_one_at_nothing(hidden: Referral, outsider: User) -> None:
    """Their own rows of the audit record are theirs to see, at the database too."""
    for reference in (hidden.reference, "HW-ZZZZZ"):
        assert open_case(outsider, reference) is None
    with asked_by(outsider):
        rows = sql("select referral_id, detail::text from partners_auditevent where action like 'emergency%%'")
    assert rows[0] == rows[1]
    assert rows[0][0] is None
    assert len(rows) == 2


def test_attempt_at_a_restricted_case_is_told_to_the_officer_with_the_name(
    world: make.World, hidden: Referral, outsider: User
) -> None:
    for minutes in (0, 1):
        open_case(outsider, hidden.reference, minutes=minutes)
    told = Notification.objects.get(recipient=world.ig_officer)
    assert told.text == (
        f"{hidden.reference}: somebody outside tried to open this restricted case in an emergency ({outsider.name})"
    )
    assert AuditEvent.objects.filter(action="emergency_opening_refused", referral_id=hidden.pk).count() == 2


def test_attempt_at_a_restricted_case_counts_as_one_of_ten(hidden: Referral, outsider: User) -> None:
    for minutes in range(10):
        open_case(outsider, hidden.reference, minutes=minutes)
    with pytest.raises(break_glass.UnableToOpen, match="10 times"):
        open_case(outsider, "HW-ZZZZZ", minutes=11)


def test_person_with_a_restricted_case_and_another_is_found_by_the_other(
    world: make.World, hidden: Referral, outsider: User
) -> None:
    assert hidden.patient is not None
    other = make.referral(world)
    Referral.objects.filter(pk=other.pk).update(patient=hidden.patient)
    found = break_glass.open_in_emergency(
        nhs_number=hidden.patient.nhs_number or "",
        born_on=hidden.patient.born_on,
        reason=REASON,
        by=outsider,
        at=make.NOW,
    )
    assert found == other.reference


def test_case_restricted_meanwhile_is_closed_by_the_database_too(
    world: make.World, case: Referral, outsider: User
) -> None:
    open_case(outsider, case.reference)
    restriction.restrict_case(referral=case, reason="staff", people=[], by=world.team_lead, at=make.NOW)
    assert rows_seen(outsider, case) == 0


# What an hour lets nobody do


@pytest.mark.parametrize(
    "statement",
    [
        "update referrals_referral set safety_notes = 'x' where id = %s",
        "insert into referrals_namedperson (referral_id, user_id, named_by_id, named_at) select %s, u, u, now() "
        "from (select wall.person() as u) me",
        "update referrals_breakglass set ends_at = ends_at + interval '1 day' where referral_id = %s",
    ],
)
def test_opening_changes_nothing_at_the_database_either(case: Referral, outsider: User, statement: str) -> None:
    open_case(outsider, case.reference)
    frozen = time_machine.travel(make.NOW, tick=False)
    with frozen, asked_by(outsider), pytest.raises(ProgrammingError), transaction.atomic():
        sql(statement, case.pk)


def test_look_in_an_emergency_cannot_be_taken_back(case: Referral, outsider: User) -> None:
    make.look(case, outsider, opening=make.opening(case, by=outsider))
    with asked_by(outsider), pytest.raises(ProgrammingError), transaction.atomic():
        sql("delete from partners_readlog where user_id = %s", outsider.pk)
    assert ReadLog.objects.filter(user_id=outsider.pk).exists()
