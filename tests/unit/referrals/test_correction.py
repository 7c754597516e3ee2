"""A patient's details are put right: on every case at once, told to whoever relies on them, once for two people."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from partners.errors import NotAllowed
from partners.models import AuditEvent
from referrals import access
from referrals.actions import triage
from referrals.actions.correction import ChangedMeanwhile, NumberTaken, UnableToCorrect, correct_patient
from referrals.answers import PatientAnswers
from referrals.identity import details_of, fingerprint_of
from referrals.models import Patient, PatientPast, Referral, ReferralEvent
from referrals.nhs_number import make_test_number
from tests import factories as make

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(hours=5)


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def case(world: make.World) -> Referral:
    return make.referral(world)


def held(case: Referral) -> PatientAnswers:
    assert case.patient is not None
    return details_of(case.patient)


def correct(case: Referral, by: Any, *, opened: str = "", reason: str = "typing", **changes: Any) -> Patient:
    assert case.patient is not None
    return correct_patient(
        referral=case,
        opened=opened or fingerprint_of(case.patient),
        details=replace(held(case), **changes),
        reason=reason,
        by=by,
        at=LATER,
    )


@pytest.mark.parametrize("role", ["sister", "discharge_team", "coordinator", "team_lead"])
def test_details_are_corrected_by_the_lead_and_by_who_referred(world: make.World, case: Referral, role: str) -> None:
    correct(case, getattr(world, role), family_name="Smythe")
    assert Patient.objects.get(pk=case.patient_id).family_name == "Smythe"


@pytest.mark.parametrize("role", ["provider_worker", "flat_manager", "commissioner", "ig_officer", "administrator"])
def test_details_corrected_by_anybody_else_is_refused(world: make.World, case: Referral, role: str) -> None:
    with pytest.raises(NotAllowed):
        correct(case, getattr(world, role), family_name="Smythe")
    assert Patient.objects.get(pk=case.patient_id).family_name != "Smythe"


def test_details_corrected_by_the_same_role_elsewhere_is_refused(case: Referral) -> None:
    with pytest.raises(NotAllowed):
        correct(case, make.world().coordinator, family_name="Smythe")


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        *((role, True) for role in ("discharge_team", "coordinator", "team_lead")),
        *((role, False) for role in ("sister", "provider_worker", "flat_manager", "commissioner")),
        *((role, False) for role in ("ig_officer", "administrator")),
    ],
)
def test_past_is_seen_by_coordinators_and_the_discharge_team(
    world: make.World, case: Referral, role: str, sees: bool
) -> None:
    assert access.can_see_history(getattr(world, role), case) is sees


def test_draft_has_nobody_to_correct(world: make.World) -> None:
    assert not access.can_correct_patient(world.sister, make.draft(world))


def test_details_of_an_ended_case_can_be_corrected(world: make.World) -> None:
    ended = make.referral(world, "closed")
    correct(ended, world.coordinator, phone="+441632960009")
    assert Patient.objects.get(pk=ended.patient_id).phone == "+441632960009"


def test_correction_keeps_what_was_there(world: make.World, case: Referral) -> None:
    before = held(case).address
    correct(case, world.coordinator, address="2 Other Road")
    assert list(PatientPast.objects.filter(pgh_obj_id=case.patient_id).order_by("pgh_id").values_list("address")) == [
        (before,),
        ("2 Other Road",),
    ]


def test_correction_is_a_line_on_the_case_without_the_details(world: make.World, case: Referral) -> None:
    correct(case, world.sister, address="2 Other Road", nhs_number=make_test_number(77_000))
    line = ReferralEvent.objects.filter(referral=case, event="patient_details_corrected").get()
    assert line.note == "NHS number, address. Reason: a typing mistake"
    assert line.lead_only is False


def test_correction_tells_every_other_open_case_of_the_person(world: make.World, case: Referral) -> None:
    number = held(case).nhs_number
    other = make.referral(make.world(), nhs_number=number, second_referral_reason="Back again")
    ended = make.referral(make.world(), nhs_number=number, second_referral_reason="Back again")
    triage.withdraw_referral(referral=ended, reason="solved", note="", by=ended.made_by, at=LATER)
    case.refresh_from_db()
    correct(case, world.coordinator, phone="+441632960009")
    told = ReferralEvent.objects.filter(event="patient_details_corrected").exclude(referral=case)
    assert [(each.referral_id, each.lead_only, each.note) for each in told] == [
        (other.pk, True, "Phone. Check what you rely on.")
    ]


def test_correction_is_audited_by_field_and_reason_without_words(world: make.World, case: Referral) -> None:
    correct(case, world.coordinator, address="2 Other Road", reason="told")
    act = AuditEvent.objects.get(action="patient_details_corrected")
    assert (act.object_type, act.object_id, act.referral_id) == ("patient", case.patient_id, case.pk)
    assert act.detail == {"fields": ["address"], "reason": "told"}


def test_same_correction_again_is_quiet(world: make.World, case: Referral) -> None:
    opened = fingerprint_of(Patient.objects.get(pk=case.patient_id))
    for _ in range(2):
        correct(case, world.coordinator, opened=opened, address="2 Other Road")
    assert ReferralEvent.objects.filter(event="patient_details_corrected").count() == 1


def test_second_of_two_people_is_told(world: make.World, case: Referral) -> None:
    opened = fingerprint_of(Patient.objects.get(pk=case.patient_id))
    correct(case, world.sister, opened=opened, address="2 Other Road")
    with pytest.raises(ChangedMeanwhile):
        correct(case, world.coordinator, opened=opened, phone="+441632960009")
    assert Patient.objects.get(pk=case.patient_id).address == "2 Other Road"


def test_number_of_another_person_is_refused_and_nothing_is_written(world: make.World, case: Referral) -> None:
    other = make.referral(make.world())
    number = held(other).nhs_number
    with pytest.raises(NumberTaken) as refusal:
        correct(case, world.coordinator, nhs_number=number, family_name="Smythe")
    assert number is not None
    assert number not in refusal.value.message
    assert Patient.objects.get(pk=case.patient_id).family_name != "Smythe"
    assert not ReferralEvent.objects.filter(event="patient_details_corrected").exists()


def test_correction_for_no_reason_is_refused(world: make.World, case: Referral) -> None:
    with pytest.raises(UnableToCorrect):
        correct(case, world.coordinator, reason="because", family_name="Smythe")


def test_correction_that_fails_half_way_is_undone(
    world: make.World, case: Referral, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("partners.audit.record", broken)
    with pytest.raises(RuntimeError):
        correct(case, world.coordinator, family_name="Smythe")
    assert Patient.objects.get(pk=case.patient_id).family_name != "Smythe"
    assert not ReferralEvent.objects.filter(event="patient_details_corrected").exists()


def test_fingerprint_changes_with_every_detail(case: Referral) -> None:
    patient = Patient.objects.get(pk=case.patient_id)
    before = fingerprint_of(patient)
    patient.interpreter = "Polish"
    assert fingerprint_of(patient) != before
