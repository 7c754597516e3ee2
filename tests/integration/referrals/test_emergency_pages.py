"""Opening a record in an emergency through the pages, and reviewing it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.models import AuditEvent, ReadLog, User
from referrals.models import BreakGlass, Referral
from tests import factories as make

pytestmark = pytest.mark.django_db
REASON = "Found on the floor at home; the ambulance asks who has the key"


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def case(world: make.World) -> Referral:
    return make.referral(world)


@pytest.fixture
def outsider() -> User:
    return make.outsider()


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """The time stands still at make.NOW until a test moves it."""
    with time_machine.travel(make.NOW, tick=False) as clock:
        yield clock


def as_(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def open_record(client: Client, typed: str, **more: str) -> str:
    answers = {"know": "reference", "reference": typed, "reason": REASON, "understood": "on", **more}
    return client.post(reverse("open_in_emergency"), answers, follow=True).content.decode()


def test_page_opens_the_case_and_says_how_long(case: Referral, outsider: User) -> None:
    page = open_record(as_(outsider), case.reference.lower().removeprefix("hw-"))
    assert "Opened in an emergency: read only for 1 hour more" in page
    assert case.patient is not None
    assert case.patient.family_name.upper() in page


def test_every_page_of_the_case_says_it_is_open_in_an_emergency(
    case: Referral, outsider: User, clock: time_machine.Traveller
) -> None:
    client = as_(outsider)
    open_record(client, case.reference)
    clock.shift(timedelta(minutes=20))
    pages = [
        client.get(reverse("case_section", args=[case.reference, section])).content.decode()
        for section in ("work", "messages", "activity")
    ]
    assert all("read only for 40 minutes more" in page for page in pages)


def test_case_is_gone_after_an_hour(case: Referral, outsider: User, clock: time_machine.Traveller) -> None:
    client = as_(outsider)
    open_record(client, case.reference)
    clock.shift(timedelta(minutes=60))
    assert client.get(reverse("case", args=[case.reference])).status_code == 404


@pytest.mark.parametrize("name", ["send_message", "withdraw_referral", "record_readiness", "restrict_case"])
def test_pages_that_change_the_case_are_refused(case: Referral, outsider: User, name: str) -> None:
    client = as_(outsider)
    open_record(client, case.reference)
    assert client.post(reverse(name, args=[case.reference]), {"body": "Hello"}).status_code == 403


def test_looks_are_kept_with_the_opening(case: Referral, outsider: User) -> None:
    open_record(as_(outsider), case.reference)
    look = ReadLog.objects.get(user_id=outsider.pk)
    assert (look.why, look.break_glass_id, look.reference) == (
        "break_glass",
        BreakGlass.objects.get().pk,
        case.reference,
    )


def test_page_gives_one_answer_where_there_is_nothing_to_open(world: make.World, outsider: User) -> None:
    client = as_(outsider)
    pages = [open_record(client, reference) for reference in ("HW-ZZZZZ", make.draft(world).reference)]
    assert all("No record to open" in page for page in pages)


def test_page_without_a_proper_reason_or_confirmation_says_so(case: Referral, outsider: User) -> None:
    page = open_record(as_(outsider), case.reference, reason="urgent", understood="")
    assert "Enter a reason of at least 20 characters" in page
    assert "Confirm that you know this will be reviewed" in page
    assert not BreakGlass.objects.exists()


def test_nhs_number_typed_is_kept_nowhere(case: Referral, outsider: User) -> None:
    assert case.patient is not None
    number = case.patient.nhs_number or ""
    born = {"born_on_day": "12", "born_on_month": "3", "born_on_year": "1944"}
    page = open_record(as_(outsider), "", know="person", nhs_number=number, **born)
    assert case.reference in page
    assert not [row for row in AuditEvent.objects.all() if number in str(row.detail)]


def test_officer_finds_the_opening_first_and_reviews_it(world: make.World, case: Referral, outsider: User) -> None:
    open_record(as_(outsider), case.reference)
    officer = as_(world.ig_officer)
    first = officer.get(reverse("home"), follow=True).content.decode()
    review = reverse("review_opening", args=[BreakGlass.objects.get().pk])
    shown = officer.get(review).content.decode()
    after = officer.post(review, {"outcome": "justified", "note": ""}, follow=True).content.decode()

    assert "1 emergency opening to review" in first
    assert REASON in shown
    assert "The case: summary" in shown
    assert "Nothing waits for a review" in after


def test_opening_of_another_organisations_case_is_not_there_for_an_officer(case: Referral, outsider: User) -> None:
    other = make.world()
    opening = make.opening(case, by=outsider)
    assert as_(other.ig_officer).get(reverse("review_opening", args=[opening.pk])).status_code == 404


def test_list_same_number_of_queries_at_2_and_at_50(world: make.World, case: Referral) -> None:
    officer = as_(world.ig_officer)
    for _ in range(2):
        make.look(case, world.coordinator, opening=make.opening(case, by=make.outsider()))
    with CaptureQueriesContext(connection) as few:
        officer.get(reverse("emergency_openings"))
    someone = make.outsider()
    for _ in range(48):
        make.opening(case, by=someone)
    with CaptureQueriesContext(connection) as many:
        officer.get(reverse("emergency_openings"))
    assert len(many) == len(few)


def test_print_names_who_looked_and_is_written_down(world: make.World, case: Referral) -> None:
    make.look(case, world.coordinator)
    page = as_(world.ig_officer).get(reverse("who_looked_print", args=[case.reference])).content.decode()

    assert world.coordinator.name in page
    assert "Their organisation leads the case" in page
    assert case.patient is not None
    assert case.patient.family_name not in page
    assert AuditEvent.objects.filter(action="looks_printed", referral_id=case.pk).count() == 1


def test_print_holds_the_patients_other_cases_too(world: make.World, case: Referral) -> None:
    other = make.referral(world)
    Referral.objects.filter(pk=other.pk).update(patient=case.patient)
    for each in (case, Referral.objects.select_related("patient").get(pk=other.pk)):
        make.look(each, world.coordinator)
    page = as_(world.ig_officer).get(reverse("who_looked_print", args=[case.reference])).content.decode()
    assert other.reference in page


def test_print_of_another_organisations_case_is_not_there(case: Referral) -> None:
    other = make.world()
    make.look(case, other.coordinator)
    assert as_(other.ig_officer).get(reverse("who_looked_print", args=[case.reference])).status_code == 404
