"""Who looked: for the information-governance officer alone, newest first, without patients' names."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.models import User
from partners.roles import RoleCode
from referrals.models import Referral
from referrals.queries.read_log import PER_PAGE, read_log
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.world()


def look(case: Referral, by: User, minutes: int = 0) -> None:
    make.look(case, by, at=make.NOW + timedelta(minutes=minutes))


def officer(client: Client, world: make.World) -> Client:
    client.force_login(world.ig_officer)
    return client


def test_page_officer_sees_who_looked_at_what_without_the_patients_name(client: Client, world: make.World) -> None:
    case = make.referral(world)
    look(case, world.coordinator)

    page = officer(client, world).get(reverse("read_log")).content.decode()

    assert world.coordinator.name in page
    assert case.reference in page
    assert case.patient is not None
    assert case.patient.family_name not in page


@pytest.mark.parametrize("role", ["sister", "coordinator", "team_lead", "commissioner", "administrator"])
def test_page_other_roles_are_refused(client: Client, world: make.World, role: str) -> None:
    client.force_login(getattr(world, role))

    assert client.get(reverse("read_log")).status_code == 403


def test_looks_at_other_organisations_cases_are_not_shown(world: make.World) -> None:
    case = make.referral(world)
    look(case, world.coordinator)
    elsewhere = make.person(RoleCode.IG_OFFICER, make.OrganisationFactory())

    assert read_log(elsewhere).looks == []


def test_looks_of_the_referring_trust_are_shown_to_its_officer(world: make.World) -> None:
    look(make.referral(world), world.coordinator)
    officer_of_trust = make.person(RoleCode.IG_OFFICER, world.trust)

    assert len(read_log(officer_of_trust).looks) == 1


def test_filters_narrow_by_case_person_and_day(world: make.World) -> None:
    first, second = make.referral(world), make.referral(world)
    look(first, world.coordinator)
    look(second, world.sister, minutes=24 * 60)

    by_case = read_log(world.ig_officer, reference=first.reference.lower()).looks
    by_person = read_log(world.ig_officer, person=world.sister.name).looks
    by_day = read_log(world.ig_officer, since=make.NOW.date(), until=make.NOW.date()).looks

    assert [each.reference for each in by_case] == [first.reference]
    assert [each.reference for each in by_person] == [second.reference]
    assert [each.reference for each in by_day] == [first.reference]


def test_filters_narrow_by_workplace_page_and_emergency(world: make.World) -> None:
    case, outsider = make.referral(world), make.outsider()
    world.coordinator.working_as = world.coordinator.memberships.get()
    make.look(case, world.coordinator, page="case_work")
    make.look(case, outsider, page="case_messages", opening=make.opening(case, by=outsider))

    by_workplace = read_log(world.ig_officer, organisation=world.council.pk).looks
    by_page = read_log(world.ig_officer, page="case_work").looks
    emergencies = read_log(world.ig_officer, emergency=True).looks

    assert [each.name for each in by_workplace] == [world.coordinator.name]
    assert [each.name for each in by_page] == [world.coordinator.name]
    assert [(each.name, each.emergency) for each in emergencies] == [(outsider.name, True)]


def test_emergency_shows_its_reason_to_who_reviews_it_alone(world: make.World) -> None:
    case, outsider = make.referral(world), make.outsider()
    opening = make.opening(case, by=outsider)
    make.look(case, outsider, opening=opening)
    officer_of_trust = make.person(RoleCode.IG_OFFICER, world.trust)

    assert [(each.opening, each.reason) for each in read_log(world.ig_officer).looks] == [(opening.pk, opening.reason)]
    assert [(each.opening, each.reason) for each in read_log(officer_of_trust).looks] == [(None, "")]


def test_page_same_number_of_queries_for_emergencies_of_2_and_of_50_looks(client: Client, world: make.World) -> None:
    case, outsider = make.referral(world), make.outsider()
    for _ in range(2):
        make.look(case, outsider, opening=make.opening(case, by=outsider))
    officer(client, world)
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("read_log"))
    for _ in range(48):
        make.look(case, outsider, opening=make.opening(case, by=outsider))
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("read_log"))

    assert len(many) == len(few)


def test_look_at_a_case_led_and_referred_by_one_organisation_is_listed_once(world: make.World) -> None:
    case = make.referral(world)
    case.referrer_organisation = world.council
    look(case, world.coordinator)

    assert len(read_log(world.ig_officer).looks) == 1


def test_look_stays_with_those_who_led_the_case_then(world: make.World) -> None:
    case, elsewhere = make.referral(world), make.OrganisationFactory()
    look(case, world.coordinator)
    Referral.objects.filter(pk=case.pk).update(lead_organisation=elsewhere)

    assert len(read_log(world.ig_officer).looks) == 1
    assert read_log(make.person(RoleCode.IG_OFFICER, elsewhere)).looks == []


def test_name_of_too_many_people_asks_for_more_of_it(client: Client, world: make.World) -> None:
    for number in range(11):
        make.person(name=f"Common Name {number}")

    page = officer(client, world).get(reverse("read_log"), {"person": "Common"})

    assert "Enter more of it" in page.content.decode()


def test_pages_of_fifty_meet_without_gap_or_repeat(world: make.World) -> None:
    case = make.referral(world)
    for number in range(PER_PAGE + 7):
        look(case, world.coordinator, minutes=number // 3)

    newest = read_log(world.ig_officer)
    older = read_log(world.ig_officer, before=newest.before)

    assert [len(newest.looks), len(older.looks), older.before] == [PER_PAGE, 7, ""]
    assert not {each.pk for each in newest.looks} & {each.pk for each in older.looks}


@pytest.mark.parametrize("before", ["nonsense", "2026-11-23T09:00:00_1", "_", "2026-11-23T09:00:00+00:00_x"])
def test_page_nonsense_in_the_address_shows_the_newest(client: Client, world: make.World, before: str) -> None:
    look(make.referral(world), world.coordinator)

    page = officer(client, world).get(reverse("read_log"), {"before": before})

    assert world.coordinator.name in page.content.decode()


def test_page_wrong_day_says_what_to_do(client: Client, world: make.World) -> None:
    page = officer(client, world).get(
        reverse("read_log"), {"since_day": "31", "since_month": "2", "since_year": "2026"}
    )

    assert "The first day must be a real date" in page.content.decode()


def test_page_same_number_of_queries_at_2_and_at_50(client: Client, world: make.World) -> None:
    cases = [make.referral(world) for _ in range(2)]
    for case in cases:
        look(case, world.coordinator)
    officer(client, world)
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("read_log"))
    for number in range(48):
        look(cases[number % 2], world.team_lead, minutes=number)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("read_log"))

    assert len(many) == len(few)
