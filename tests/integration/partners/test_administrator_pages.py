"""The administrator's pages: each once as the administrator, once as somebody else."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.models import Membership, Organisation, Scheme, SchemePartner, Site, User, Ward
from partners.roles import RoleCode
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def admin(client: Client, world: make.World) -> Client:
    client.force_login(world.administrator)
    return client


def addresses(world: make.World) -> list[str]:
    here = f"?organisation={world.trust.pk}"
    return [
        reverse("people"),
        reverse("people") + "?q=Person&role=ward_staff",
        reverse("person", args=[world.sister.pk]),
        reverse("add_person"),
        reverse("add_person") + here,
        reverse("give_role", args=[world.sister.pk]),
        reverse("give_role", args=[world.sister.pk]) + here,
        reverse("organisations"),
        reverse("organisations") + "?q=RK5",
        reverse("organisation", args=[world.trust.pk]),
        reverse("add_organisation"),
        reverse("change_organisation", args=[world.trust.pk]),
        reverse("add_site", args=[world.trust.pk]),
        reverse("add_ward", args=[world.trust.pk, world.site.pk]),
        reverse("schemes"),
        reverse("scheme", args=[world.scheme.slug]),
        reverse("add_scheme"),
        reverse("change_scheme", args=[world.scheme.slug]),
        reverse("add_scheme_partner", args=[world.scheme.slug]),
    ]


def test_pages_administrator_sees_each(admin: Client, world: make.World) -> None:
    assert {address: admin.get(address).status_code for address in addresses(world)} == dict.fromkeys(
        addresses(world), 200
    )


@pytest.mark.parametrize("role", ["sister", "coordinator", "commissioner", "ig_officer"])
def test_pages_other_roles_are_refused(client: Client, world: make.World, role: str) -> None:
    client.force_login(getattr(world, role))

    assert {client.get(address).status_code for address in addresses(world)} == {403}


def test_pages_signed_out_goes_to_log_in(client: Client, world: make.World) -> None:
    assert all(client.get(address)["Location"].startswith("/accounts/login/") for address in addresses(world))


def test_administrator_sees_no_case(admin: Client, world: make.World) -> None:
    case = make.referral(world)

    assert admin.get(reverse("case", args=[case.reference])).status_code in {403, 404}


def test_add_person_sends_an_invitation_and_shows_no_secret(
    admin: Client, world: make.World, mailoutbox: list[Any], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page = admin.post(
            reverse("add_person") + f"?organisation={world.trust.pk}",
            {"name": "Ada Holt", "email": "ada.holt@homeward.example", "role": "ward_staff", "wards": [world.ward.pk]},
        )

    person = User.objects.get(email="ada.holt@homeward.example")
    token = re.findall(r"http://testserver/join/([^/]+)/", mailoutbox[0].body)[0]
    assert token not in page.content.decode()
    assert list(person.memberships.get().wards.all()) == [world.ward]


def test_add_person_ward_staff_without_a_ward_is_asked_for_one(admin: Client, world: make.World) -> None:
    page = admin.post(
        reverse("add_person") + f"?organisation={world.trust.pk}",
        {"name": "Ada Holt", "email": "ada.holt@homeward.example", "role": "ward_staff"},
    )

    assert "Select at least one ward" in page.content.decode()
    assert not User.objects.filter(name="Ada Holt").exists()


def test_add_person_address_taken_says_so(admin: Client, world: make.World) -> None:
    page = admin.post(
        reverse("add_person") + f"?organisation={world.council.pk}",
        {"name": "Ada Holt", "email": world.sister.email, "role": "coordinator"},
    )

    assert "Somebody with this e" in page.content.decode()


def test_give_role_adds_it(admin: Client, world: make.World) -> None:
    admin.post(
        reverse("give_role", args=[world.coordinator.pk]) + f"?organisation={world.council.pk}", {"role": "ig_officer"}
    )

    assert world.coordinator.memberships.filter(role=RoleCode.IG_OFFICER, active=True).exists()


def test_end_role_of_somebody_else_is_not_found(admin: Client, world: make.World) -> None:
    membership = world.coordinator.memberships.get()

    assert admin.post(reverse("end_role", args=[world.sister.pk, membership.pk])).status_code == 404


def test_end_role_own_administration_is_refused(admin: Client, world: make.World) -> None:
    membership = world.administrator.memberships.get()

    page = admin.post(reverse("end_role", args=[world.administrator.pk, membership.pk]), follow=True)

    assert "You cannot end your own role" in page.content.decode()
    assert Membership.objects.get(pk=membership.pk).active


def test_activate_a_person(admin: Client, world: make.World) -> None:
    User.objects.filter(pk=world.sister.pk).update(is_active=False)
    admin.post(reverse("activate_person", args=[world.sister.pk]))
    assert User.objects.get(pk=world.sister.pk).is_active


@pytest.mark.parametrize("name", ["send_invitation", "take_back_invitation", "activate_person"])
def test_changes_to_a_person_other_roles_are_refused(client: Client, world: make.World, name: str) -> None:
    client.force_login(world.team_lead)
    assert client.post(reverse(name, args=[world.sister.pk])).status_code == 403


def test_add_organisation_site_and_ward(admin: Client) -> None:
    admin.post(reverse("add_organisation"), {"name": "Newark Trust", "kind": "trust", "ods_code": "RZ9"})
    organisation = Organisation.objects.get(name="Newark Trust")
    admin.post(reverse("add_site", args=[organisation.pk]), {"name": "Newark Hospital"})
    site = Site.objects.get(organisation=organisation)
    admin.post(reverse("add_ward", args=[organisation.pk, site.pk]), {"name": "Sconce", "kind": "ward"})

    assert Ward.objects.filter(site=site, name="Sconce").exists()


def test_change_organisation_saves(admin: Client, world: make.World) -> None:
    admin.post(
        reverse("change_organisation", args=[world.icb.pk]),
        {"name": "NHS Notts", "kind": "icb", "ods_code": "", "active": "no"},
    )

    world.icb.refresh_from_db()
    assert (world.icb.name, world.icb.active) == ("NHS Notts", False)


def test_close_ward_shuts_it(admin: Client, world: make.World) -> None:
    admin.post(reverse("set_ward_active", args=[world.trust.pk, world.ward.pk]), {"active": "no"})

    assert not Ward.objects.get(pk=world.ward.pk).active


def test_ward_of_another_organisation_is_not_found(admin: Client, world: make.World) -> None:
    address = reverse("set_ward_active", args=[world.council.pk, world.ward.pk])

    assert admin.post(address, {"active": "no"}).status_code == 404


SCHEME = {
    "name": "Newark Homeward",
    "area": "Newark",
    "starts_on_day": "1",
    "starts_on_month": "1",
    "starts_on_year": "2026",
    **dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "9am to 5.30pm"),
    "saturday": "8am to 1pm, 4.45pm to 9.45pm",
    "sunday": "",
    "open_on_bank_holidays": "no",
}


def test_add_scheme_reads_times_as_people_write_them(admin: Client, world: make.World) -> None:
    admin.post(reverse("add_scheme"), SCHEME | {"lead": world.council.pk})

    scheme = Scheme.objects.get(name="Newark Homeward")
    assert (scheme.slug, scheme.open_on_bank_holidays) == ("newark-homeward", False)
    assert scheme.hours == [[["09:00", "17:30"]]] * 5 + [[["08:00", "13:00"], ["16:45", "21:45"]], []]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"friday": "9am to 8am"}, "Friday: each closing time must be after its opening time"),
        ({"friday": "9am to 1pm, midday to 5pm"}, "before the next opening time"),
        ({"friday": "mornings"}, "Friday: enter hours like 9am to 5pm"),
        ({"open_on_bank_holidays": ""}, "Select yes if it is open on bank holidays"),
    ],
)
def test_change_scheme_hours_that_cannot_be_are_refused_and_kept(
    admin: Client, world: make.World, typed: dict[str, str], why: str
) -> None:
    answer = admin.post(reverse("change_scheme", args=[world.scheme.slug]), SCHEME | {"active": "yes"} | typed)
    page = answer.content.decode()
    assert why in page
    assert "8am to 1pm, 4.45pm to 9.45pm" in page


def test_change_scheme_never_open_is_refused(admin: Client, world: make.World) -> None:
    closed = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday"), "")
    page = admin.post(reverse("change_scheme", args=[world.scheme.slug]), SCHEME | {"active": "yes"} | closed)
    assert "Enter the hours of at least one day" in page.content.decode()


def test_change_scheme_begins_with_the_hours_as_they_are(admin: Client, world: make.World) -> None:
    Scheme.objects.update(hours=[[["08:00", "13:00"], ["16:45", "21:45"]]] * 6 + [[]])
    page = admin.get(reverse("change_scheme", args=[world.scheme.slug])).content.decode()
    assert page.count("8am to 1pm, 4.45pm to 9.45pm") == 7  # six boxes and the hint


def test_scheme_page_says_when_it_is_open(admin: Client, world: make.World) -> None:
    Scheme.objects.update(hours=[[["08:00", "13:00"], ["16:45", "21:45"]]] * 5 + [[], []])
    page = admin.get(reverse("scheme", args=[world.scheme.slug])).content.decode()
    assert "Monday to Friday: 8am to 1pm, 4.45pm to 9.45pm" in page
    assert "Saturday and Sunday: closed" in page
    assert "Closed on bank holidays" in page


def test_scheme_partner_is_added_and_removed(admin: Client, world: make.World) -> None:
    admin.post(
        reverse("add_scheme_partner", args=[world.scheme.slug]), {"organisation": world.council.pk, "part": "evaluator"}
    )
    partner = SchemePartner.objects.get(organisation=world.council, part="evaluator")

    admin.post(reverse("remove_scheme_partner", args=[world.scheme.slug, partner.pk]))

    assert not SchemePartner.objects.filter(pk=partner.pk).exists()


@pytest.mark.parametrize("name", ["people", "organisations", "schemes"])
def test_list_pages_same_number_of_queries_at_2_and_at_50(admin: Client, world: make.World, name: str) -> None:
    with CaptureQueriesContext(connection) as few:
        admin.get(reverse(name))
    for number in range(48):
        organisation = make.OrganisationFactory(name=f"Landlord {number}")
        make.person(RoleCode.COORDINATOR, organisation, name=f"Zoe {number}")  # after the ward's staff
        make.SchemeFactory(lead_organisation=organisation)
    with CaptureQueriesContext(connection) as many:
        admin.get(reverse(name))

    assert len(many) == len(few)
