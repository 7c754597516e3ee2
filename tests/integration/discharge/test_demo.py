"""The demo, built small: every status, nobody real, and a working first page for each of its people."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from discharge.actions.exports import lost_exports
from discharge.demo import seed
from discharge.demo.services import SERVICES
from housing.access import all_stopped_jobs
from housing.models import CouncilApplication
from partners.demo import DEMO_PASSWORD
from partners.looks import Why
from partners.models import Organisation, ReadLog, Scheme, SharingAgreement, User
from partners.queries.demo import demo_roles
from partners.roles import RoleCode
from partners.sharing import ENDS_SOON
from referrals import storage
from referrals.lifecycle import Status
from referrals.models import (
    BreakGlass,
    CaseFile,
    Clock,
    DataExport,
    LegalHold,
    Patient,
    Referral,
    ReferralEvent,
    RetentionRun,
    SharingDecision,
)


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> object:
    """Sixty cases, made once for the tests of this file and undone after them."""
    from django.conf import settings
    from django.db import transaction

    class Undo(Exception):
        pass

    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                settings.IS_DEMO = True
                try:
                    call_command("seed_demo", cases=60, quiet=True, workers=1, stdout=StringIO())
                    yield
                finally:
                    settings.IS_DEMO = False
                raise Undo
        except Undo:
            pass


@pytest.fixture(autouse=True)
def _in_the_demo(demo: object, db: None) -> None:
    """Each test sees the demo."""


def test_demo_has_every_service() -> None:
    assert Referral.objects.values("scheme").exclude(scheme=None).distinct().count() == len(SERVICES)


@pytest.mark.parametrize("status", list(Status))
def test_demo_has_a_case_in_each_status(status: Status) -> None:
    assert Referral.objects.filter(status=status).exists()


def test_demo_patients_have_test_numbers_only() -> None:
    assert not Patient.objects.exclude(nhs_number__startswith="999").exclude(nhs_number=None).exists()


def test_demo_patients_have_drama_telephones_only() -> None:
    drama = ("+441632960", "+447700900", "+442079460", "+441134960", "+441614960", "+441514960")

    assert all(phone.startswith(drama) for phone in Patient.objects.exclude(phone="").values_list("phone", flat=True))


def test_demo_nothing_happens_in_the_future() -> None:
    soon = timezone.now() + timedelta(minutes=1)

    assert not ReferralEvent.objects.filter(at__gt=soon).exists()
    assert not Clock.objects.filter(stopped_at__gt=soon).exists()


def test_demo_has_something_overdue() -> None:
    assert Clock.objects.filter(stopped_at=None, breached_at__isnull=False).exists()


def test_demo_every_service_shows_its_figures_to_somebody() -> None:
    assert not Scheme.objects.filter(schemegroupgrant__group__user=None).exists()


def test_demo_largest_service_has_every_role() -> None:
    roles = {row.role_code for row in demo_roles() if row.scheme == SERVICES[0].name}

    assert roles == set(RoleCode)


def test_demo_accounts_know_the_password() -> None:
    hashes = set(User.objects.filter(email__endswith=".example").values_list("password", flat=True))

    assert len(hashes) == 1
    assert User(password=hashes.pop()).check_password(DEMO_PASSWORD)


def test_demo_accounts_as_json_say_who_does_what_where() -> None:
    written = StringIO()
    call_command("demo_accounts", json=True, stdout=written)

    accounts = json.loads(written.getvalue())

    assert {"email", "password", "role", "organisation", "scheme"} <= set(accounts[0])
    assert {account["scheme"] for account in accounts} == {plan.name for plan in SERVICES}


def test_demo_accounts_each_home_page_opens(client: Client) -> None:
    failed = []
    for user in User.objects.filter(email__endswith=".example"):
        client.force_login(user)
        answer = client.get(reverse("home"), follow=True)
        if answer.status_code != 200:
            failed.append((user.email, answer.status_code))

    assert not failed


def test_demo_has_a_case_for_named_people_with_its_coordinator_among_them() -> None:
    case = Referral.objects.get(restricted=True)

    assert case.assignee_id in case.named_people.values_list("user_id", flat=True)


def test_demo_has_an_emergency_to_review_and_one_reviewed() -> None:
    assert set(BreakGlass.objects.values_list("outcome", flat=True)) == {"", BreakGlass.Outcome.JUSTIFIED}


def test_demo_emergencies_have_the_pages_that_were_read() -> None:
    assert ReadLog.objects.filter(break_glass_id__isnull=False).count() == 3 * BreakGlass.objects.count()


def test_demo_decision_taken_back_stops_the_jobs_of_its_case() -> None:
    taken_back = SharingDecision.objects.filter(withdrawn_at__isnull=False)

    assert all_stopped_jobs().filter(referral__in=taken_back.values("referral")).exists()


def test_demo_files_are_photos_and_reports_whose_content_is_there() -> None:
    files = CaseFile.objects.all()

    assert {"photo", "ot_report"} <= set(files.values_list("kind", flat=True))
    assert all(storage.exists(file.storage_name) for file in files)


def test_demo_officer_finds_a_copy_to_be_made_a_hold_and_an_old_list() -> None:
    lead = Organisation.objects.get(name=SERVICES[0].lead.name)

    assert lost_exports(at=timezone.now()) == [DataExport.objects.get(organisation=lead).pk]
    assert LegalHold.objects.filter(organisation=lead, lifted_at__isnull=True).exists()
    assert RetentionRun.objects.get(organisation=lead, approved_at=None).items.exists()


def test_demo_an_agreement_ends_soon() -> None:
    soon = timezone.localdate() + ENDS_SOON

    assert SharingAgreement.objects.filter(ends_on__lte=soon, ended_at=None).exists()


def test_demo_looks_say_where_the_person_works() -> None:
    looks = ReadLog.objects.exclude(why=Why.BREAK_GLASS)

    assert looks.exists()
    assert not looks.filter(organisation_id=None).exists()


def test_demo_second_run_changes_nothing() -> None:
    before = Referral.objects.count()
    said = StringIO()

    call_command("seed_demo", cases=60, quiet=True, workers=1, stdout=said)

    assert "there already" in said.getvalue()
    assert Referral.objects.count() == before


def test_shares_of_any_total_add_up() -> None:
    assert sum(seed.shares_of(361, [plan.weight for plan in SERVICES])) == 361


@pytest.mark.parametrize("kind", ["duty_to_refer", "facilities_grant"])
def test_demo_has_councils_that_were_asked(kind: str) -> None:
    assert CouncilApplication.objects.filter(kind=kind).exists()


def test_demo_has_applications_to_a_council_at_different_stages() -> None:
    assert len(set(CouncilApplication.objects.values_list("stage", flat=True))) > 2
