"""Sessions end when nothing is done, after a shift, and from outside; what was typed comes back to whom it belongs."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from partners import kept
from partners.actions.kept import keep_typed
from partners.models import AuditEvent, SavedForm, User
from partners.session_middleware import BY_ITSELF
from partners.sessions import end_sessions
from tests import factories as make
from tests.factories.partners import PASSWORD

pytestmark = pytest.mark.django_db
MINUTES = timedelta(minutes=1)
ENDED = "/session/ended/"
TEMPLATES = sorted((Path(__file__).resolve().parents[3] / "templates").rglob("*.html"))


@pytest.fixture(autouse=True)
def real_limits(settings: object) -> None:
    settings.SESSION_IDLE_MINUTES, settings.SESSION_LONGEST_HOURS = 15, 12  # type: ignore[attr-defined]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(make.NOW, tick=False) as moving:
        yield moving


@pytest.fixture
def world(clock: time_machine.Traveller) -> make.World:
    return make.world()


@pytest.fixture
def coordinator(client: Client, world: make.World) -> Client:
    client.force_login(world.coordinator)
    return client


def log_in(client: Client, user: User, **where: str) -> str:
    """Through the log-in page; where it leads."""
    answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD, **where})
    return str(answer["Location"])


def test_idle_person_is_logged_out(coordinator: Client, clock: time_machine.Traveller) -> None:
    clock.shift(15 * MINUTES)
    assert coordinator.get(reverse("worklist"))["Location"] == ENDED
    assert "_auth_user_id" not in coordinator.session


def test_person_who_does_something_stays(coordinator: Client, clock: time_machine.Traveller) -> None:
    answers = []
    for _ in range(4):
        clock.shift(10 * MINUTES)
        answers.append(coordinator.get(reverse("worklist")).status_code)
    assert answers == [200] * 4


def test_shift_of_twelve_hours_is_the_longest(
    coordinator: Client, clock: time_machine.Traveller, settings: object
) -> None:
    settings.SESSION_IDLE_MINUTES = 11 * 60  # type: ignore[attr-defined]
    clock.shift(600 * MINUTES)
    assert coordinator.get(reverse("worklist")).status_code == 200
    clock.shift(120 * MINUTES)
    assert coordinator.get(reverse("worklist"))["Location"] == ENDED


@pytest.mark.parametrize("name", ["worklist", "caseload", "session_left"])
def test_what_a_page_asks_by_itself_is_no_act(coordinator: Client, clock: time_machine.Traveller, name: str) -> None:
    clock.shift(10 * MINUTES)
    coordinator.get(reverse(name), headers={BY_ITSELF: "1", "HX-Request": "true"})
    clock.shift(5 * MINUTES)
    assert coordinator.get(reverse("worklist"))["Location"] == ENDED


@pytest.mark.parametrize("path", [each for each in TEMPLATES if 'hx-trigger="every' in each.read_text()], ids=str)
def test_list_that_refreshes_says_that_it_asks_by_itself(path: Path) -> None:
    tags = re.findall(r"<[^<>]*hx-trigger=\"every[^<>]*>", path.read_text())
    assert tags
    assert all(f'"{BY_ITSELF}": "1"' in tag for tag in tags)


def test_list_that_refreshes_after_the_limit_leads_away(coordinator: Client, clock: time_machine.Traveller) -> None:
    clock.shift(20 * MINUTES)
    answer = coordinator.get(reverse("worklist"), headers={BY_ITSELF: "1", "HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"], answer.content) == (204, ENDED, b"")


def test_api_after_the_limit_answers_401(coordinator: Client, clock: time_machine.Traveller) -> None:
    clock.shift(20 * MINUTES)
    assert coordinator.get("/api/referrals/").status_code == 401


def test_session_left_counts_down(coordinator: Client, clock: time_machine.Traveller) -> None:
    clock.shift(10 * MINUTES)
    assert coordinator.get(reverse("session_left"), headers={BY_ITSELF: "1"}).json() == {"left": 300}


def test_staying_starts_the_time_anew(coordinator: Client, clock: time_machine.Traveller) -> None:
    clock.shift(14 * MINUTES)
    assert coordinator.post(reverse("session_stay"), {"path": "/worklist/"}).json() == {"left": 900}


def test_session_without_times_is_over(coordinator: Client) -> None:
    session = coordinator.session
    del session["signed_in_at"]
    session.save()
    assert coordinator.get(reverse("worklist"))["Location"] == ENDED


def test_end_is_audited_with_its_reason(coordinator: Client, world: make.World, clock: time_machine.Traveller) -> None:
    clock.shift(20 * MINUTES)
    coordinator.get(reverse("worklist"))
    event = AuditEvent.objects.get(action="session_ended")
    assert (event.actor_id, event.detail) == (world.coordinator.pk, {"why": "idle"})


def test_logged_out_everywhere_ends_every_session(world: make.World, clock: time_machine.Traveller) -> None:
    clients = [Client(), Client()]
    for each in clients:
        each.force_login(world.coordinator)
    clock.shift(MINUTES)
    end_sessions(world.coordinator, at=make.NOW + MINUTES)
    assert [each.get(reverse("worklist"))["Location"] for each in clients] == [ENDED, ENDED]


def test_session_begun_after_logging_out_everywhere_lives(world: make.World, clock: time_machine.Traveller) -> None:
    end_sessions(world.coordinator, at=make.NOW)
    clock.shift(MINUTES)
    client = Client()
    client.force_login(world.coordinator)
    assert client.get(reverse("worklist")).status_code == 200


# Nothing of one person for the next


@pytest.mark.parametrize("name", ["worklist", "account_login", "session_ended", "people"])
def test_no_page_stays_in_the_browsers_store(coordinator: Client, name: str) -> None:
    assert "no-store" in coordinator.get(reverse(name))["Cache-Control"]


def test_logging_out_clears_what_the_browser_holds(coordinator: Client) -> None:
    answer = coordinator.post(reverse("account_logout"))
    assert answer["Clear-Site-Data"] == '"cache", "storage"'


def test_next_person_lands_on_their_own_page(coordinator: Client, world: make.World) -> None:
    coordinator.post(reverse("account_logout"))
    assert log_in(coordinator, world.team_lead, next="/cases/HW-22222/") == "/"


def test_same_person_lands_where_they_wanted(coordinator: Client, world: make.World) -> None:
    coordinator.post(reverse("account_logout"))
    assert log_in(coordinator, world.coordinator, next="/caseload/") == "/caseload/"


def test_person_comes_back_to_their_page_after_the_limit(
    coordinator: Client, world: make.World, clock: time_machine.Traveller
) -> None:
    clock.shift(20 * MINUTES)
    coordinator.get(reverse("caseload") + "?tab=team")
    assert log_in(coordinator, world.coordinator) == "/caseload/?tab=team"


def test_other_person_after_the_limit_lands_on_their_own_page(
    coordinator: Client, world: make.World, clock: time_machine.Traveller
) -> None:
    clock.shift(20 * MINUTES)
    coordinator.get(reverse("caseload") + "?tab=team")
    assert log_in(coordinator, world.team_lead) == "/"


def test_search_of_one_person_is_gone_for_the_next(coordinator: Client, world: make.World) -> None:
    coordinator.post(reverse("search"), {"q": "quillfeather"})
    coordinator.post(reverse("account_logout"))
    log_in(coordinator, world.team_lead)
    assert "quillfeather" not in coordinator.get(reverse("caseload") + "?tab=search").content.decode()
    assert "caseload_search" not in coordinator.session


def test_notice_nobody_read_is_gone_for_the_next(coordinator: Client, world: make.World) -> None:
    coordinator.post(reverse("read_notifications"))  # its answer was never followed
    coordinator.post(reverse("account_logout"))
    log_in(coordinator, world.team_lead)
    assert "marked as read" not in coordinator.get(reverse("worklist")).content.decode()


def test_ended_page_names_nobody(coordinator: Client, world: make.World, clock: time_machine.Traveller) -> None:
    clock.shift(20 * MINUTES)
    page = coordinator.get(reverse("worklist"), follow=True).content.decode()
    assert "You have been logged out" in page
    assert world.coordinator.name not in page


# What was typed

SENT = {"body": "Half a message about Mrs Quillfeather"}


def late_message(client: Client, world: make.World, clock: time_machine.Traveller) -> str:
    """A message sent from its page after the limit; the page's address."""
    case = make.referral(world, "accepted")
    page = reverse("case_section", args=[case.reference, "messages"])
    clock.shift(20 * MINUTES)
    client.post(reverse("send_message", args=[case.reference]), SENT, headers={"Referer": f"http://testserver{page}"})
    return page


