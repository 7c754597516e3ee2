"""NHS numbers that somebody tries: how many, and what is written down."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from partners.errors import NotAllowed
from partners.models import AuditEvent, User
from referrals.actions import look_ups
from referrals.actions.correction import NumberTaken, correct_patient
from referrals.actions.submit import submit_referral
from referrals.errors import NotMatched
from referrals.identity import details_of, fingerprint_of
from referrals.models import Referral
from referrals.nhs_number import make_test_number
from tests import factories as make
from tests.integration.wall.asked import person

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
OTHER_DAY = date(1950, 1, 1)


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture(autouse=True)
def _few(settings: Settings) -> None:
    settings.NHS_NUMBERS_AN_HOUR, settings.NHS_NUMBER_MISMATCHES = 3, 2


def look(by: User, seed: int = 0, *, after: timedelta = timedelta(0)) -> None:
    look_ups.look_up_number(number=make_test_number(600_000 + seed), by=person(by), at=make.NOW + after)


def number_of(case: Referral) -> str:
    assert case.patient is not None
    return case.patient.nhs_number or ""


def written(action: str) -> list[tuple[int | None, int | None, dict[str, Any]]]:
    return list(
        AuditEvent.objects.filter(action=action).order_by("pk").values_list("actor_id", "referral_id", "detail")
    )


def send(world: make.World, number: str | None, *, after: timedelta = timedelta(0), **more: Any) -> Referral:
    source = more.pop("source", "form")
    return submit_referral(
        draft=make.draft(world),
        answers=make.answers(world, nhs_number=number, **more),
        by=world.sister,
        at=make.NOW + after,
        source=source,
    )


def mismatch(world: make.World, number: str, *times: int) -> None:
    for minutes in times:
        with pytest.raises(NotMatched):
            send(world, number, born_on=OTHER_DAY, after=minutes * MINUTE)


def test_look_up_within_the_hour_s_number_is_done(world: make.World) -> None:
    for seed in range(3):
        look(world.sister, seed)
    assert len(written(look_ups.LOOKED_UP)) == 3


def test_look_up_beyond_the_hour_s_number_is_refused_until_the_first_is_an_hour_old(world: make.World) -> None:
    for seed in range(3):
        look(world.sister, seed, after=seed * MINUTE)
    with pytest.raises(look_ups.UnableToLookUp, match="after 10am"):
        look(world.sister, 4, after=59 * MINUTE)
    look(world.sister, 4, after=60 * MINUTE)


def test_look_up_that_was_refused_does_not_count(world: make.World) -> None:
    for seed in range(3):
        look(world.sister, seed)
    with pytest.raises(look_ups.UnableToLookUp):
        look(world.sister, 4)
    assert len(written(look_ups.LOOKED_UP)) == 3


def test_look_ups_of_one_person_do_not_count_for_another(world: make.World) -> None:
    for seed in range(3):
        look(world.sister, seed)
    look(world.discharge_team)


def test_look_up_by_somebody_who_refers_nobody_is_not_allowed(world: make.World) -> None:
    with pytest.raises(NotAllowed):
        look(world.provider_worker)


def test_look_up_of_a_case_out_of_sight_is_written_down_with_the_case(world: make.World) -> None:
    case, stranger = make.referral(world), make.world()
    look_ups.look_up_number(number=number_of(case), by=person(stranger.sister), at=make.NOW)
    assert written(look_ups.FOUND) == [(stranger.sister.pk, case.pk, {})]


def test_look_up_of_a_case_in_sight_is_no_find(world: make.World) -> None:
    case = make.referral(world)
    look_ups.look_up_number(number=number_of(case), by=person(world.sister), at=make.NOW)
    assert written(look_ups.FOUND) == []


def test_look_up_of_a_restricted_case_finds_and_says_nothing(world: make.World) -> None:
    case, stranger = make.referral(world), make.world()
    Referral.objects.filter(pk=case.pk).update(restricted=True)
    look_ups.look_up_number(number=number_of(case), by=person(stranger.sister), at=make.NOW)
    assert (written(look_ups.FOUND), written(look_ups.LOOKED_UP)) == ([], [(stranger.sister.pk, None, {"found": 0})])


def test_look_up_writes_no_number_down(world: make.World) -> None:
    case, stranger = make.referral(world), make.world()
    look_ups.look_up_number(number=number_of(case), by=person(stranger.sister), at=make.NOW)
    rows = AuditEvent.objects.filter(actor_id=stranger.sister.pk).values()
    assert number_of(case) not in str(list(rows))


def test_mismatch_is_written_down_though_nothing_else_of_the_referral_is(world: make.World) -> None:
    number = number_of(make.referral(world))
    draft = make.draft(world)
    with pytest.raises(NotMatched):
        submit_referral(
            draft=draft,
            answers=make.answers(world, nhs_number=number, born_on=OTHER_DAY),
            by=world.sister,
            at=make.NOW,
        )
    assert written(look_ups.MISMATCH) == [(world.sister.pk, draft.pk, {})]
    assert Referral.objects.get(pk=draft.pk).status == "draft"


def test_number_that_fits_is_no_mismatch(world: make.World) -> None:
    send(world, number_of(make.referral(world)), second_referral_reason="Another home")
    assert written(look_ups.MISMATCH) == []


def test_after_several_mismatches_the_right_date_is_not_looked_at_either(world: make.World) -> None:
    number = number_of(make.referral(world))
    mismatch(world, number, 0, 5)
    with pytest.raises(look_ups.TooManyMismatches, match=r"after 9\.15am"):
        send(world, number, second_referral_reason="Another home", after=14 * MINUTE)


def test_after_several_mismatches_a_quarter_of_an_hour_later_the_next_is_looked_at(world: make.World) -> None:
    number = number_of(make.referral(world))
    mismatch(world, number, 0, 5)
    assert send(world, number, second_referral_reason="Another home", after=15 * MINUTE).status == "submitted"


def test_after_several_mismatches_a_patient_without_number_can_be_referred(world: make.World) -> None:
    mismatch(world, number_of(make.referral(world)), 0, 1)
    assert send(world, None, no_nhs_number_reason="unknown", after=2 * MINUTE).status == "submitted"


def test_after_several_mismatches_an_import_goes_on(world: make.World) -> None:
    number = number_of(make.referral(world))
    mismatch(world, number, 0, 1)
    with pytest.raises(NotMatched):
        send(world, number, born_on=OTHER_DAY, after=2 * MINUTE, source="import")


def correct(world: make.World, case: Referral, number: str, by: User) -> None:
    patient = Referral.objects.get(pk=case.pk).patient
    assert patient is not None
    correct_patient(
        referral=case,
        opened=fingerprint_of(patient),
        details=replace(details_of(patient), nhs_number=number),
        reason="typing",
        by=by,
        at=make.NOW,
    )


def test_correction_to_somebody_else_s_number_is_written_down_as_a_mismatch(world: make.World) -> None:
    case, other = make.referral(world, "accepted"), make.referral(make.world())
    with pytest.raises(NumberTaken):
        correct(world, case, number_of(other), world.coordinator)
    assert written(look_ups.MISMATCH) == [(world.coordinator.pk, case.pk, {})]


def test_correction_after_several_mismatches_is_refused(world: make.World) -> None:
    case, other = make.referral(world, "accepted"), make.referral(make.world())
    for _ in range(2):
        with pytest.raises(NumberTaken):
            correct(world, case, number_of(other), world.coordinator)
    with pytest.raises(look_ups.TooManyMismatches):
        correct(world, case, make_test_number(600_001), world.coordinator)
