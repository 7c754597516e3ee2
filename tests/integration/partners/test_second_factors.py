"""Second factors: who must have one, setting it up, logging in with it, losing it."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from partners.models import AuditEvent, User
from tests import factories as make
from tests.integration.partners.second_factors import code_of, give_password_again, log_in, set_up_app

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_a_fixed_time() -> Iterator[time_machine.Traveller]:
    """Codes change every 30 seconds, and what was tried is counted in the cache."""
    cache.clear()
    with time_machine.travel(make.NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def required(settings: object) -> None:
    settings.HOMEWARD_REQUIRE_SECOND_FACTOR = True  # type: ignore[attr-defined]


@pytest.fixture
def world() -> make.World:
    return make.world()


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def acts(action: str) -> int:
    return AuditEvent.objects.filter(action=action).count()


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize(
    "role",
    ["sister", "discharge_team", "coordinator", "team_lead", "provider_worker", "flat_manager"],
)
def test_role_that_shows_patients_without_factor_finds_only_the_page_that_asks(world: make.World, role: str) -> None:
    client = Client()
    log_in(client, getattr(world, role))

    assert client.get(reverse("home"))["Location"] == reverse("second_factor")
    assert client.get(reverse("notifications"))["Location"] == reverse("second_factor")
    assert client.get(reverse("account"))["Location"] == reverse("second_factor")


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("role", ["administrator", "ig_officer"])
def test_role_that_decides_about_access_without_factor_is_asked(world: make.World, role: str) -> None:
    client = Client()
    log_in(client, getattr(world, role))

    assert client.get(reverse("home"))["Location"] == reverse("second_factor")


@pytest.mark.usefixtures("required")
def test_commissioner_without_factor_goes_on(client: Client, world: make.World) -> None:
    log_in(client, world.commissioner)

    assert client.get(reverse("report")).status_code == 200


@pytest.mark.usefixtures("required")
def test_staff_without_factor_do_not_reach_the_admin(client: Client) -> None:
    root = User.objects.create_superuser("root@homeward.example", "correct horse battery", name="Root")
    log_in(client, root)

    assert client.get(reverse("admin:index"))["Location"] == reverse("second_factor")


@pytest.mark.usefixtures("required")
def test_role_not_worked_in_now_counts_too(client: Client, world: make.World) -> None:
    from partners.actions.membership import give_role
    from partners.middleware import WORKING_AS_KEY
    from partners.roles import RoleCode
    from tests.factories.partners import TESTS

    second = give_role(
        user=world.coordinator, organisation=world.icb, role=RoleCode.COMMISSIONER, by=TESTS, at=make.NOW
    )
    log_in(client, world.coordinator)
    session = client.session
    session[WORKING_AS_KEY] = second.pk
    session.save()

    assert client.get(reverse("report"))["Location"] == reverse("second_factor")


@pytest.mark.usefixtures("required")
def test_api_without_factor_answers_403(client: Client, world: make.World) -> None:
    log_in(client, world.coordinator)

    answer = client.get("/api/referrals/")

    assert (answer.status_code, answer["Content-Type"]) == (403, "application/json")


@pytest.mark.usefixtures("required")
def test_part_of_a_page_without_factor_leaves_for_the_page_that_asks(client: Client, world: make.World) -> None:
    log_in(client, world.coordinator)

    answer = client.get(reverse("worklist"), HTTP_HX_REQUEST="true")

    assert (answer.status_code, answer["HX-Redirect"]) == (204, reverse("second_factor"))


@pytest.mark.usefixtures("required")
def test_page_that_asks_offers_app_and_key(client: Client, world: make.World) -> None:
    log_in(client, world.coordinator)

    page = client.get(reverse("second_factor")).content.decode()

    assert reverse("mfa_activate_totp") in page
    assert reverse("mfa_add_webauthn") in page


@pytest.mark.usefixtures("required")
def test_app_set_up_lets_the_person_on(client: Client, world: make.World) -> None:
    log_in(client, world.coordinator)
    set_up_app(client)

    assert client.get(reverse("worklist")).status_code == 200


@pytest.mark.usefixtures("required")
def test_recovery_codes_are_offered_right_after_set_up_and_shown_once(client: Client, world: make.World) -> None:
    log_in(client, world.coordinator)
    give_password_again(client)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    key = re.search(r'id="totp-key">([A-Z2-7]+)<', page)
    assert key

    first = client.post(reverse("mfa_activate_totp"), {"code": code_of(key[1])}, follow=True).content.decode()
    again = client.get(reverse("mfa_view_recovery_codes")).content.decode()

    assert len(re.findall(r"<code>\d{8}</code>", first)) == 10
    assert "<code>" not in again


def test_setting_up_needs_the_password_again(client: Client, world: make.World) -> None:
    log_in(client, world.coordinator)

    answer = client.get(reverse("mfa_activate_totp"))

    assert answer["Location"].startswith(reverse("account_reauthenticate"))


def test_log_in_with_app_asks_for_a_code(client: Client, world: make.World) -> None:
    log_in(client, world.coordinator)
    set_up_app(client)
    other = Client()

    answer = log_in(other, world.coordinator)

    assert answer["Location"] == reverse("mfa_authenticate")  # type: ignore[index]
    assert not is_in(other)


@pytest.mark.usefixtures("required")
def test_log_in_with_app_right_code_is_in(
    client: Client, world: make.World, at_a_fixed_time: time_machine.Traveller
) -> None:
    log_in(client, world.coordinator)
    key = set_up_app(client)
    at_a_fixed_time.shift(timedelta(seconds=30))
    other = Client()
    log_in(other, world.coordinator)

    other.post(reverse("mfa_authenticate"), {"code": code_of(key)})

    assert other.get(reverse("worklist")).status_code == 200


def test_log_in_with_app_wrong_code_is_refused_and_written_down(client: Client, world: make.World) -> None:
    log_in(client, world.coordinator)
    key = set_up_app(client)
    other = Client()
    log_in(other, world.coordinator)
    wrong = str((int(code_of(key)) + 1) % 1_000_000).zfill(6)

    page = other.post(reverse("mfa_authenticate"), {"code": wrong}).content.decode()

    assert "The code is wrong" in page
    assert not is_in(other)
    assert AuditEvent.objects.get(action="second_factor_refused").object_id == world.coordinator.pk


def test_code_of_yesterday_is_refused(client: Client, world: make.World) -> None:
    log_in(client, world.coordinator)
    key = set_up_app(client)
    other = Client()
    log_in(other, world.coordinator)

    other.post(reverse("mfa_authenticate"), {"code": code_of(key, make.NOW.timestamp() - 86_400)})

    assert not is_in(other)


def test_same_code_twice_is_refused(client: Client, world: make.World) -> None:
    log_in(client, world.coordinator)
    key = set_up_app(client)
    first, second = Client(), Client()
    for browser in (first, second):
        log_in(browser, world.coordinator)
        browser.post(reverse("mfa_authenticate"), {"code": code_of(key)})

    assert (is_in(first), is_in(second)) == (True, False)


def test_codes_tried_too_often_are_stopped_even_the_right_one(client: Client, world: make.World) -> None:
    log_in(client, world.coordinator)
    key = set_up_app(client)
    other = Client()
    log_in(other, world.coordinator)
    for _ in range(5):
        other.post(reverse("mfa_authenticate"), {"code": "000000"})

    answer = other.post(reverse("mfa_authenticate"), {"code": code_of(key)})

    assert answer.status_code == 429
    assert "You can try again at" in answer.content.decode()
    assert not is_in(other)
    assert acts("second_factor_refused") == 5
    assert AuditEvent.objects.get(action="log_in_failed").detail == {"reason": "locked_out_factor"}


def test_recovery_code_lets_in_once(client: Client, world: make.World) -> None:
    log_in(client, world.coordinator)
    set_up_app(client)
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    code = re.findall(r"<code>(\d{8})</code>", page)[0]
    first, second = Client(), Client()
    for browser in (first, second):
        log_in(browser, world.coordinator)
        browser.post(reverse("mfa_authenticate"), {"code": code})

    assert (is_in(first), is_in(second)) == (True, False)


def test_seeds_are_unreadable_in_the_database(client: Client, world: make.World) -> None:
    log_in(client, world.coordinator)
    key = set_up_app(client)

    kept = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert key not in kept


@pytest.mark.django_db(transaction=True)  # the e-mail leaves on commit
def test_factor_added_is_written_down_and_told_by_email(
    client: Client, world: make.World, mailoutbox: list[object]
) -> None:
    log_in(client, world.coordinator)

    set_up_app(client)

    added = AuditEvent.objects.filter(action="second_factor_added", actor_id=world.coordinator.pk)
    assert {each.detail["kind"] for each in added} == {"totp", "recovery_codes"}
    assert mailoutbox[-1].to == [world.coordinator.email]  # type: ignore[attr-defined]
    assert "authenticator app was added" in mailoutbox[-1].subject  # type: ignore[attr-defined]


@pytest.mark.usefixtures("required")
def test_factor_added_ends_other_sessions(client: Client, world: make.World) -> None:
    """Whoever stole the password and waits on the page that asks for a factor is put out."""
    thief = Client()
    log_in(thief, world.coordinator)
    log_in(client, world.coordinator)

    set_up_app(client)

    assert thief.get(reverse("second_factor"))["Location"].startswith(reverse("account_login"))


@pytest.mark.usefixtures("required")
def test_session_without_factor_of_somebody_who_has_one_is_asked_for_it(client: Client, world: make.World) -> None:
    log_in(client, world.coordinator)
    set_up_app(client)
    other = Client()
    other.force_login(world.coordinator)

    page = other.get(reverse("worklist"), follow=True)

    assert page.redirect_chain[-1][0].startswith(reverse("mfa_reauthenticate"))


@pytest.mark.usefixtures("required")
def test_last_factor_removed_is_asked_for_again(client: Client, world: make.World, mailoutbox: list[object]) -> None:
    log_in(client, world.coordinator)
    set_up_app(client)

    client.post(reverse("mfa_deactivate_totp"))

    assert client.get(reverse("worklist"))["Location"] == reverse("second_factor")
    assert acts("second_factor_removed") == 2  # the app and its recovery codes
    assert "removed" in mailoutbox[-1].subject  # type: ignore[attr-defined]


@pytest.mark.usefixtures("required")
def test_administrator_removes_the_factors_of_somebody_who_lost_them(
    client: Client, world: make.World, mailoutbox: list[object]
) -> None:
    log_in(client, world.coordinator)
    set_up_app(client)
    administrator = Client()
    log_in(administrator, world.administrator)
    set_up_app(administrator)

    administrator.post(reverse("remove_factors", args=[world.coordinator.pk]))

    assert not Authenticator.objects.filter(user=world.coordinator).exists()
    assert mailoutbox[-1].to == [world.coordinator.email]  # type: ignore[attr-defined]
    assert client.get(reverse("home"))["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("role", ["sister", "coordinator", "team_lead", "ig_officer", "commissioner"])
def test_removing_somebodys_factors_other_roles_are_refused(world: make.World, role: str) -> None:
    client = Client()
    client.force_login(getattr(world, role))

    assert client.post(reverse("remove_factors", args=[world.administrator.pk])).status_code == 403


def test_admin_log_in_page_leads_to_ours(client: Client) -> None:
    assert client.get(reverse("admin:login"))["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    "name",
    [
        "account",
        "my_sessions",
        "mfa_index",
        "mfa_list_webauthn",
        "account_change_password",
        "account_reauthenticate",
    ],
)
def test_page_of_the_account_is_shown(client: Client, world: make.World, name: str) -> None:
    log_in(client, world.coordinator)

    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize(
    "name", ["mfa_add_webauthn", "mfa_reauthenticate", "mfa_deactivate_totp", "mfa_generate_recovery_codes"]
)
def test_page_of_a_factor_is_shown(client: Client, world: make.World, name: str) -> None:
    log_in(client, world.coordinator)
    set_up_app(client)

    assert client.get(reverse(name)).status_code == 200


def test_account_page_is_linked_from_the_header(client: Client, world: make.World) -> None:
    log_in(client, world.coordinator)

    assert f'href="{reverse("account")}"' in client.get(reverse("worklist")).content.decode()
