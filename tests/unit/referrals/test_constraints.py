"""The database is the last guard: each constraint refuses the nonsense it is there for, whoever writes it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction

from partners.models import User
from referrals.models import (
    Carer,
    Clock,
    ClockPause,
    DelaySpan,
    Message,
    Patient,
    ReadinessPeriod,
    Referral,
    ReferralEvent,
    ReferralNeed,
    ReferralParty,
    Rescheduling,
    SharingDecision,
    SlaTarget,
)
from tests import factories as make

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def world() -> make.World:
    return make.world()


def patient(**details: object) -> Patient:
    complete = {
        "nhs_number": "9990000123",
        "family_name": "Khan",
        "given_name": "Imran",
        "born_on": date(1972, 1, 1),
        "address": "2 Mill Lane",
    }
    return Patient.objects.create(**{**complete, **details})


def refused(name: str, change: object) -> None:
    """`change` must be refused by the constraint of this name."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        change()  # type: ignore[operator]


@pytest.mark.parametrize(
    ("name", "details"),
    [
        ("patient_nhs_number_ten_digits", {"nhs_number": "999 000 01"}),
        ("patient_nhs_number_or_reason", {"nhs_number": None}),
        ("patient_address_or_no_fixed_abode", {"address": ""}),
        ("patient_named", {"family_name": ""}),
    ],
)
def test_patient_impossible_details_are_refused(name: str, details: dict[str, object]) -> None:
    refused(name, lambda: patient(**details))


def test_patient_same_nhs_number_twice_is_refused() -> None:
    patient()
    refused("nhs_number", lambda: patient(given_name="Ali"))


def test_patient_without_number_and_home_is_possible() -> None:
    homeless = patient(nhs_number=None, no_nhs_number_reason="not_known", address="", no_fixed_abode=True)
    assert homeless.pk


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("referral_status_known", {"status": "lost"}),
        ("referral_sent_is_complete", {"scheme": None}),
        (
            "referral_sent_at_and_by",
            {"submitted_by": None, "status": "withdrawn", "reason_code": "x", "ended_at": make.NOW},
        ),
        ("referral_accepted_has_coordinator", {"status": "accepted"}),
        ("referral_ended_early_has_reason", {"status": "declined", "ended_at": make.NOW}),
        ("referral_ended_has_time", {"status": "closed"}),
        ("referral_ended_has_time", {"ended_at": make.NOW}),
        ("referral_pathway_0_to_3", {"pathway": 4}),
        ("referral_urgency_known", {"urgency": "soon"}),
        ("referral_purpose_known", {"purpose": "fun"}),
        ("referral_discharge_has_admission", {"admitted_on": None}),
        ("referral_discharged_after_admission", {"discharged_on": date(2026, 11, 9)}),
    ],
)
def test_referral_impossible_state_is_refused(world: make.World, name: str, changes: dict[str, object]) -> None:
    case = make.referral(world)
    refused(name, lambda: Referral.objects.filter(pk=case.pk).update(**changes))


@pytest.mark.parametrize("changes", [{"discharged_on": None}, {"destination": ""}])
def test_referral_discharged_without_date_or_destination_is_refused(
    world: make.World, changes: dict[str, object]
) -> None:
    case = make.referral(world, "discharged")
    refused(
        "referral_discharged_has_date_and_destination",
        lambda: Referral.objects.filter(pk=case.pk).update(**changes),
    )


def test_referral_same_reference_twice_is_refused(world: make.World) -> None:
    first, second = make.draft(world), make.draft(world)
    refused("reference", lambda: Referral.objects.filter(pk=second.pk).update(reference=first.reference))


def test_referral_same_imported_row_twice_is_refused(world: make.World) -> None:
    first, second = make.draft(world), make.draft(world)
    Referral.objects.filter(pk=first.pk).update(import_key="a")
    refused("import_key", lambda: Referral.objects.filter(pk=second.pk).update(import_key="a"))


def test_need_named_twice_is_refused(world: make.World) -> None:
    case = make.referral(world)
    refused("need_once", lambda: ReferralNeed.objects.create(referral=case, code="bathroom"))


def test_need_second_main_one_is_refused(world: make.World) -> None:
    case = make.referral(world)
    refused("need_one_main", lambda: ReferralNeed.objects.create(referral=case, code="stairs", is_main=True))


