"""Logging in, choosing a role, and the demo's one click."""

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from partners.middleware import WORKING_AS_KEY
from partners.models import OrganisationGroupGrant, User
from partners.roles import RoleCode
from tests import factories as make
from tests.factories.partners import PASSWORD

pytestmark = pytest.mark.django_db
WRONG = "The email address or password is wrong."


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """Attempts are counted in the cache, which outlives a test."""
    cache.clear()


def log_in(client: Client, email: str, password: str = PASSWORD) -> object:
    return client.post(reverse("account_login"), {"login": email, "password": password})


@pytest.fixture
def world() -> make.World:
    return make.world()


def test_log_in_right_password_goes_home(client: Client, world: make.World) -> None:
    answer = log_in(client, world.coordinator.email)

    assert answer.status_code == 302
    assert answer["Location"] == reverse("home")


def test_log_in_wrong_password_says_nothing_about_which_was_wrong(client: Client, world: make.World) -> None:
    wrong_password = log_in(client, world.coordinator.email, "not the password")
    unknown = log_in(client, "nobody@homeward.example", "not the password")

    assert WRONG in wrong_password.content.decode()
    assert WRONG in unknown.content.decode()


def test_log_in_deactivated_person_is_refused(client: Client, world: make.World) -> None:
    User.objects.filter(pk=world.coordinator.pk).update(is_active=False)

    log_in(client, world.coordinator.email)

    assert "_auth_user_id" not in client.session


def test_log_in_tried_too_often_is_stopped(client: Client, world: make.World) -> None:
    pages = [log_in(client, world.coordinator.email, "not the password") for _ in range(7)]

    assert "You have tried too often" in pages[-1].content.decode()


def test_log_in_empty_form_asks_in_plain_words(client: Client) -> None:
    page = log_in(client, "", "").content.decode()

    assert "Enter your email address" in page
    assert "Enter your password" in page


def test_log_out_get_asks_first(client: Client, world: make.World) -> None:
    client.force_login(world.coordinator)

    assert "Do you want to log out?" in client.get(reverse("account_logout")).content.decode()
    assert "_auth_user_id" in client.session


def test_log_out_post_ends_the_session(client: Client, world: make.World) -> None:
    client.force_login(world.coordinator)

    client.post(reverse("account_logout"))

    assert "_auth_user_id" not in client.session


def test_reset_password_unknown_address_answers_like_a_known_one(client: Client, world: make.World) -> None:
    known = client.post(reverse("account_reset_password"), {"email": world.coordinator.email}, follow=True)
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@homeward.example"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain


@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "account_reset_password_done"])
def test_account_pages_signed_out_are_shown(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 200


def test_sign_up_is_closed(client: Client) -> None:
    assert "Ask your administrator for an account" in client.get(reverse("account_signup")).content.decode()


def test_reset_link_lets_a_new_password_be_chosen(client: Client, world: make.World, mailoutbox: list[object]) -> None:
    client.post(reverse("account_reset_password"), {"email": world.coordinator.email})
    link = next(word for word in mailoutbox[0].body.split() if word.startswith("http"))  # type: ignore[attr-defined]
    page = client.get(link, follow=True)
    form_address = page.request["PATH_INFO"]

    client.post(form_address, {"password1": "a long new password", "password2": "a long new password"})

    world.coordinator.refresh_from_db()
    assert world.coordinator.check_password("a long new password")


def test_choose_role_person_with_two_is_asked(client: Client, world: make.World) -> None:
    two_roles(world)
    client.force_login(world.coordinator)

    assert client.get(reverse("home"))["Location"] == reverse("choose_role")


def test_choose_role_answer_is_kept_in_the_session(client: Client, world: make.World) -> None:
    second = two_roles(world)
    client.force_login(world.coordinator)

    client.post(reverse("choose_role"), {"membership": second.pk})

    assert client.session[WORKING_AS_KEY] == second.pk


def test_choose_role_somebody_elses_role_is_refused(client: Client, world: make.World) -> None:
    two_roles(world)
    client.force_login(world.coordinator)

    page = client.post(reverse("choose_role"), {"membership": world.administrator.memberships.get().pk})

    assert page.status_code == 200
    assert WORKING_AS_KEY not in client.session


def test_choose_role_person_without_any_is_told_whom_to_ask(client: Client) -> None:
    client.force_login(make.person())

    assert "Ask the administrator" in client.get(reverse("choose_role")).content.decode()


def test_demo_sign_in_test_settings_do_not_have_it(client: Client, world: make.World) -> None:
    answer = client.post(reverse("demo_sign_in"), {"person": world.coordinator.pk})

    assert answer.status_code == 404
    assert "_auth_user_id" not in client.session


def test_demo_people_test_settings_do_not_show_them(client: Client, world: make.World) -> None:
    page = client.get(reverse("account_login")).content.decode()

    assert world.coordinator.name not in page
    assert reverse("demo_sign_in") not in page


def test_demo_sign_in_demo_settings_log_the_person_in(client: Client, world: make.World, settings: object) -> None:
    settings.IS_DEMO = True  # type: ignore[attr-defined]

    client.post(reverse("demo_sign_in"), {"person": world.coordinator.pk})

    assert client.session["_auth_user_id"] == str(world.coordinator.pk)


def test_demo_people_demo_settings_show_them_by_what_they_do(
    client: Client, world: make.World, settings: object
) -> None:
    settings.IS_DEMO = True  # type: ignore[attr-defined]

    page = client.get(reverse("account_login")).content.decode()

    assert f"Housing coordinator: {world.coordinator.name}" in page
    assert "Take cases on" in page


@pytest.mark.parametrize(
    "changes",
    [{"email": "real.person@nhs.net"}, {"is_staff": True}, {"is_superuser": True}, {"is_active": False}],
    ids=["real address", "staff", "superuser", "deactivated"],
)
def test_demo_sign_in_no_demo_account_is_refused(
    client: Client, world: make.World, settings: object, changes: dict[str, object]
) -> None:
    settings.IS_DEMO = True  # type: ignore[attr-defined]
    User.objects.filter(pk=world.coordinator.pk).update(**changes)

    assert client.post(reverse("demo_sign_in"), {"person": world.coordinator.pk}).status_code == 404
    assert "_auth_user_id" not in client.session


def two_roles(world: make.World) -> object:
    from partners.actions.membership import give_role
    from tests.factories.partners import TESTS

    return give_role(
        user=world.coordinator, organisation=world.council, role=RoleCode.ADMINISTRATOR, by=TESTS, at=make.NOW
    )


def test_email_address_cannot_be_added_by_oneself(client: Client, world: make.World) -> None:
    client.force_login(world.coordinator)
    answer = client.post(reverse("account_email"), {"action_add": "", "email": "mine@elsewhere.example"})
    assert (answer.status_code, EmailAddress.objects.filter(email="mine@elsewhere.example").exists()) == (405, False)


def test_home_of_a_role_without_rights_says_whom_to_ask(client: Client, world: make.World) -> None:
    OrganisationGroupGrant.objects.all().delete()
    client.force_login(world.coordinator)
    assert "You have no role yet" in client.get(reverse("home")).content.decode()
