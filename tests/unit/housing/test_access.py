"""Who sees which job, stay and flat, role by role; the object rule and the list rule agree."""

from datetime import date, timedelta

import pytest

from housing import access
from housing.actions.bookings import book_stay, cancel_stay
from housing.actions.jobs import finish_job
from housing.actions.work import plan_work
from housing.models import Intervention, InterventionKind, Stay, Unit
from partners.models import User
from tests import factories as make

LATER = make.NOW + timedelta(hours=3)
EVERYBODY = frozenset(
    {
        "sister",
        "discharge_team",
        "coordinator",
        "team_lead",
        "provider_worker",
        "flat_manager",
        "commissioner",
        "ig_officer",
        "administrator",
    }
)
LEADS = frozenset({"coordinator", "team_lead"})


@pytest.fixture
def job(world: make.World, key_safe: InterventionKind) -> Intervention:
    return plan_work(
        referral=make.referral(world, "accepted"),
        kind=key_safe,
        urgency="urgent",
        funding_source="scheme",
        provider=world.provider,
        commission=True,
        by=world.coordinator,
        at=LATER,
    )


@pytest.fixture
def stay(world: make.World, unit: Unit) -> Stay:
    return book_stay(
        referral=make.referral(world, "accepted"),
        unit=unit,
        from_on=date(2026, 12, 1),
        until_on=date(2026, 12, 8),
        by=world.coordinator,
        at=LATER,
    )


def who(world: make.World, may: object) -> frozenset[str]:
    """The roles of this world for whom the question is answered yes."""
    return frozenset(name for name, user in world.people.items() if may(user))  # type: ignore[operator]


def test_world_has_every_role_in_these_tests(world: make.World) -> None:
    assert frozenset(world.people) == EVERYBODY


def test_can_view_job_is_for_its_provider_and_the_leading_coordinators(world: make.World, job: Intervention) -> None:
    assert who(world, lambda user: access.can_view_job(user, job)) == LEADS | {"provider_worker"}


def test_visible_jobs_agrees_with_can_view_job(world: make.World, job: Intervention) -> None:
    listed = who(world, lambda user: access.visible_jobs(user).filter(pk=job.pk).exists())
    assert listed == who(world, lambda user: access.can_view_job(user, job))


def test_can_work_is_for_its_provider(world: make.World, job: Intervention) -> None:
    assert who(world, lambda user: access.can_work(user, job)) == {"provider_worker"}


def test_visible_jobs_of_another_world_are_none(world: make.World, job: Intervention) -> None:
    other = make.world()
    assert not who(other, lambda user: access.visible_jobs(user).exists() or access.can_view_job(user, job))


def test_visible_jobs_only_planned_are_hidden_from_the_provider(world: make.World, key_safe: InterventionKind) -> None:
    job = plan_work(
        referral=make.referral(world, "accepted"),
        kind=key_safe,
        urgency="urgent",
        funding_source="scheme",
        provider=world.provider,
        by=world.coordinator,
        at=LATER,
    )
    assert not access.visible_jobs(world.provider_worker).exists()
    assert not access.can_view_job(world.provider_worker, job)


def test_visible_jobs_after_the_last_is_done_are_hidden_from_the_provider(world: make.World, job: Intervention) -> None:
    finish_job(job=job, by=world.provider_worker, at=LATER)
    assert not access.visible_jobs(world.provider_worker).exists()
    assert access.own_jobs(world.provider_worker).get() == job


def test_visible_jobs_of_an_inactive_person_are_none(world: make.World, job: Intervention) -> None:
    user = world.provider_worker
    user.is_active = False
    user.save()
    again = User.objects.get(pk=user.pk)
    assert not access.visible_jobs(again).exists()


def test_can_view_stay_is_for_the_flats_manager_and_the_leading_coordinators(world: make.World, stay: Stay) -> None:
    assert who(world, lambda user: access.can_view_stay(user, stay)) == LEADS | {"flat_manager"}


def test_visible_stays_agrees_with_can_view_stay(world: make.World, stay: Stay) -> None:
    listed = who(world, lambda user: access.visible_stays(user).filter(pk=stay.pk).exists())
    assert listed == who(world, lambda user: access.can_view_stay(user, stay))


def test_can_manage_stay_is_for_the_flats_manager(world: make.World, stay: Stay) -> None:
    assert who(world, lambda user: access.can_manage_stay(user, stay)) == {"flat_manager"}


def test_can_change_booking_is_for_both(world: make.World, stay: Stay) -> None:
    assert who(world, lambda user: access.can_change_booking(user, stay)) == LEADS | {"flat_manager"}


def test_visible_stays_cancelled_are_hidden_from_the_flats_manager(world: make.World, stay: Stay) -> None:
    cancel_stay(stay=stay, reason="Not needed", by=world.coordinator, at=LATER)
    assert not access.visible_stays(world.flat_manager).exists()


def test_visible_units_are_for_their_manager_and_the_leading_coordinators(world: make.World, unit: Unit) -> None:
    listed = who(world, lambda user: access.visible_units(user).filter(pk=unit.pk).exists())
    assert listed == LEADS | {"flat_manager"}


def test_can_view_unit_agrees_with_visible_units(world: make.World, unit: Unit) -> None:
    listed = who(world, lambda user: access.visible_units(user).filter(pk=unit.pk).exists())
    assert listed == who(world, lambda user: access.can_view_unit(user, unit))


def test_can_void_is_for_the_flats_manager(world: make.World, unit: Unit) -> None:
    assert who(world, lambda user: access.can_void(user, unit)) == {"flat_manager"}


def test_visible_units_of_another_world_are_none(world: make.World, unit: Unit) -> None:
    assert not who(make.world(), lambda user: access.visible_units(user).exists())


def test_can_plan_is_for_the_leading_coordinators(world: make.World, job: Intervention) -> None:
    assert who(world, lambda user: access.can_plan(user, job.referral)) == LEADS