def test_form_sent_too_late_does_nothing_and_is_kept(
    coordinator: Client, world: make.World, clock: time_machine.Traveller
) -> None:
    page = late_message(coordinator, world, clock)
    saved = SavedForm.objects.get(user=world.coordinator, path=page)
    assert kept.unseal(bytes(saved.data), person=world.coordinator.pk, path=page) == list(SENT.items())
    assert not AuditEvent.objects.filter(action="send_message").exists()


def test_form_sent_too_late_is_offered_again(
    coordinator: Client, world: make.World, clock: time_machine.Traveller
) -> None:
    page = late_message(coordinator, world, clock)
    assert "What you had typed is kept" in coordinator.get(ENDED).content.decode()
    assert log_in(coordinator, world.coordinator) == page
    shown = coordinator.get(page).content.decode()
    assert "We kept what you typed" in shown
    assert SENT["body"] in shown


def test_form_sent_too_late_is_not_shown_to_the_next_person(
    coordinator: Client, world: make.World, clock: time_machine.Traveller
) -> None:
    page = late_message(coordinator, world, clock)
    log_in(coordinator, world.team_lead)
    shown = coordinator.get(page).content.decode()
    assert SENT["body"] not in shown
    assert "We kept" not in shown


def test_form_sent_too_late_from_another_site_is_not_kept(world: make.World, clock: time_machine.Traveller) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.coordinator)
    late_message(client, world, clock)
    assert not SavedForm.objects.exists()


