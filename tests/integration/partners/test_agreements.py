"""The pages about sharing agreements."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partners.models import SharingAgreement
from tests import factories as make

pytestmark = [pytest.mark.django_db]
TYPED = {
    "purposes": ["home_work"],
    "categories": ["name", "phone", "home", "safety", "work"],
    "starts_on_day": "1",
    "starts_on_month": "12",
    "starts_on_year": "2026",
    "document_reference": "ISA 12",
}


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def officer(client: Client, world: make.World) -> Client:
    client.force_login(world.ig_officer)
    return client


def test_add_agreement_page_records_it_and_shows_it(officer: Client, world: make.World) -> None:
    typed = {**TYPED, "giver": world.council.pk, "receiver": world.icb.pk}
    html = officer.post(reverse("add_agreement"), typed, follow=True).content.decode()
    added = SharingAgreement.objects.get(receiver=world.icb)
    assert (added.starts_on, added.ends_on, added.added_by) == (date(2026, 12, 1), None, world.ig_officer)
    assert f"{world.council.name} shares with {world.icb.name}" in html


def test_add_agreement_page_names_what_the_purpose_needs_and_keeps_what_was_typed(
    officer: Client, world: make.World
) -> None:
    typed = {**TYPED, "giver": world.council.pk, "receiver": world.icb.pk, "categories": ["name"]}
    html = officer.post(reverse("add_agreement"), typed).content.decode()
    assert "also needs: telephone number" in html
    assert "ISA 12" in html


def test_add_agreement_page_between_two_others_is_refused(officer: Client, world: make.World) -> None:
    typed = {**TYPED, "giver": world.trust.pk, "receiver": world.icb.pk}
    assert officer.post(reverse("add_agreement"), typed).status_code == 403


def test_end_agreement_page_ends_it(officer: Client, world: make.World) -> None:
    agreement = SharingAgreement.objects.get(receiver=world.provider)
    officer.post(reverse("end_agreement", args=[agreement.pk]), {"why": "Replaced"})
    agreement.refresh_from_db()
    assert (agreement.ended_by, agreement.ended_why) == (world.ig_officer, "Replaced")


@pytest.mark.parametrize("name", ["agreement", "end_agreement"])
def test_agreement_of_others_is_not_there(officer: Client, name: str) -> None:
    elsewhere = SharingAgreement.objects.get(receiver=make.world().provider)
    assert officer.get(reverse(name, args=[elsewhere.pk])).status_code == 404


@pytest.mark.parametrize("role", ["sister", "coordinator", "provider_worker", "commissioner"])
@pytest.mark.parametrize("name", ["agreements", "add_agreement"])
def test_agreements_are_shut_to_others(client: Client, world: make.World, role: str, name: str) -> None:
    client.force_login(getattr(world, role))
    assert client.get(reverse(name)).status_code == 403


def test_list_shows_what_ends_within_60_days(officer: Client, world: make.World) -> None:
    SharingAgreement.objects.filter(receiver=world.provider).update(ends_on=timezone.localdate() + timedelta(days=30))
    html = officer.get(reverse("agreements") + "?show=soon").content.decode()
    assert (world.provider.name in html, world.landlord.name in html) == (True, False)


def test_list_takes_as_many_queries_for_50_agreements_as_for_3(officer: Client, world: make.World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert officer.get(reverse("agreements")).status_code == 200
        return len(asked)

    few = queries()
    receivers = [make.OrganisationFactory() for _ in range(47)]
    SharingAgreement.objects.bulk_create([make.agreement(world.council, each) for each in receivers])
    assert queries() == few


def test_scheme_page_says_which_partner_lacks_an_agreement(client: Client, world: make.World) -> None:
    SharingAgreement.objects.filter(receiver=world.provider).delete()
    client.force_login(world.administrator)
    html = client.get(reverse("scheme", args=[world.scheme.slug])).content.decode()
    assert html.count("Missing") == 1
    fix = f"{reverse('add_agreement')}?giver={world.council.pk}&amp;receiver={world.provider.pk}&amp;purpose=home_work"
    assert fix in html


def test_link_of_the_scheme_page_fills_in_the_agreement(client: Client, world: make.World) -> None:
    client.force_login(world.administrator)
    fix = f"{reverse('add_agreement')}?giver={world.council.pk}&receiver={world.provider.pk}&purpose=home_work"
    form = client.get(fix).context["form"]
    assert form["purposes"].value() == ["home_work"]
    assert set(form["categories"].value()) == {"name", "phone", "home", "safety", "work"}


def test_ended_agreement_is_kept_under_ended(officer: Client, world: make.World) -> None:
    SharingAgreement.objects.filter(receiver=world.provider).update(
        ended_at=make.NOW - timedelta(days=30), ended_why="Replaced"
    )
    html = officer.get(reverse("agreements") + "?show=ended").content.decode()
    assert world.provider.name in html