def test_risk_named_twice_is_refused(world: make.World) -> None:
    case = make.referral(world)
    refused("risk_once", lambda: case.risks.create(code="falls"))


def test_carer_without_name_is_refused(world: make.World) -> None:
    case = make.referral(world)
    refused("carer_named", lambda: Carer.objects.create(referral=case, name=""))


def test_readiness_ending_before_it_starts_is_refused(world: make.World) -> None:
    period = ReadinessPeriod.objects.get(referral=make.referral(world))
    refused(
        "readiness_dates_in_order",
        lambda: ReadinessPeriod.objects.filter(pk=period.pk).update(ended_on=date(2026, 11, 1)),
    )


def _delay(case: Referral, by: User, **changes: object) -> DelaySpan:
    return DelaySpan.objects.create(
        **{
            "referral": case,
            "from_on": date(2026, 11, 20),
            "code": "work",
            "list_version": "2024-own",
            "is_primary": True,
            "recorded_by": by,
            "recorded_at": make.NOW,
            **changes,
        }
    )


def test_delay_ending_before_it_starts_is_refused(world: make.World) -> None:
    case = make.referral(world)
    refused("delay_dates_in_order", lambda: _delay(case, world.sister, until_on=date(2026, 11, 19)))


def test_delay_second_main_reason_on_one_day_is_refused(world: make.World) -> None:
    case = make.referral(world)
    _delay(case, world.sister, until_on=date(2026, 11, 22))
    refused("delay_one_primary_a_day", lambda: _delay(case, world.sister, from_on=date(2026, 11, 21), code="landlord"))


def test_delay_main_reason_from_the_day_the_last_one_ended_is_kept(world: make.World) -> None:
    case = make.referral(world)
    _delay(case, world.sister, until_on=date(2026, 11, 22))
    assert _delay(case, world.sister, from_on=date(2026, 11, 22)).pk


def test_delay_second_reason_of_one_day_that_is_not_the_main_one_is_kept(world: make.World) -> None:
    case = make.referral(world)
    _delay(case, world.sister)
    assert _delay(case, world.sister, code="landlord", is_primary=False).pk


def test_readiness_second_current_period_is_refused(world: make.World) -> None:
    case = make.referral(world)
    refused(
        "readiness_one_current",
        lambda: ReadinessPeriod.objects.create(
            referral=case, ready_on=date(2026, 11, 21), recorded_by=world.sister, recorded_at=make.NOW
        ),
    )


def test_sharing_without_consent_or_explanation_is_refused(world: make.World) -> None:
    case = make.referral(world)
    refused(
        "sharing_without_consent_is_explained",
        lambda: SharingDecision.objects.filter(referral=case).update(basis="best_interests"),
    )


def test_sharing_second_current_decision_is_refused(world: make.World) -> None:
    case = make.referral(world)
    refused(
        "sharing_one_current",
        lambda: SharingDecision.objects.create(
            referral=case, purpose="flat", basis="consent", recorded_by=world.sister, recorded_at=make.NOW
        ),
    )


def test_party_same_part_twice_is_refused(world: make.World) -> None:
    case = make.referral(world)
    refused(
        "party_current",
        lambda: ReferralParty.objects.create(
            referral=case, organisation=world.trust, part="referrer", from_at=make.NOW
        ),
    )


def test_party_second_lead_is_refused(world: make.World) -> None:
    case = make.referral(world)
    refused(
        "party_one_lead",
        lambda: ReferralParty.objects.create(referral=case, organisation=world.trust, part="lead", from_at=make.NOW),
    )


def test_party_ending_before_it_starts_is_refused(world: make.World) -> None:
    case = make.referral(world)
    refused("party_dates_in_order", lambda: case.parties.update(to_at=make.NOW - timedelta(days=3650)))


def test_party_of_a_new_lead_follows_the_column(world: make.World) -> None:
    case = make.referral(world)
    Referral.objects.filter(pk=case.pk).update(lead_organisation=world.landlord)
    leads = case.parties.filter(part="lead").order_by("pk")
    assert [(each.organisation_id, each.to_at is None) for each in leads] == [
        (world.council.pk, False),
        (world.landlord.pk, True),
    ]


def test_party_of_an_ended_case_is_no_longer_open(world: make.World) -> None:
    case = make.referral(world, "declined")
    assert set(case.parties.values_list("is_open", flat=True)) == {False}