def test_password_form_sent_too_late_is_not_kept(coordinator: Client, clock: time_machine.Traveller) -> None:
    clock.shift(20 * MINUTES)
    coordinator.post(reverse("account_change_password"), {"oldpassword": "secret", "password1": "x", "note": "y"})
    assert not SavedForm.objects.exists()


def test_words_once_sent_are_forgotten(coordinator: Client, world: make.World, clock: time_machine.Traveller) -> None:
    page = late_message(coordinator, world, clock)
    log_in(coordinator, world.coordinator)
    to = page.replace("messages", "message")
    coordinator.post(to, SENT, headers={"Referer": f"http://testserver{page}"})
    assert not SavedForm.objects.exists()
    assert "We kept" not in coordinator.get(page).content.decode()


def test_words_can_be_deleted(coordinator: Client, world: make.World, clock: time_machine.Traveller) -> None:
    page = late_message(coordinator, world, clock)
    log_in(coordinator, world.coordinator)
    assert coordinator.post(reverse("session_forget"), {"path": page})["Location"] == page
    assert not SavedForm.objects.exists()


def test_logging_out_leaves_the_words_for_later(
    coordinator: Client, world: make.World, clock: time_machine.Traveller
) -> None:
    page = late_message(coordinator, world, clock)
    log_in(coordinator, world.coordinator)
    coordinator.post(reverse("account_logout"), headers={"Referer": f"http://testserver{page}"})
    assert SavedForm.objects.count() == 1


def test_script_keeps_what_is_typed(coordinator: Client, world: make.World) -> None:
    sent = {"path": "/people/add/?organisation=3", "fields": '[["name", "Ada Holt"], ["role", "coordinator"]]'}
    assert coordinator.post(reverse("session_keep"), sent).json() == {"kept": True}
    assert SavedForm.objects.get().path == sent["path"]


@pytest.mark.parametrize("fields", ["", "no list", "[1]", '{"a": 1}'])
def test_script_sending_nonsense_is_refused(coordinator: Client, fields: str) -> None:
    assert coordinator.post(reverse("session_keep"), {"path": "/people/", "fields": fields}).status_code == 400


def test_radios_dates_and_ticks_come_back(client: Client, world: make.World) -> None:
    page = f"{reverse('add_person')}?organisation={world.trust.pk}"
    typed = [("name", "Ada Holt"), ("role", "ward_staff"), ("wards", str(world.other_ward.pk))]
    keep_typed(path=page, fields=typed, by=world.administrator, at=make.NOW)
    client.force_login(world.administrator)
    shown = client.get(page).content.decode()
    assert 'value="Ada Holt"' in shown
    for value in ("ward_staff", world.other_ward.pk):
        assert re.search(rf'value="{value}"[^>]*checked', shown)


def test_first_request_and_later_ones_make_the_same_queries(
    coordinator: Client, django_assert_num_queries: object
) -> None:
    """The limits cost no query on a page: they are in the session."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as made:
            coordinator.get(reverse("worklist"))
        counts.append(len(made))
    assert counts[0] == counts[1]


def test_deactivated_person_finds_nothing_open(coordinator: Client, world: make.World) -> None:
    from partners.actions.membership import set_active

    set_active(user=world.coordinator, active=False, by=world.administrator, at=make.NOW)
    assert coordinator.get(reverse("worklist")).status_code == 302
    set_active(user=world.coordinator, active=True, by=world.administrator, at=make.NOW)
    assert coordinator.get(reverse("worklist")).status_code == 302


def test_ended_role_loses_access_on_the_next_request(coordinator: Client, world: make.World) -> None:
    from partners.actions.membership import end_role

    case = make.referral(world, "accepted")
    page = reverse("case", args=[case.reference])
    assert coordinator.get(page).status_code == 200
    end_role(membership=world.coordinator.memberships.get(), by=world.administrator, at=make.NOW)
    assert coordinator.get(page)["Location"] == reverse("choose_role")
