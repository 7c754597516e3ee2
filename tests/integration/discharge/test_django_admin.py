"""Django's own admin: no case and no patient is there, and only superusers come in."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from partners.models import User
from referrals.models import Patient, Referral
from tests import factories as make

pytestmark = pytest.mark.django_db
CASE_APPS = ("referrals", "housing", "outcomes")


def hangs_on_a_case(model: type[Model]) -> bool:
    if model in (Patient, Referral):
        return True
    return any(
        each.is_relation and each.related_model in (Patient, Referral)
        for each in model._meta.get_fields()
        if each.concrete
    )


@pytest.fixture
def superuser() -> User:
    return User.objects.create_superuser("root@homeward.example", "a long password here", name="Root")


@pytest.mark.parametrize(
    "model",
    [model for label in CASE_APPS for model in apps.get_app_config(label).get_models() if hangs_on_a_case(model)],
    ids=lambda model: model.__name__,
)
def test_what_hangs_on_a_case_is_not_registered(model: type) -> None:
    assert model not in admin.site._registry


def test_admin_somebody_with_a_role_and_no_superuser_is_refused(client: Client) -> None:
    client.force_login(make.world().administrator)

    assert client.get(reverse("admin:index")).status_code == 403


def test_targets_superuser_can_add(client: Client, superuser: User) -> None:
    client.force_login(superuser)

    assert client.get(reverse("admin:referrals_slatarget_add")).status_code == 200
