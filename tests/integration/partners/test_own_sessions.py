"""Where somebody is logged in, and logging out from afar."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners import own_sessions
from partners.models import AuditEvent, User
from tests import factories as make
from tests.factories.partners import PASSWORD
from tests.integration.partners.second_factors import give_password_again, log_in

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def world() -> make.World:
    return make.world()


def browser(user: User, agent: str = FIREFOX) -> Client:
    client = Client(HTTP_USER_AGENT=agent)
    log_in(client, user)
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("account")).status_code == 200


def number_of(client: Client) -> int:
    return UserSession.objects.get(session_key=client.session.session_key).pk


def test_list_names_each_browser(world: make.World) -> None:
    here, _ = browser(world.coordinator), browser(world.coordinator, EDGE)

    page = here.get(reverse("my_sessions")).content.decode()

    assert "Firefox on Linux, this one" in page
    assert "Edge on Windows" in page
    assert "127.0.0.1" not in page


def test_list_shows_nobody_elses(world: make.World) -> None:
    browser(world.team_lead, EDGE)

    page = browser(world.coordinator).get(reverse("my_sessions")).content.decode()

    assert "Edge on Windows" not in page


def test_ended_session_is_dead(world: make.World) -> None:
    here, there = browser(world.coordinator), browser(world.coordinator, EDGE)

    give_password_again(here)
    here.post(reverse("end_session", args=[number_of(there)]))

    assert (is_in(here), is_in(there)) == (True, False)
    assert AuditEvent.objects.filter(action="session_ended", actor_id=world.coordinator.pk).count() == 1


def test_ending_a_session_asks_for_the_password_and_then_does_it(world: make.World) -> None:
    here, there = browser(world.coordinator), browser(world.coordinator, EDGE)

    answer = here.post(reverse("end_session", args=[number_of(there)]))
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert is_in(there)

    here.post(answer["Location"], {"password": PASSWORD})
    assert (is_in(here), is_in(there)) == (True, False)


def test_ending_all_others_asks_for_the_password(world: make.World) -> None:
    here, there = browser(world.coordinator), browser(world.coordinator)

    answer = here.post(reverse("end_other_sessions"))

    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert is_in(there)


def test_administrator_logs_somebody_out_everywhere(world: make.World) -> None:
    one, two, unlisted = browser(world.coordinator), browser(world.coordinator, EDGE), Client()
    unlisted.force_login(world.coordinator)
    administrator = browser(world.administrator)

    page = administrator.post(reverse("end_their_sessions", args=[world.coordinator.pk]), follow=True).content.decode()

    assert [is_in(each) for each in (one, two, unlisted, administrator)] == [False, False, False, True]
    assert "is logged out everywhere" in page
    event = AuditEvent.objects.get(action="sessions_ended")
    assert (event.actor_id, event.object_id, event.detail) == (
        world.administrator.pk,
        world.coordinator.pk,
        {"number": 2},
    )


def test_person_who_was_logged_out_can_log_in_again(world: make.World) -> None:
    administrator = browser(world.administrator)
    administrator.post(reverse("end_their_sessions", args=[world.coordinator.pk]))

    assert is_in(browser(world.coordinator))


def test_team_lead_logs_nobody_out(world: make.World) -> None:
    here = browser(world.coordinator)

    assert browser(world.team_lead).post(reverse("end_their_sessions", args=[world.coordinator.pk])).status_code == 403
    assert is_in(here)


def test_somebody_elses_session_does_not_exist(world: make.World) -> None:
    here, there = browser(world.coordinator), browser(world.team_lead)

    give_password_again(here)
    answer = here.post(reverse("end_session", args=[number_of(there)]))

    assert answer.status_code == 404
    assert is_in(there)


def test_ending_all_others_keeps_this_one(world: make.World) -> None:
    here, second, third = browser(world.coordinator), browser(world.coordinator), browser(world.coordinator)

    give_password_again(here)
    here.post(reverse("end_other_sessions"))

    assert [is_in(each) for each in (here, second, third)] == [True, False, False]


def test_changed_password_ends_the_others_and_keeps_this_one(world: make.World, mailoutbox: list[object]) -> None:
    here, there = browser(world.coordinator), browser(world.coordinator)
    new = "a long new password"

    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert (is_in(here), is_in(there)) == (True, False)
    assert AuditEvent.objects.filter(action="password_changed", actor_id=world.coordinator.pk).count() == 1
    assert "password has changed" in mailoutbox[-1].subject  # type: ignore[attr-defined]


def test_changed_role_keeps_the_place_on_the_list(world: make.World) -> None:
    from partners.actions.membership import give_role
    from partners.roles import RoleCode
    from tests.factories.partners import TESTS

    second = give_role(
        user=world.coordinator, organisation=world.icb, role=RoleCode.COMMISSIONER, by=TESTS, at=make.NOW
    )
    here = browser(world.coordinator)
    before = number_of(here)

    here.post(reverse("choose_role"), {"membership": second.pk})

    assert number_of(here) == before


def test_expired_session_is_not_listed(world: make.World) -> None:
    here, there = browser(world.coordinator), browser(world.coordinator, EDGE)
    Session.objects.filter(pk=there.session.session_key).update(expire_date=make.NOW.replace(year=2020))

    assert "Edge" not in here.get(reverse("my_sessions")).content.decode()


def test_list_takes_the_same_queries_for_2_and_for_20_browsers(world: make.World) -> None:
    here = browser(world.coordinator)
    browser(world.coordinator)
    with CaptureQueriesContext(connection) as few:
        here.get(reverse("my_sessions"))
    for _ in range(18):
        other = Client()
        other.force_login(world.coordinator)
        UserSession.objects.create(
            user=world.coordinator, ip="127.0.0.1", session_key=other.session.session_key, user_agent=EDGE
        )
    with CaptureQueriesContext(connection) as many:
        page = here.get(reverse("my_sessions")).content.decode()

    assert page.count("Edge on Windows") >= 18
    assert len(few) == len(many)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        (EDGE, "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on iPhone"),
        ("curl/8", "A browser"),
        ("", "A browser"),
    ],
)
def test_browser_is_named_in_plain_words(agent: str, words: str) -> None:
    assert own_sessions.browser_of(agent) == words
