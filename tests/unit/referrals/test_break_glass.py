"""Opening a case in an emergency: an hour, read-only, told at once, reviewed."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from partners.errors import NotAllowed
from partners.looks import Why
from partners.models import AuditEvent, Notification, User
from partners.roles import RoleCode
from referrals import access
from referrals.actions import break_glass, restriction
from referrals.actions.break_glass import UnableToOpen, UnableToReview
from referrals.actions.transition import check
from referrals.lifecycle import Event
from referrals.models import BreakGlass, Referral
from referrals.queries.break_glass import openings
from tests import factories as make

pytestmark = pytest.mark.django_db
REASON = "Found on the floor at home; the ambulance asks who has the key"


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def outsider() -> User:
    return make.outsider()


def open_case(by: User, reference: str, *, minutes: int = 0, reason: str = REASON) -> str | None:
    return break_glass.open_in_emergency(
        reference=reference, reason=reason, by=by, at=make.NOW + timedelta(minutes=minutes)
    )


@time_machine.travel(make.NOW, tick=False)
def test_opening_shows_the_case_to_this_person(world: make.World, outsider: User) -> None:
    case = make.referral(world)
    open_case(outsider, case.reference)
    way = access.way_in(outsider, case)
    assert way is not None
    assert (way.why, way.ends_at) == (Why.BREAK_GLASS, make.NOW + timedelta(minutes=60))


def test_opening_ends_after_sixty_minutes(world: make.World, outsider: User) -> None:
    case = make.referral(world)
    open_case(outsider, case.reference)
    seen = []
    for minutes in (59, 60):
        with time_machine.travel(make.NOW + timedelta(minutes=minutes), tick=False):
            seen.append(access.can_view(outsider, case))
    assert seen == [True, False]


@time_machine.travel(make.NOW, tick=False)
def test_opening_lets_nobody_act(world: make.World, outsider: User) -> None:
    case = make.referral(world)
    open_case(outsider, case.reference)
    assert not any(access.can_do(outsider, event, case) for event in Event)
    with pytest.raises(NotAllowed):
        check(case, Event.SEND_MESSAGE, outsider)


@time_machine.travel(make.NOW, tick=False)
def test_opening_counts_only_in_the_role_it_was_made_in(world: make.World, outsider: User) -> None:
    case = make.referral(world)
    open_case(outsider, case.reference)
    colleague = make.person(RoleCode.DISCHARGE_TEAM, BreakGlass.objects.get().organisation)
    assert not access.can_view(colleague, case)


def test_case_by_nhs_number_and_date_of_birth_is_found(world: make.World, outsider: User) -> None:
    case = make.referral(world)
    assert case.patient is not None
    found = break_glass.open_in_emergency(
        nhs_number=case.patient.nhs_number or "", born_on=case.patient.born_on, reason=REASON, by=outsider, at=make.NOW
    )
    assert found == case.reference


def test_wrong_date_of_birth_finds_nothing(world: make.World, outsider: User) -> None:
    case = make.referral(world)
    assert case.patient is not None
    found = break_glass.open_in_emergency(
        nhs_number=case.patient.nhs_number or "",
        born_on=case.patient.born_on + timedelta(days=1),
        reason=REASON,
        by=outsider,
        at=make.NOW,
    )
    assert found is None


def test_unknown_draft_and_restricted_get_the_same_answer(world: make.World, outsider: User) -> None:
    restricted = restriction.restrict_case(
        referral=make.referral(world), reason="staff", people=[], by=world.team_lead, at=make.NOW
    )
    asked = ["HW-ZZZZZ", make.draft(world).reference, restricted.reference]
    assert [open_case(outsider, reference) for reference in asked] == [None, None, None]
    assert not BreakGlass.objects.exists()


@time_machine.travel(make.NOW, tick=False)
def test_case_restricted_meanwhile_is_closed_at_once(world: make.World, outsider: User) -> None:
    case = make.referral(world)
    open_case(outsider, case.reference)
    case = restriction.restrict_case(referral=case, reason="staff", people=[], by=world.team_lead, at=make.NOW)
    assert not access.can_view(outsider, case)


def test_case_one_sees_anyway_is_given_without_an_opening(world: make.World) -> None:
    world.team_lead.working_as = world.team_lead.memberships.get()
    case = make.referral(world)
    assert open_case(world.team_lead, case.reference) == case.reference
    assert not BreakGlass.objects.exists()


@pytest.mark.parametrize("role", [RoleCode.COORDINATOR, RoleCode.PROVIDER_WORKER, RoleCode.IG_OFFICER])
def test_opening_without_the_right_is_refused(world: make.World, role: RoleCode) -> None:
    with pytest.raises(NotAllowed):
        open_case(make.outsider(role), make.referral(world).reference)


def test_short_reason_is_refused(world: make.World, outsider: User) -> None:
    with pytest.raises(UnableToOpen, match="at least 20"):
        open_case(outsider, make.referral(world).reference, reason="urgent")


def test_eleventh_attempt_in_an_hour_is_refused(world: make.World, outsider: User) -> None:
    case = make.referral(world)
    for minute in range(10):
        open_case(outsider, "HW-ZZZZZ", minutes=minute)
    with pytest.raises(UnableToOpen, match="10 times"):
        open_case(outsider, case.reference, minutes=11)
    assert open_case(outsider, case.reference, minutes=61) == case.reference


def test_attempt_that_finds_nothing_is_written_down(outsider: User) -> None:
    open_case(outsider, "HW-ZZZZZ")
    row = AuditEvent.objects.get(action="emergency_opening_tried", actor_id=outsider.pk)
    assert row.detail == {"by": "reference", "found": False}


def test_opening_is_told_to_the_officer_at_once(world: make.World, outsider: User) -> None:
    case = make.referral(world)
    open_case(outsider, case.reference)
    told = Notification.objects.filter(key__startswith="emergency:")
    assert [(each.recipient, each.text.startswith(case.reference)) for each in told] == [(world.ig_officer, True)]


def test_opening_without_an_officer_is_told_to_team_leads_and_administrators(world: make.World, outsider: User) -> None:
    world.ig_officer.memberships.update(active=False, ended_at=make.NOW)
    open_case(outsider, make.referral(world).reference)
    told = {each.recipient for each in Notification.objects.filter(key__startswith="emergency:")}
    assert told == {world.team_lead, world.administrator}
    opening = BreakGlass.objects.get()
    assert all(access.can_review(person, opening) for person in told)


@pytest.mark.parametrize("role", ["sister", "discharge_team", "coordinator", "team_lead", "administrator"])
def test_others_do_not_review_where_there_is_an_officer(world: make.World, outsider: User, role: str) -> None:
    opening = make.opening(make.referral(world), by=outsider)
    with pytest.raises(NotAllowed):
        break_glass.review_opening(opening=opening, outcome="justified", note="", by=getattr(world, role), at=make.NOW)


def test_review_is_kept_with_its_words(world: make.World, outsider: User) -> None:
    opening = make.opening(make.referral(world), by=outsider)
    row = break_glass.review_opening(
        opening=opening, outcome="not_justified", note="No patient there", by=world.ig_officer, at=make.NOW
    )
    assert (row.outcome, row.review_note, row.reviewed_by) == ("not_justified", "No patient there", world.ig_officer)
    assert AuditEvent.objects.filter(action="emergency_opening_reviewed", object_id=row.pk).count() == 1


def test_review_not_justified_without_words_is_refused(world: make.World, outsider: User) -> None:
    opening = make.opening(make.referral(world), by=outsider)
    with pytest.raises(UnableToReview, match="why it was not justified"):
        break_glass.review_opening(opening=opening, outcome="not_justified", note=" ", by=world.ig_officer, at=make.NOW)


def test_review_twice_is_quiet_for_the_same_answer_and_refused_for_another(world: make.World, outsider: User) -> None:
    opening = make.opening(make.referral(world), by=outsider)
    for _ in range(2):
        break_glass.review_opening(opening=opening, outcome="justified", note="", by=world.ig_officer, at=make.NOW)
    with pytest.raises(UnableToReview, match="already"):
        break_glass.review_opening(opening=opening, outcome="not_justified", note="x", by=world.ig_officer, at=make.NOW)


@pytest.mark.parametrize(("days", "overdue"), [(3, False), (4, True)])
def test_review_is_overdue_after_three_working_days(
    world: make.World, outsider: User, days: int, overdue: bool
) -> None:
    make.opening(make.referral(world), by=outsider)  # a Monday
    listed = openings(world.ig_officer, make.NOW + timedelta(days=days))
    assert [each.overdue for each in listed] == [overdue]


def test_review_lists_what_was_looked_at(world: make.World, outsider: User) -> None:
    case = make.referral(world)
    opening = make.opening(case, by=outsider)
    make.look(case, outsider, page="case_messages", opening=opening)
    listed = openings(world.ig_officer, make.NOW)
    assert [each.page for each in listed[0].seen] == ["The case: messages"]


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"reason": ""}, "break_glass_has_reason"),
        ({"ends_at": make.NOW - timedelta(hours=1)}, "break_glass_ends_after_it_opens"),
        ({"outcome": "justified"}, "break_glass_review_is_whole"),
    ],
)
def test_opening_that_cannot_be_is_refused(
    world: make.World, outsider: User, columns: dict[str, object], constraint: str
) -> None:
    opening = make.opening(make.referral(world), by=outsider)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        BreakGlass.objects.filter(pk=opening.pk).update(**columns)


def test_opening_reviewed_by_its_opener_is_refused(world: make.World, outsider: User) -> None:
    opening = make.opening(make.referral(world), by=outsider)
    with pytest.raises(IntegrityError, match="break_glass_not_reviewed_by_opener"), transaction.atomic():
        BreakGlass.objects.filter(pk=opening.pk).update(outcome="justified", reviewed_by=outsider, reviewed_at=make.NOW)


def test_case_is_read_anew_for_each_question(world: make.World, outsider: User) -> None:
    case = make.referral(world)
    assert not access.visible_to(outsider).filter(pk=case.pk).exists()
    make.opening(case, by=outsider, at=make.NOW)
    with time_machine.travel(make.NOW, tick=False):
        assert list(access.visible_to(outsider)) == [Referral.objects.get(pk=case.pk)]
