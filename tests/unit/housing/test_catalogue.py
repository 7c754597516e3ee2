import pytest

from housing import catalogue
from housing.catalogue import (
    ASSESSMENT_AREAS,
    CODE_LENGTH,
    INTERVENTION_KINDS,
    PROVIDER_KINDS,
    Entry,
    codes,
)
from referrals.catalogue import URGENCIES

LISTS = {
    name: value
    for name, value in vars(catalogue).items()
    if isinstance(value, tuple) and value and all(isinstance(entry, Entry) for entry in value)
}


@pytest.mark.parametrize("name", LISTS)
def test_list_has_each_code_once(name: str) -> None:
    assert len(codes(LISTS[name])) == len(LISTS[name])


@pytest.mark.parametrize("name", LISTS)
def test_codes_fit_their_column(name: str) -> None:
    assert all(0 < len(entry.code) <= CODE_LENGTH for entry in LISTS[name])


def test_kinds_of_work_are_those_the_service_offers() -> None:
    assert codes(INTERVENTION_KINDS) == {
        "minor_adaptation",
        "major_adaptation",
        "repair",
        "key_safe",
        "lifeline",
        "deep_clean",
        "furniture",
        "food_bank",
        "heating",
        "benefits_advice",
        "rehousing",
        "temporary_flat",
        "respite",
        "equipment",
        "home_visit",
        "welfare_calls",
    }


def test_every_kind_of_work_is_led_by_a_known_kind_of_provider() -> None:
    assert {kind.led_by for kind in INTERVENTION_KINDS} <= codes(PROVIDER_KINDS)


def test_every_kind_of_work_has_a_known_urgency() -> None:
    assert {kind.urgency for kind in INTERVENTION_KINDS} <= codes(URGENCIES)


def test_every_kind_of_work_tells_the_patient_what_they_get() -> None:
    assert all(kind.description.endswith(".") for kind in INTERVENTION_KINDS)


def test_support_after_going_home_does_not_block_the_discharge() -> None:
    assert {kind.code for kind in INTERVENTION_KINDS if not kind.blocks_discharge} == {
        "food_bank",
        "benefits_advice",
        "home_visit",
        "welfare_calls",
    }


def test_every_area_of_the_assessment_suggests_kinds_of_work_that_exist() -> None:
    assert {kind for area in ASSESSMENT_AREAS for kind in area.suggests} <= codes(INTERVENTION_KINDS)
