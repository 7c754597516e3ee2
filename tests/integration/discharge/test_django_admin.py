"""Django's own admin: cases can be read at most, patients are not there at all, and only superusers come in."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from housing.models import Intervention, Stay
from outcomes.models import FollowUp, Outcome
from partners.models import User
from referrals.models import Carer, Clock, Message, Patient, Referral, ReferralEvent, SharingDecision
from tests import factories as make

pytestmark = pytest.mark.django_db
CASE_DATA = [Referral, Clock, Intervention, Stay, FollowUp, Outcome]


@pytest.fixture
def superuser() -> User:
    return User.objects.create_superuser("root@homeward.example", "a long password here", name="Root")


@pytest.mark.parametrize("model", [Patient, Carer, Message, ReferralEvent, SharingDecision])
def test_what_names_a_patient_is_not_registered(model: type) -> None:
    assert model not in admin.site._registry


@pytest.mark.parametrize("model", CASE_DATA)
def test_case_data_superuser_can_read_the_list(client: Client, superuser: User, model: type) -> None:
    client.force_login(superuser)

    assert client.get(reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist")).status_code == 200


@pytest.mark.parametrize("model", CASE_DATA)
def test_case_data_superuser_cannot_add(client: Client, superuser: User, model: type) -> None:
    client.force_login(superuser)

    assert client.post(reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_add")).status_code == 403


def test_case_superuser_cannot_change_or_delete(client: Client, superuser: User) -> None:
    case = make.referral(make.world())
    client.force_login(superuser)

    changed = client.post(reverse("admin:referrals_referral_change", args=[case.pk]), {"status": "closed"})
    deleted = client.post(reverse("admin:referrals_referral_delete", args=[case.pk]), {"post": "yes"})

    assert (changed.status_code, deleted.status_code) == (403, 403)
    assert Referral.objects.get(pk=case.pk).status == "submitted"


def test_case_page_shows_no_patient(client: Client, superuser: User) -> None:
    case = make.referral(make.world())
    client.force_login(superuser)

    page = client.get(reverse("admin:referrals_referral_change", args=[case.pk])).content.decode()

    assert case.patient is not None
    assert case.patient.family_name not in page
    assert case.what_stands_in_the_way not in page


def test_admin_somebody_with_a_role_and_no_superuser_is_refused(client: Client) -> None:
    client.force_login(make.world().administrator)

    assert client.get(reverse("admin:index")).status_code == 403


def test_targets_superuser_can_add(client: Client, superuser: User) -> None:
    client.force_login(superuser)

    assert client.get(reverse("admin:referrals_slatarget_add")).status_code == 200
