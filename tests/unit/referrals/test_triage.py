"""Answering the ward: accept, ask, decline, withdraw, hand over."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError

from partners.errors import NotAllowed, UnableToActNow
from partners.models import AuditEvent, Notification
from partners.roles import RoleCode
from referrals.actions import triage
from referrals.lifecycle import Event
from referrals.models import Clock, ClockPause, Message, Referral, ReferralEvent
from referrals.signals import referral_changed
from tests import factories as make

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(hours=2)


@pytest.fixture
def world() -> make.World:
    return make.world()


def accept(case: Referral, world: make.World) -> Referral:
    return triage.accept_referral(referral=case, assignee=world.coordinator, by=world.coordinator, at=LATER)


def test_accept_submitted_gives_the_case_to_the_assignee(world: make.World) -> None:
    case = accept(make.referral(world), world)
    assert (case.status, case.assignee) == ("accepted", world.coordinator)


def test_accept_stops_the_answer_clock(world: make.World) -> None:
    case = accept(make.referral(world), world)
    assert Clock.objects.get(referral=case).stopped_at == LATER


def test_accept_in_time_is_no_breach(world: make.World) -> None:
    case = accept(make.referral(world), world)
    assert Clock.objects.get(referral=case).breached_at is None


def test_accept_after_the_deadline_freezes_the_breach(world: make.World) -> None:
    case = make.referral(world, urgency="emergency")
    late = make.NOW + timedelta(hours=25)
    triage.accept_referral(referral=case, assignee=world.coordinator, by=world.coordinator, at=late)
    assert Clock.objects.get(referral=case).breached_at == make.NOW + timedelta(hours=24)


def test_accept_leaves_no_deadline_behind(world: make.World) -> None:
    case = accept(make.referral(world), world)
    assert Referral.objects.get(pk=case.pk).next_due_at is None


def test_accept_twice_by_the_same_person_is_quiet(world: make.World) -> None:
    case = accept(make.referral(world), world)
    accept(case, world)
    assert ReferralEvent.objects.filter(referral=case, event=Event.ACCEPT).count() == 1


def test_accept_after_a_colleague_did_says_who_and_when(world: make.World) -> None:
    case = accept(make.referral(world), world)
    with pytest.raises(UnableToActNow, match=f"{world.coordinator.name} changed this referral at 11am"):
        triage.accept_referral(referral=case, assignee=world.team_lead, by=world.team_lead, at=LATER)


def test_accept_for_somebody_of_another_organisation_is_refused(world: make.World) -> None:
    stranger = make.person(RoleCode.COORDINATOR, make.OrganisationFactory())
    with pytest.raises(triage.UnableToAssign):
        triage.accept_referral(referral=make.referral(world), assignee=stranger, by=world.coordinator, at=LATER)


def test_accept_by_the_ward_is_refused(world: make.World) -> None:
    with pytest.raises(NotAllowed):
        triage.accept_referral(referral=make.referral(world), assignee=world.coordinator, by=world.sister, at=LATER)


def test_accept_failing_last_write_leaves_the_case_as_it_was(world: make.World) -> None:
    case = make.referral(world)

    def fail(**_: object) -> None:
        raise DatabaseError("the last write broke")

    referral_changed.connect(fail, dispatch_uid="fail")
    try:
        with pytest.raises(DatabaseError):
            accept(case, world)
    finally:
        referral_changed.disconnect(dispatch_uid="fail")
    left = (
        Referral.objects.get(pk=case.pk).status,
        ReferralEvent.objects.filter(referral=case, event=Event.ACCEPT).count(),
        AuditEvent.objects.filter(referral_id=case.pk, action="accept").count(),
        Clock.objects.get(referral=case).stopped_at,
    )
    assert left == ("submitted", 0, 0, None)


def test_accept_tells_the_ward(world: make.World) -> None:
    case = accept(make.referral(world), world)
    assert Notification.objects.filter(recipient=world.sister, text=f"{case.reference}: accepted").exists()


def test_ask_lets_the_answer_clock_stand_still(world: make.World) -> None:
    case = triage.ask_for_information(
        referral=make.referral(world), question="Who has the key?", by=world.coordinator, at=LATER
    )
    pause = ClockPause.objects.get(clock__referral=case)
    assert (pause.clock.due_at, pause.reason, pause.to_at) == (None, "information", None)


def test_ask_keeps_the_question(world: make.World) -> None:
    case = make.referral(world, "information_requested")
    assert Message.objects.get(referral=case).kind == "question"


def test_answer_lets_the_clock_run_again_and_adds_the_pause(world: make.World) -> None:
    case = make.referral(world, "information_requested", urgency="emergency")
    triage.answer_question(referral=case, answer="The neighbour.", by=world.sister, at=make.NOW + timedelta(hours=6))
    assert Clock.objects.get(referral=case).due_at == make.NOW + timedelta(hours=24 + 5)


def test_answer_returns_the_case_to_whoever_decides(world: make.World) -> None:
    case = make.referral(world, "information_requested")
    assert triage.answer_question(referral=case, answer="Ready", by=world.sister, at=LATER).status == "submitted"


def test_decline_keeps_the_coded_reason(world: make.World) -> None:
    case = make.referral(world, "declined")
    assert (case.status, case.reason_code, case.is_open) == ("declined", "outside_area", False)


def test_decline_stops_every_clock(world: make.World) -> None:
    case = make.referral(world, "declined")
    assert not Clock.objects.filter(referral=case, stopped_at__isnull=True).exists()


def test_decline_of_an_accepted_case_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToActNow, match="accepted"):
        triage.decline_referral(
            referral=make.referral(world, "accepted"), reason="not_ready", note="", by=world.team_lead, at=LATER
        )


def test_withdraw_by_the_ward_ends_the_case(world: make.World) -> None:
    case = make.referral(world, "withdrawn")
    assert (case.status, case.reason_code) == ("withdrawn", "solved")


def test_withdraw_while_asked_closes_the_pause(world: make.World) -> None:
    case = make.referral(world, "information_requested")
    triage.withdraw_referral(referral=case, reason="died", note="", by=world.sister, at=LATER)
    assert ClockPause.objects.get(clock__referral=case).to_at == LATER


def test_assign_to_a_colleague_tells_them(world: make.World) -> None:
    case = make.referral(world, "accepted")
    triage.assign_case(referral=case, assignee=world.team_lead, by=world.coordinator, at=LATER)
    assert Notification.objects.filter(recipient=world.team_lead, text__contains="given to you").exists()


def test_assign_to_who_has_it_writes_nothing(world: make.World) -> None:
    case = make.referral(world, "accepted")
    triage.assign_case(referral=case, assignee=world.coordinator, by=world.coordinator, at=LATER)
    assert not ReferralEvent.objects.filter(referral=case, event=Event.ASSIGN).exists()


def test_friday_evening_urgent_referral_is_due_on_thursday(world: make.World) -> None:
    case = make.referral(world, at=datetime(2026, 11, 27, 17, 1, tzinfo=UTC))
    assert Clock.objects.get(referral=case).due_at == datetime(2026, 12, 3, 17, tzinfo=UTC)
