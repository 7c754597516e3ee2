"""Letting an organisation look through the pages, and what its people find: each request behind the database's wall."""

from datetime import timedelta

import pytest
import time_machine
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse

from partners.models import Organisation, User
from partners.roles import RoleCode
from partners.sharing import SharingPurpose
from referrals.models import Referral
from tests import factories as make
from tests.integration.wall.asked import asked_by, sql

pytestmark = pytest.mark.django_db
AT = make.NOW + timedelta(hours=4)
WHY = "She moves to their area"


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def case(world: make.World) -> Referral:
    return make.referral(world, "accepted", family_name="Quillfeather")


@pytest.fixture
def neighbour(world: make.World) -> Organisation:
    council: Organisation = make.OrganisationFactory()
    make.agreement(world.council, council, SharingPurpose.REVIEW).save()
    return council


@pytest.fixture
def viewer(neighbour: Organisation) -> User:
    return make.person(RoleCode.COORDINATOR, neighbour)


def as_(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def section(case: Referral) -> str:
    return reverse("case_section", args=[case.reference, "sharing"])


def let_in(world: make.World, case: Referral, neighbour: Organisation) -> str:
    data = {"organisation": neighbour.pk, "why": WHY}
    page = as_(world.coordinator).post(reverse("add_viewer", args=[case.reference]), data, follow=True)
    return page.content.decode()


def test_section_offers_it_to_the_lead_and_not_to_the_ward(world: make.World, case: Referral) -> None:
    where = reverse("add_viewer", args=[case.reference])
    assert where in as_(world.coordinator).get(section(case)).content.decode()
    assert where not in as_(world.sister).get(section(case)).content.decode()


def test_without_a_decision_it_is_the_stop_page_and_what_was_typed_waits(
    world: make.World, case: Referral, neighbour: Organisation, viewer: User
) -> None:
    html = let_in(world, case, neighbour)
    assert f"You cannot share this with {neighbour.name} yet" in html
    assert "?purpose=review" in html
    assert as_(viewer).get(reverse("case", args=[case.reference])).status_code == 404


def test_decision_recorded_from_the_stop_page_lets_them_in(
    world: make.World, case: Referral, neighbour: Organisation, viewer: User
) -> None:
    browser = as_(world.coordinator)
    form = reverse("add_viewer", args=[case.reference])
    browser.post(form, {"organisation": neighbour.pk, "why": WHY})
    decision = {"purpose": "review", "partner": neighbour.pk, "basis": "consent"}
    answer = browser.post(reverse("record_sharing", args=[case.reference]), decision)
    assert answer.headers["Location"] == form
    assert browser.get(form).context["form"]["why"].value() == WHY
    html = browser.post(form, {"organisation": neighbour.pk, "why": WHY}, follow=True).content.decode()
    assert f"{neighbour.name} may look at {case.reference} and has been told" in html
    assert as_(viewer).get(reverse("case", args=[case.reference])).status_code == 200


@pytest.fixture
def looking(world: make.World, case: Referral, neighbour: Organisation, viewer: User) -> User:
    make.decided(case, SharingPurpose.REVIEW, neighbour)
    let_in(world, case, neighbour)
    return viewer


def test_button_pressed_twice_is_quiet(
    world: make.World, case: Referral, neighbour: Organisation, looking: User
) -> None:
    assert "may look at" in let_in(world, case, neighbour)
    assert case.parties.filter(part="viewer").count() == 1


@pytest.mark.parametrize(
    "page",
    [
        "add_viewer", "assign_case", "send_message", "record_readiness", "correct_patient", "record_sharing",
        "withdraw_referral", "plan_work", "record_discharge", "add_file", "restrict_case",
    ],
)  # fmt: skip
def test_who_looks_changes_nothing_by_any_page(case: Referral, looking: User, page: str) -> None:
    client = as_(looking)
    assert {client.get(reverse(page, args=[case.reference])).status_code} <= {403, 404}
    assert {client.post(reverse(page, args=[case.reference]), {"body": "Hello"}).status_code} <= {403, 404}


@pytest.mark.parametrize("name", ["messages", "files", "sharing"])
def test_who_looks_is_not_shown_what_the_two_sides_keep(case: Referral, looking: User, name: str) -> None:
    assert as_(looking).get(reverse("case_section", args=[case.reference, name])).status_code == 403


def test_who_looks_is_not_shown_what_the_case_said_before(case: Referral, looking: User) -> None:
    assert as_(looking).get(reverse("case_history", args=[case.reference])).status_code == 403


@pytest.mark.parametrize(
    "statement",
    [
        "update referrals_referral set safety_notes = 'x' where id = %s",
        "update referrals_patient set phone = '' where id = (select patient_id from referrals_referral where id = %s)",
        "update referrals_referralparty set to_at = now() where referral_id = %s and to_at is null",
    ],
)
def test_database_lets_who_looks_change_nothing(case: Referral, looking: User, statement: str) -> None:
    with asked_by(looking):
        assert sql("select count(*) from referrals_referral where id = %s", case.pk) == [(1,)]
        with pytest.raises(ProgrammingError), transaction.atomic():
            sql(statement, case.pk)


def test_stopping_asks_first_and_then_shuts_the_page(
    world: make.World, case: Referral, neighbour: Organisation, looking: User
) -> None:
    browser = as_(world.coordinator)
    where = reverse("end_viewer", args=[case.reference, neighbour.pk])
    assert where in browser.get(section(case)).content.decode()
    assert "see nothing of this case" in browser.get(where).content.decode()
    assert as_(looking).get(reverse("case", args=[case.reference])).status_code == 200
    assert "can see nothing of" in browser.post(where, follow=True).content.decode()
    assert as_(looking).get(reverse("case", args=[case.reference])).status_code == 404


def test_stopping_what_was_stopped_goes_back_to_the_section(
    world: make.World, case: Referral, neighbour: Organisation
) -> None:
    where = reverse("end_viewer", args=[case.reference, neighbour.pk])
    assert as_(world.coordinator).post(where)["Location"] == section(case)


def test_case_nobody_could_look_at_says_who_can_mend_it(world: make.World, case: Referral) -> None:
    html = as_(world.coordinator).get(reverse("add_viewer", args=[case.reference])).content.decode()
    assert "No other organisation has a sharing agreement with yours" in html
    assert "Let them look" not in html


def test_restricted_case_shows_nothing_to_an_organisation_let_in(
    world: make.World, case: Referral, looking: User
) -> None:
    as_(world.team_lead).post(
        reverse("restrict_case", args=[case.reference]),
        {"reason": "staff", "people": [world.team_lead.pk, world.coordinator.pk]},
    )
    assert as_(looking).get(reverse("case", args=[case.reference])).status_code == 404
