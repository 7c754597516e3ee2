"""As what each person reads a case."""

import pytest

from partners.minimum_data import Reader
from partners.roles import RoleCode
from referrals.models import Referral
from referrals.reading import reader_of
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def case(world: make.World) -> Referral:
    return make.referral(world)


@pytest.mark.parametrize(
    ("person", "reader"),
    [
        ("coordinator", Reader.LEAD),
        ("team_lead", Reader.LEAD),
        ("sister", Reader.WARD),
        ("discharge_team", Reader.DISCHARGE_TEAM),
    ],
)
def test_people_of_the_two_sides_read_a_case_as_their_part(
    world: make.World, case: Referral, person: str, reader: Reader
) -> None:
    assert reader_of(getattr(world, person), case) is reader


def test_person_whose_organisation_may_look_reads_as_viewer(world: make.World, case: Referral) -> None:
    looker = make.person(RoleCode.COORDINATOR, world.icb)
    make.viewer(case, world.icb)
    assert reader_of(looker, case) is Reader.VIEWER


def test_person_outside_every_part_reads_as_in_an_emergency(world: make.World, case: Referral) -> None:
    assert reader_of(make.person(RoleCode.DISCHARGE_TEAM, world.icb), case) is Reader.BREAK_GLASS


def test_coordinator_of_the_referring_council_does_not_read_as_the_lead(world: make.World) -> None:
    """Whoever refers a case leads nothing of it, whatever their role elsewhere."""
    case = make.referral(world)
    other = make.person(RoleCode.COORDINATOR, world.trust)
    assert reader_of(other, case) is Reader.DISCHARGE_TEAM
