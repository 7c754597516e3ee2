"""What stops, everywhere, when it is written down that somebody has died."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from housing.actions import work
from housing.models import Intervention, InterventionKind
from outcomes.actions.close import close_with_outcome
from outcomes.actions.follow_ups import drop_for_the_dead, record_follow_up
from outcomes.models import FollowUp
from partners.actions import posting
from partners.models import Notification, OutboxMessage
from referrals.actions import alerts, discharge, triage
from referrals.models import Clock, Patient, Referral, ReferralEvent
from tests import factories as make

pytestmark = pytest.mark.django_db
AT = make.NOW + timedelta(days=1)
TELLING = make.NOW + timedelta(days=300)


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def home(world: make.World) -> Referral:
    """Somebody who went home and is to be rung."""
    return make.referral(world, "discharged")


@pytest.fixture
def another(world: make.World, home: Referral) -> Referral:
    """A second case of the same person, who went home from it too."""
    case = make.referral(world, "discharged")
    Referral.objects.filter(pk=case.pk).update(patient=home.patient)
    return case


def dies(case: Referral, world: make.World) -> None:
    call = FollowUp.objects.filter(referral=case).order_by("pk")[0]
    record_follow_up(follow_up=call, result="died", note="", by=world.coordinator, at=AT)


def has_died(case: Referral) -> bool:
    return Patient.objects.filter(referrals=case, death_recorded_at=AT).exists()


@pytest.mark.parametrize(
    ("status", "learn"),
    [
        ("accepted", lambda case, by: discharge.record_discharge(
            referral=case, discharged_on=make.NOW.date(), destination="died", note="", by=by, at=AT)),
        ("accepted", lambda case, by: triage.withdraw_referral(referral=case, reason="died", note="", by=by, at=AT)),
        ("discharged", lambda case, by: close_with_outcome(referral=case, outcome="died", note="", by=by, at=AT)),
        ("discharged", lambda case, by: record_follow_up(
            follow_up=case.follow_ups.order_by("pk")[0], result="died", note="", by=by, at=AT)),
    ],
    ids=["leaving hospital", "withdrawing", "closing", "a follow-up"],
)  # fmt: skip
def test_death_is_written_on_the_person_wherever_it_is_learned(
    world: make.World, status: str, learn: Callable[..., object]
) -> None:
    case = make.referral(world, status)
    learn(case, world.coordinator)
    assert has_died(case)


def test_death_recorded_twice_keeps_the_first_time(home: Referral, world: make.World) -> None:
    dies(home, world)
    close_with_outcome(referral=home, outcome="died", note="", by=world.coordinator, at=AT + timedelta(days=1))
    assert has_died(home)


def test_death_takes_back_what_was_told_of_follow_ups(home: Referral, world: make.World) -> None:
    alerts.announce_due(at=TELLING)
    dies(home, world)
    about = Notification.objects.filter(subject=f"referral:{home.pk}:follow_up")
    assert about.exists()
    assert not about.filter(withdrawn_at=None).exists()


def test_death_stops_messages_that_wait(home: Referral, world: make.World) -> None:
    alerts.announce_due(at=TELLING)
    posting.post_notices(at=TELLING)
    dies(home, world)
    waiting = OutboxMessage.objects.filter(notification__subject=f"referral:{home.pk}:follow_up")
    assert waiting.exists()
    assert not waiting.filter(next_try_at__isnull=False).exists()


def test_death_stops_messages_of_the_persons_other_case(home: Referral, another: Referral, world: make.World) -> None:
    alerts.announce_due(at=TELLING)
    posting.post_notices(at=TELLING)
    dies(home, world)
    assert not OutboxMessage.objects.filter(
        notification__subject=f"referral:{another.pk}:follow_up", next_try_at__isnull=False
    ).exists()


def test_death_leaves_messages_about_somebody_else(home: Referral, world: make.World) -> None:
    stranger = make.referral(world, "discharged")
    alerts.announce_due(at=TELLING)
    posting.post_notices(at=TELLING)
    dies(home, world)
    assert OutboxMessage.objects.filter(
        notification__subject=f"referral:{stranger.pk}:follow_up", next_try_at__isnull=False
    ).exists()


def test_death_is_announced_to_nobody_who_would_ring(home: Referral, another: Referral, world: make.World) -> None:
    dies(home, world)
    alerts.announce_due(at=TELLING)
    assert not Notification.objects.filter(subject=f"referral:{another.pk}:follow_up").exists()


def test_death_drops_the_follow_ups_of_the_persons_other_case(
    home: Referral, another: Referral, world: make.World
) -> None:
    dies(home, world)
    drop_for_the_dead(at=AT)
    assert not FollowUp.objects.filter(referral=another, cancelled_at=None).exists()


def test_death_stops_the_clocks_of_the_persons_other_follow_ups(
    home: Referral, another: Referral, world: make.World
) -> None:
    dies(home, world)
    drop_for_the_dead(at=AT)
    assert not Clock.objects.filter(referral=another, kind="follow_up", stopped_at=None).exists()


def test_follow_ups_of_the_living_are_not_dropped(home: Referral) -> None:
    assert drop_for_the_dead(at=AT) == 0


def test_death_is_told_to_who_leads_the_persons_other_case(
    home: Referral, another: Referral, world: make.World
) -> None:
    dies(home, world)
    assert ReferralEvent.objects.filter(referral=another, event="person_has_died").count() == 1


def test_death_in_hospital_cancels_work(world: make.World) -> None:
    case = make.referral(world, "accepted")
    work.plan_work(
        referral=case, kind=InterventionKind.objects.get(code="key_safe"), urgency="urgent", funding_source="scheme",
        instructions="", provider=world.provider, commission=True, by=world.coordinator, at=make.NOW,
    )  # fmt: skip
    discharge.record_discharge(
        referral=case, discharged_on=make.NOW.date(), destination="died", note="", by=world.coordinator, at=AT
    )
    assert Intervention.objects.get(referral=case).status == Intervention.Status.CANCELLED


def test_going_home_cancels_no_work(world: make.World) -> None:
    case = make.referral(world, "accepted")
    work.plan_work(
        referral=case, kind=InterventionKind.objects.get(code="key_safe"), urgency="urgent", funding_source="scheme",
        instructions="", provider=world.provider, commission=True, by=world.coordinator, at=make.NOW,
    )  # fmt: skip
    discharge.record_discharge(
        referral=case, discharged_on=make.NOW.date(), destination="usual_home", note="", by=world.coordinator, at=AT
    )
    assert Intervention.objects.get(referral=case).status == Intervention.Status.COMMISSIONED


def test_death_that_is_undone_takes_nothing_back(home: Referral, world: make.World) -> None:
    alerts.announce_due(at=TELLING)
    with transaction.atomic():
        dies(home, world)
        transaction.set_rollback(True)
    assert not has_died(home)
    assert not Notification.objects.exclude(withdrawn_at=None).exists()