def test_clock_stopped_before_it_started_is_refused(world: make.World) -> None:
    clock = Clock.objects.filter(referral=make.referral(world))
    refused("clock_stops_after_start", lambda: clock.update(stopped_at=make.NOW - HOUR, next_alert_at=None))


def test_clock_due_before_it_started_is_refused(world: make.World) -> None:
    clock = Clock.objects.filter(referral=make.referral(world))
    refused("clock_due_after_start", lambda: clock.update(due_at=make.NOW - HOUR))


def test_clock_stopped_with_something_to_announce_is_refused(world: make.World) -> None:
    clock = Clock.objects.filter(referral=make.referral(world))
    refused("clock_stopped_is_quiet", lambda: clock.update(stopped_at=make.NOW + HOUR))


def test_clock_second_running_answer_is_refused(world: make.World) -> None:
    clock = Clock.objects.get(referral=make.referral(world))
    clock.pk = None
    refused("clock_one_answer", lambda: clock.save())


def test_pause_second_open_one_is_refused(world: make.World) -> None:
    pause = ClockPause.objects.get(clock__referral=make.referral(world, "information_requested"))
    pause.pk = None
    refused("pause_one_open", lambda: pause.save())


def test_pause_ending_before_it_starts_is_refused(world: make.World) -> None:
    pause = ClockPause.objects.filter(clock__referral=make.referral(world, "information_requested"))
    refused("pause_dates_in_order", lambda: pause.update(to_at=make.NOW - timedelta(days=1)))


def test_pause_that_goes_on_and_was_ended_by_somebody_is_refused(world: make.World) -> None:
    pause = ClockPause.objects.filter(clock__referral=make.referral(world, "information_requested"))
    refused("pause_resumed_has_an_end", lambda: pause.update(resumed_by=world.coordinator))


def test_clock_with_hours_that_are_no_week_is_refused(world: make.World) -> None:
    clock = Clock.objects.filter(referral=make.referral(world))
    refused("clock_hours_are_a_week", lambda: clock.update(hours=[[["17:00", "09:00"]]] * 7))


def test_clock_planned_for_before_it_started_is_refused(world: make.World) -> None:
    clock = Clock.objects.filter(referral=make.referral(world))
    refused("clock_planned_due_after_start", lambda: clock.update(planned_due_at=make.NOW - HOUR))


@pytest.mark.parametrize("cause", ["target_changed", "holiday_added"])
def test_rescheduling_of_a_target_without_one_or_of_a_day_with_one_is_refused(world: make.World, cause: str) -> None:
    row = {
        "cause": cause,
        "on": date(2026, 12, 1),
        "name": "Fair",
        "worked": False,
        "by": world.team_lead,
        "at": make.NOW,
    }
    target = None if cause == "target_changed" else SlaTarget.objects.get(scheme=world.scheme)
    refused("rescheduling_target_when_changed", lambda: Rescheduling.objects.create(**row, target=target))


def test_target_same_name_and_day_twice_is_refused() -> None:
    row = {"scheme": None, "name": "urgent", "unit": "working_days", "amount": 3, "valid_from": date(2026, 1, 1)}
    SlaTarget.objects.create(**row)
    refused("target_once", lambda: SlaTarget.objects.create(**row))


def test_message_without_words_is_refused(world: make.World) -> None:
    case = make.referral(world)
    refused(
        "message_not_empty",
        lambda: Message.objects.create(
            referral=case, body="", written_by=world.sister, organisation=world.trust, written_at=make.NOW
        ),
    )


@pytest.mark.parametrize("table", ["referrals_referralevent", "referrals_message"])
@pytest.mark.parametrize("verb", ["update {} set referral_id = referral_id", "delete from {}"])
def test_timeline_change_or_deletion_is_refused(world: make.World, table: str, verb: str) -> None:
    make.referral(world, "information_requested")
    with pytest.raises((InternalError, ProgrammingError), match="never changed"), transaction.atomic():
        connection.cursor().execute(verb.format(table))


def test_timeline_still_has_its_rows_after_the_refusal(world: make.World) -> None:
    case = make.referral(world)
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        ReferralEvent.objects.all().delete()
    assert ReferralEvent.objects.filter(referral=case).exists()
