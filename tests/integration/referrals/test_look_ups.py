"""What somebody who tries too many NHS numbers reads, on the pages of a referral."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from partners.models import AuditEvent
from referrals.actions.look_ups import FOUND, LOOKED_UP, MISMATCH
from referrals.models import Referral
from tests import factories as make
from tests.integration.referrals.typed import pages

pytestmark = pytest.mark.django_db
TOO_MANY = (
    "You have entered 2 NHS numbers in the last hour, which is the most. This page is not saved: keep it open and save "
    "it again after 10am"
)


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(make.NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def _few(settings: Settings) -> None:
    settings.NHS_NUMBERS_AN_HOUR, settings.NHS_NUMBER_MISMATCHES = 2, 1


@pytest.fixture
def sister(world: make.World) -> Client:
    client = Client()
    client.force_login(world.sister)
    return client


def begin(client: Client, seed: int) -> str:
    """A first page sent; what the page says then."""
    return client.post(reverse("referral_start"), pages(seed)["who"], follow=True).content.decode()


def save(client: Client, draft: Referral, seed: int) -> str:
    return client.post(reverse("referral_page", args=[draft.reference, "who"]), pages(seed)["who"]).content.decode()


def test_start_beyond_the_hour_s_number_says_until_when_by_the_field_and_in_the_summary(sister: Client) -> None:
    begin(sister, 0)
    begin(sister, 1)
    assert begin(sister, 2).count(TOO_MANY) == 2


def test_start_beyond_the_hour_s_number_keeps_what_was_typed_and_no_draft(sister: Client) -> None:
    begin(sister, 0)
    begin(sister, 1)
    page = begin(sister, 2)
    assert 'value="Okafor"' in page
    assert Referral.objects.count() == 2


def test_page_beyond_the_hour_s_number_saves_nothing(sister: Client) -> None:
    begin(sister, 0)
    draft = Referral.objects.get()
    save(sister, draft, 1)
    assert TOO_MANY in save(sister, draft, 2)
    assert Referral.objects.get().draft_answers["who"]["nhs_number"] == pages(1)["who"]["nhs_number"]


def test_page_beyond_the_hour_s_number_shows_no_open_referral(world: make.World, sister: Client) -> None:
    case = make.referral(make.world())
    assert case.patient is not None
    begin(sister, 0)
    begin(sister, 1)
    typed = {**pages(2)["who"], "nhs_number": case.patient.nhs_number}
    assert case.reference not in sister.post(reverse("referral_start"), typed, follow=True).content.decode()


def test_saving_and_showing_one_number_again_counts_once(sister: Client) -> None:
    begin(sister, 0)
    draft = Referral.objects.get()
    for _ in range(3):
        save(sister, draft, 0)
        sister.get(reverse("referral_page", args=[draft.reference, "who"]))
    assert AuditEvent.objects.filter(action=LOOKED_UP).count() == 1


def test_other_pages_are_saved_beyond_the_hour_s_number(sister: Client) -> None:
    begin(sister, 0)
    begin(sister, 1)
    draft = Referral.objects.order_by("pk")[0]
    sister.post(reverse("referral_page", args=[draft.reference, "urgency"]), pages()["urgency"])
    assert Referral.objects.get(pk=draft.pk).draft_answers["urgency"] == {"urgency": "urgent"}


def test_number_of_a_case_elsewhere_is_shown_and_on_record(world: make.World, sister: Client) -> None:
    case = make.referral(make.world())
    assert case.patient is not None
    typed = {**pages()["who"], "nhs_number": case.patient.nhs_number}
    assert case.reference in sister.post(reverse("referral_start"), typed, follow=True).content.decode()
    assert AuditEvent.objects.get(action=FOUND).referral_id == case.pk


def test_sending_after_a_mismatch_is_refused_in_words_and_keeps_the_draft(world: make.World, sister: Client) -> None:
    case = make.referral(make.world())
    assert case.patient is not None
    who = {
        "nhs_number": case.patient.nhs_number,
        "born_on_year": "1950",
        "second_referral_reason": "A new need",
    }
    typed = pages(who=who)
    sister.post(reverse("referral_start"), typed["who"])
    draft = Referral.objects.get(referrer_organisation=world.trust)
    for code in ("where", "needs", "home", "urgency", "sharing"):
        sister.post(reverse("referral_page", args=[draft.reference, code]), typed[code])
    check = reverse("referral_check", args=[draft.reference])
    first, second = (sister.post(check).content.decode() for _ in range(2))
    assert "This NHS number is known with another date of birth" in first
    assert "try again after 9.15am" in second
    assert AuditEvent.objects.filter(action=MISMATCH).count() == 1
    assert Referral.objects.get(pk=draft.pk).draft_answers["who"]["born_on_year"] == "1950"
