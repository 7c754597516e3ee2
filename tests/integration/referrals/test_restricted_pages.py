"""Restricting a case through the pages: who finds what afterwards."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from housing.actions.bookings import book_stay
from housing.actions.work import plan_work
from housing.catalogue import FUNDING_SOURCES
from housing.models import Building, Intervention, InterventionKind, Stay, Unit
from partners.models import ReadLog, User
from referrals.actions.restriction import restrict_case
from referrals.models import Referral
from tests import factories as make

pytestmark = pytest.mark.django_db
AT = make.NOW + timedelta(hours=4)


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def world() -> make.World:
    return make.world()


def as_(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def case(world: make.World) -> Referral:
    """A case with a job and a stay, restricted to its coordinator and the team lead."""
    case = make.referral(world, "accepted", family_name="Quillfeather")
    plan_work(
        referral=case,
        kind=InterventionKind.objects.get(code="key_safe"),
        urgency="urgent",
        funding_source=FUNDING_SOURCES[0].code,
        provider=world.provider,
        commission=True,
        by=world.coordinator,
        at=AT,
    )
    building = Building.objects.create(
        organisation=world.landlord, scheme=world.scheme, name="House", address="1 Road", postcode="NG18 1AA"
    )
    day = date(2026, 11, 23)
    book_stay(
        referral=case,
        unit=Unit.objects.create(building=building, name="Flat 1"),
        from_on=day,
        until_on=day + timedelta(days=14),
        by=world.coordinator,
        at=AT,
    )
    return restrict_case(referral=case, reason="witness", people=[world.coordinator], by=world.team_lead, at=AT)


def test_page_restricts_and_warns_on_top_of_the_case(world: make.World) -> None:
    case = make.referral(world)
    client = as_(world.team_lead)

    page = client.post(
        reverse("restrict_case", args=[case.reference]),
        {"reason": "safeguarding", "people": [world.team_lead.pk, world.coordinator.pk]},
        follow=True,
    ).content.decode()

    assert "Restricted: only 2 named people see this case" in page


def test_page_without_a_coordinator_keeps_what_was_typed(world: make.World) -> None:
    case = make.referral(world)

    page = (
        as_(world.discharge_team)
        .post(reverse("restrict_case", args=[case.reference]), {"reason": "staff", "people": [world.discharge_team.pk]})
        .content.decode()
    )

    assert "Select at least one coordinator or team lead" in page
    assert f'value="{world.discharge_team.pk}" checked' in page


def test_page_of_named_people_takes_one_off_and_another_on(world: make.World, case: Referral) -> None:
    both = f"{world.coordinator.pk},{world.team_lead.pk}"

    as_(world.team_lead).post(
        reverse("named_people", args=[case.reference]),
        {"people": [world.coordinator.pk, world.sister.pk], "shown": both},
    )

    named = set(case.named_people.filter(ended_at__isnull=True).values_list("user", flat=True))
    assert named == {world.coordinator.pk, world.sister.pk}


def test_page_of_named_people_undoes_no_colleagues_change(world: make.World, case: Referral) -> None:
    shown = f"{world.coordinator.pk},{world.team_lead.pk}"
    address = reverse("named_people", args=[case.reference])
    ticked = [world.coordinator.pk, world.team_lead.pk]
    as_(world.coordinator)
    as_(world.team_lead).post(address, {"people": [*ticked, world.sister.pk], "shown": shown})
    as_(world.team_lead).post(address, {"people": [*ticked, world.discharge_team.pk], "shown": shown})

    named = set(case.named_people.filter(ended_at__isnull=True).values_list("user", flat=True))
    assert named == {*ticked, world.sister.pk, world.discharge_team.pk}


def test_case_job_and_stay_answer_404_to_those_not_named(world: make.World, case: Referral) -> None:
    job, stay = Intervention.objects.get(referral=case), Stay.objects.get(referral=case)
    answers = [
        as_(world.sister).get(reverse("case", args=[case.reference])).status_code,
        as_(world.discharge_team).get(reverse("api_referral", args=[case.reference])).status_code,
        as_(world.provider_worker).get(reverse("job", args=[job.pk])).status_code,
        as_(world.provider_worker).get(reverse("job_done", args=[job.pk])).status_code,
        as_(world.flat_manager).get(reverse("stay", args=[stay.pk])).status_code,
    ]
    assert answers == [404] * 5


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("discharge_team", "our_referrals"),
        ("discharge_team", "api_referrals"),
        ("provider_worker", "jobs"),
        ("flat_manager", "flats"),
    ],
)
def test_lists_do_not_show_the_case_to_those_not_named(world: make.World, case: Referral, role: str, name: str) -> None:
    answer = as_(getattr(world, role)).get(reverse(name)).content.decode()
    assert case.reference not in answer
    assert "QUILLFEATHER" not in answer.upper()


def test_search_by_nhs_number_finds_nothing_for_a_coordinator_not_named(world: make.World) -> None:
    case = make.referral(world, family_name="Quillfeather")
    restrict_case(referral=case, reason="staff", people=[], by=world.team_lead, at=AT)
    assert case.patient is not None

    page = as_(world.coordinator).post(reverse("search"), {"q": case.patient.nhs_number or ""}, follow=True)

    assert case.reference not in page.content.decode()
    assert "QUILLFEATHER" not in page.content.decode().upper()


def test_look_at_a_restricted_case_says_named(world: make.World, case: Referral) -> None:
    as_(world.coordinator).get(reverse("case", args=[case.reference]))
    assert ReadLog.objects.get(user_id=world.coordinator.pk, referral_id=case.pk).why == "named"


def test_end_of_the_restriction_through_the_page(world: make.World, case: Referral) -> None:
    as_(world.team_lead).post(reverse("lift_restriction", args=[case.reference]))
    assert as_(world.sister).get(reverse("case", args=[case.reference])).status_code == 200
