"""Sending a referral."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError

from partners.errors import NotAllowed, UnableToActNow
from partners.models import AuditEvent, Notification
from referrals.actions.submit import submit_referral
from referrals.errors import UnableToSubmit
from referrals.models import Clock, Patient, Referral, ReferralEvent
from referrals.signals import referral_changed
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.world()


def send(world: make.World, **overrides: object) -> Referral:
    return submit_referral(
        draft=make.draft(world), answers=make.answers(world, **overrides), by=world.sister, at=make.NOW
    )


def test_submit_complete_answers_makes_open_case(world: make.World) -> None:
    case = Referral.objects.get(pk=send(world).pk)
    assert (case.status, case.is_open, case.lead_organisation) == ("submitted", True, world.council)


def test_submit_urgent_starts_answer_clock_of_three_working_days(world: make.World) -> None:
    clock = Clock.objects.get(referral=send(world))
    assert (clock.kind, clock.due_at) == ("answer", datetime(2026, 11, 26, 17, tzinfo=UTC))


def test_submit_copies_earliest_deadline_to_the_case(world: make.World) -> None:
    case = Referral.objects.get(pk=send(world, urgency="emergency").pk)
    assert case.next_due_at == make.NOW + timedelta(hours=24)


def test_submit_writes_one_main_need(world: make.World) -> None:
    case = send(world, needs=("stairs", "heating"), main_need="heating")
    assert list(case.needs.filter(is_main=True).values_list("code", flat=True)) == ["heating"]


def test_submit_makes_lead_and_referrer_parties(world: make.World) -> None:
    parties = send(world).parties.filter(to_at__isnull=True)
    assert set(parties.values_list("organisation", "part")) == {
        (world.council.pk, "lead"),
        (world.trust.pk, "referrer"),
    }


def test_submit_gives_parties_the_lists_sort_keys(world: make.World) -> None:
    assert set(send(world).parties.values_list("is_open", "submitted_at")) == {(True, make.NOW)}


def test_submit_empties_the_draft(world: make.World) -> None:
    assert Referral.objects.get(pk=send(world).pk).draft_answers == {}


def test_submit_tells_every_coordinator_of_the_lead(world: make.World) -> None:
    send(world)
    assert set(Notification.objects.values_list("recipient", flat=True)) == {world.coordinator.pk, world.team_lead.pk}


def test_submit_names_no_patient_in_the_notice(world: make.World) -> None:
    send(world, family_name="Zachariasson")
    assert not Notification.objects.filter(text__icontains="Zachariasson").exists()


def test_submit_twice_by_same_person_is_quiet(world: make.World) -> None:
    case = send(world)
    submit_referral(draft=case, answers=make.answers(world), by=world.sister, at=make.NOW)
    assert ReferralEvent.objects.filter(referral=case, event="submit").count() == 1


def test_submit_after_a_colleague_did_names_the_colleague(world: make.World) -> None:
    case = send(world)
    with pytest.raises(UnableToActNow, match=world.sister.name):
        submit_referral(draft=case, answers=make.answers(world), by=world.discharge_team, at=make.NOW)


def test_submit_from_another_ward_is_refused(world: make.World) -> None:
    with pytest.raises(NotAllowed):
        send(world, ward_id=world.other_ward.pk)


def test_submit_to_a_scheme_of_strangers_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToSubmit, match="does not take referrals"):
        send(world, scheme_id=make.world().scheme.pk)


def test_submit_after_the_scheme_ended_is_refused(world: make.World) -> None:
    world.scheme.ends_on = date(2026, 11, 22)
    world.scheme.save()
    with pytest.raises(UnableToSubmit):
        send(world)


def test_submit_known_number_with_other_birth_date_is_refused(world: make.World) -> None:
    first = send(world)
    assert first.patient is not None
    with pytest.raises(UnableToSubmit, match="date of birth"):
        send(world, nhs_number=first.patient.nhs_number, born_on=date(1950, 1, 1))


def test_submit_second_open_referral_without_reason_is_refused(world: make.World) -> None:
    first = send(world)
    assert first.patient is not None
    with pytest.raises(UnableToSubmit, match="already has an open referral"):
        send(world, nhs_number=first.patient.nhs_number)


def test_submit_second_open_referral_with_reason_uses_the_same_patient(world: make.World) -> None:
    first = send(world)
    assert first.patient is not None
    second = send(world, nhs_number=first.patient.nhs_number, second_referral_reason="Another home")
    assert second.patient == first.patient


def test_submit_failing_last_write_leaves_nothing(world: make.World) -> None:
    draft = make.draft(world)

    def fail(**_: object) -> None:
        raise DatabaseError("the last write broke")

    referral_changed.connect(fail, dispatch_uid="fail")
    try:
        with pytest.raises(DatabaseError):
            submit_referral(draft=draft, answers=make.answers(world), by=world.sister, at=make.NOW)
    finally:
        referral_changed.disconnect(dispatch_uid="fail")
    left = (
        Referral.objects.get(pk=draft.pk).status,
        Patient.objects.count(),
        ReferralEvent.objects.count(),
        AuditEvent.objects.filter(referral_id=draft.pk).count(),
        Clock.objects.count(),
    )
    assert left == ("draft", 0, 0, 0, 0)


def test_submit_records_audit_with_ids_only(world: make.World) -> None:
    case = send(world)
    row = AuditEvent.objects.get(action="submit", referral_id=case.pk)
    assert (row.actor_id, row.detail) == (world.sister.pk, {"from": "draft", "to": "submitted"})


def test_submit_admission_avoidance_needs_no_admission(world: make.World) -> None:
    case = send(world, purpose="admission_avoidance", admitted_on=None, ready_on=None)
    assert case.status == "submitted"


def test_submit_on_the_first_london_day_of_a_service_just_after_midnight_in_summer_is_taken(world: make.World) -> None:
    world.scheme.starts_on = date(2026, 7, 1)
    world.scheme.save()
    at = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # half past midnight on 1 July in London
    details = {"admitted_on": date(2026, 6, 20), "expected_discharge_on": None, "ready_on": None}
    case = submit_referral(
        draft=make.draft(world, at=at), answers=make.answers(world, **details), by=world.sister, at=at
    )
    assert case.status == "submitted"


def test_submit_empty_phone_keeps_the_one_that_is_known(world: make.World) -> None:
    first = send(world, phone="+441632960123")
    assert first.patient is not None
    send(world, nhs_number=first.patient.nhs_number, phone="", second_referral_reason="Another home")
    assert Patient.objects.get(pk=first.patient.pk).phone == "+441632960123"


def test_submit_new_address_replaces_the_old_one(world: make.World) -> None:
    first = send(world)
    assert first.patient is not None
    send(world, nhs_number=first.patient.nhs_number, address="9 New Street", second_referral_reason="Moved")
    assert Patient.objects.get(pk=first.patient.pk).address == "9 New Street"


def test_submit_changed_details_are_told_to_the_other_open_case(world: make.World) -> None:
    first = send(world)
    assert first.patient is not None
    send(world, nhs_number=first.patient.nhs_number, address="9 New Street", second_referral_reason="Moved")
    assert ReferralEvent.objects.filter(referral=first, event="patient_details_changed", lead_only=True).exists()
