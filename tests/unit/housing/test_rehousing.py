"""From application to tenancy."""

from datetime import date, timedelta
from typing import Any

import pytest

from housing.actions.rehousing import end_rehousing, record_step, start_rehousing
from housing.errors import NotAllowed, UnableToActNow, UnableToRehouse
from housing.models import Rehousing
from tests import factories as make

LATER = make.NOW + timedelta(hours=3)
D = date


def started(world: make.World, **changes: Any) -> Rehousing:
    values: dict[str, Any] = {
        "referral": changes.pop("referral", None) or make.referral(world, "accepted"),
        "landlord": "Mansfield Homes",
        "route": "register",
        "applied_on": D(2026, 11, 12),
        "by": world.coordinator,
        "at": LATER,
    }
    return start_rehousing(**{**values, **changes})


def test_start_rehousing_is_applied(world: make.World) -> None:
    assert started(world).status == Rehousing.Status.APPLIED


def test_start_rehousing_by_ward_is_refused(world: make.World) -> None:
    with pytest.raises(NotAllowed):
        started(world, by=world.sister)


def test_start_rehousing_twice_by_same_person_is_quiet(world: make.World) -> None:
    first = started(world)
    assert started(world, referral=first.referral) == first


def test_start_rehousing_elsewhere_while_one_is_under_way_is_refused(world: make.World) -> None:
    first = started(world)
    with pytest.raises(UnableToActNow, match="Mansfield Homes, since 12 November"):
        started(world, referral=first.referral, landlord="Other Homes")


def test_record_step_may_skip_a_step(world: make.World) -> None:
    search = record_step(rehousing=started(world), step="viewed", on=D(2026, 11, 20), by=world.coordinator, at=LATER)
    assert search.status == Rehousing.Status.VIEWED


def test_record_step_before_the_one_before_is_refused(world: make.World) -> None:
    search = record_step(rehousing=started(world), step="offered", on=D(2026, 11, 20), by=world.coordinator, at=LATER)
    with pytest.raises(UnableToRehouse, match="cannot be before 20 November"):
        record_step(rehousing=search, step="viewed", on=D(2026, 11, 19), by=world.coordinator, at=LATER)


def test_record_step_after_the_next_one_is_refused(world: make.World) -> None:
    search = record_step(rehousing=started(world), step="viewed", on=D(2026, 11, 20), by=world.coordinator, at=LATER)
    with pytest.raises(UnableToRehouse, match="cannot be after 20 November"):
        record_step(rehousing=search, step="offered", on=D(2026, 11, 21), by=world.coordinator, at=LATER)


def test_record_step_in_the_future_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToRehouse, match="today or in the past"):
        record_step(rehousing=started(world), step="offered", on=D(2026, 11, 24), by=world.coordinator, at=LATER)


def test_record_step_signed_without_address_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToRehouse, match="address of the new home"):
        record_step(rehousing=started(world), step="signed", on=D(2026, 11, 23), by=world.coordinator, at=LATER)


def test_record_step_signed_ends_the_search(world: make.World) -> None:
    search = record_step(
        rehousing=started(world),
        step="signed",
        on=D(2026, 11, 23),
        new_address="4 Mill Lane",
        by=world.coordinator,
        at=LATER,
    )
    with pytest.raises(UnableToActNow):
        record_step(rehousing=search, step="viewed", on=D(2026, 11, 20), by=world.coordinator, at=LATER)


def test_record_step_signed_twice_is_quiet(world: make.World) -> None:
    search = started(world)
    for _ in range(2):
        again = record_step(
            rehousing=search,
            step="signed",
            on=D(2026, 11, 23),
            new_address="4 Mill Lane",
            by=world.coordinator,
            at=LATER,
        )
    assert again.status == Rehousing.Status.SIGNED


def test_record_step_by_coordinator_of_another_council_is_refused(world: make.World) -> None:
    with pytest.raises(NotAllowed):
        record_step(rehousing=started(world), step="offered", on=D(2026, 11, 20), by=make.world().coordinator, at=LATER)


def test_end_rehousing_without_a_home_says_why(world: make.World) -> None:
    search = end_rehousing(
        rehousing=started(world), reason="Moved to family", ended_on=D(2026, 11, 23), by=world.coordinator, at=LATER
    )
    assert (search.status, search.ended_reason) == (Rehousing.Status.ENDED, "Moved to family")


def test_end_rehousing_twice_is_quiet(world: make.World) -> None:
    search = started(world)
    for _ in range(2):
        again = end_rehousing(
            rehousing=search, reason="Moved", ended_on=D(2026, 11, 23), by=world.coordinator, at=LATER
        )
    assert again.ended_on == D(2026, 11, 23)


def test_end_rehousing_before_it_began_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToRehouse):
        end_rehousing(rehousing=started(world), reason="Moved", ended_on=D(2026, 11, 1), by=world.coordinator, at=LATER)
