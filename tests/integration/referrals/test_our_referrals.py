"""The ward's list: who waits, for what, and the two things a ward does from it."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.models import User
from partners.roles import RoleCode
from referrals.actions import triage
from referrals.models import Message, Referral
from referrals.queries.our_referrals import Row, our_referrals
from tests import factories as make

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(hours=3)


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(LATER, tick=False):
        yield


def log_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def rows(user: User, show: str = "", at: Any = LATER) -> list[Any]:
    return list(our_referrals(user, show=show, page=1, now=at).rows)


def row_of(user: User, case: Referral, at: Any = LATER) -> Row:
    return next(row for row in rows(user, at=at) if row.reference == case.reference)


def test_list_ward_staff_see_their_own_wards_only(world: make.World) -> None:
    case = make.referral(world)
    make.referral(world, by=world.discharge_team, ward_id=world.other_ward.pk)
    assert [row.reference for row in rows(world.sister)] == [case.reference]


def test_list_discharge_team_sees_the_whole_trust(world: make.World) -> None:
    make.referral(world)
    make.referral(world, by=world.discharge_team, ward_id=world.other_ward.pk)
    assert len(rows(world.discharge_team)) == 2


def test_list_sent_by_me_shows_the_discharge_team_its_own(world: make.World) -> None:
    make.referral(world)
    mine = make.referral(world, by=world.discharge_team, ward_id=world.other_ward.pk)
    assert [row.reference for row in rows(world.discharge_team, "ours")] == [mine.reference]


def test_list_whole_trust_asked_for_by_ward_staff_shows_their_wards(world: make.World) -> None:
    make.referral(world, by=world.discharge_team, ward_id=world.other_ward.pk)
    assert rows(world.sister, "trust") == []


def test_list_another_trust_sees_nothing(world: make.World) -> None:
    make.referral(world)
    assert rows(make.world().discharge_team) == []


def test_list_without_the_right_is_forbidden(world: make.World) -> None:
    assert log_in(world.coordinator).get(reverse("our_referrals")).status_code == 403


@pytest.mark.parametrize(
    ("status", "light", "words"),
    [
        ("submitted", "green", "On track"),
        ("information_requested", "amber", "Asks you"),
        ("accepted", "green", "On track"),
        ("declined", "red", "Declined"),
    ],
)
def test_light_follows_the_status(world: make.World, status: str, light: str, words: str) -> None:
    row = row_of(world.sister, make.referral(world, status))
    assert (row.light, row.light_text) == (light, words)


def test_light_answer_overdue_is_red(world: make.World) -> None:
    case = make.referral(world, urgency="emergency")
    row = row_of(world.sister, case, make.NOW + timedelta(hours=25))
    assert (row.light, row.answer_state) == ("red", "overdue")


def test_light_expected_date_passed_without_readiness_asks_the_ward(world: make.World) -> None:
    case = make.referral(world, ready_on=None, expected_discharge_on=make.NOW.date() - timedelta(days=1))
    row = row_of(world.sister, case)
    assert (row.light, row.light_text) == ("amber", "Ready yet?")


@pytest.mark.parametrize(
    ("status", "state"),
    [("submitted", "due"), ("information_requested", "paused"), ("accepted", "met")],
)
def test_answer_due_follows_its_clock(world: make.World, status: str, state: str) -> None:
    assert row_of(world.sister, make.referral(world, status)).answer_state == state


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ({}, "3 days (since 20 Nov)"),
        ({"ready_on": make.NOW.date()}, "Since today"),
        ({"ready_on": None}, "Not yet (expected 26 Nov)"),
        ({"ready_on": None, "expected_discharge_on": None}, "Not yet"),
        ({"purpose": "admission_avoidance", "admitted_on": None, "ready_on": None}, "Not admitted"),
    ],
)
def test_ready_since_is_said_in_words(world: make.World, dates: dict[str, Any], words: str) -> None:
    assert row_of(world.sister, make.referral(world, **dates)).ready == words


def test_ready_since_of_a_declined_case_counts_up_to_its_end(world: make.World) -> None:
    case = make.referral(world, "declined")
    assert row_of(world.sister, case, make.NOW + timedelta(days=9)).ready == "3 days (since 20 Nov)"


def test_next_step_accepted_case_is_with_its_coordinator(world: make.World) -> None:
    row = row_of(world.sister, make.referral(world, "accepted"))
    assert (row.next_step, row.next_who) == ("Getting the home ready", world.coordinator.name)


def test_needs_main_one_comes_first(world: make.World) -> None:
    case = make.referral(world, needs=("stairs", "heating"), main_need="heating")
    assert row_of(world.sister, case).needs == ["Cold home", "Cannot manage the stairs or steps"]


def test_order_question_to_the_ward_comes_first(world: make.World) -> None:
    make.referral(world, urgency="emergency")
    asked = make.referral(world, "information_requested", urgency="routine")
    assert rows(world.sister)[0].reference == asked.reference


def test_declined_long_ago_is_with_the_ended(world: make.World) -> None:
    case = make.referral(world, "declined")
    later = make.NOW + timedelta(days=15)
    assert rows(world.sister, at=later) == []
    assert [row.reference for row in rows(world.sister, "ended", at=later)] == [case.reference]


def test_ended_gone_home_says_where_to(world: make.World) -> None:
    make.referral(world, "discharged")
    assert [row.outcome for row in rows(world.sister, "ended")] == ["Their usual home"]


def test_ended_withdrawn_says_why(world: make.World) -> None:
    make.referral(world, "withdrawn")
    assert [row.outcome for row in rows(world.sister, "ended")] == ["Solved another way"]


def test_drafts_of_the_ward_are_listed_for_a_colleague(world: make.World) -> None:
    draft = make.draft(world)
    colleague = make.person(RoleCode.WARD_STAFF, world.trust, wards=[world.ward])
    page = log_in(colleague).get(reverse("our_referrals") + "?show=drafts").content.decode()
    assert "Drafts (1)" in page
    assert draft.reference in page


@pytest.mark.parametrize("show", ["", "ours", "trust", "drafts", "ended", "nonsense"])
@pytest.mark.parametrize("page", ["1", "99", "x", "-1", "9" * 12])
def test_list_any_address_shows_a_page(world: make.World, show: str, page: str) -> None:
    answer = log_in(world.sister).get(reverse("our_referrals"), {"show": show, "page": page})
    assert answer.status_code == 200


def test_list_queries_are_the_same_at_2_and_50_rows(world: make.World) -> None:
    client = log_in(world.sister)
    counts = []
    for number in (2, 48):
        for _ in range(number):
            make.referral(world)
        client.get(reverse("our_referrals"))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("our_referrals")).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[0] <= 14


def test_list_says_with_whom_the_days_since_ready_were_spent(world: make.World) -> None:
    make.delay(make.referral(world), "care_package", from_on=date(2026, 11, 22))
    page = log_in(world.sister).get(reverse("our_referrals")).content.decode()
    assert "1 with adult social care, 2 not recorded" in page


def test_list_with_delays_queries_are_the_same_at_2_and_50_rows(world: make.World) -> None:
    client = log_in(world.sister)
    counts = []
    for number in (2, 48):
        for _ in range(number):
            make.delay(make.referral(world), "homeless", from_on=date(2026, 11, 21))
        with CaptureQueriesContext(connection) as captured:
            page = client.get(reverse("our_referrals")).content.decode()
        assert page.count("2 with council housing") == min(25, Referral.objects.count())
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_answer_given_from_the_list_restarts_the_clock(world: make.World) -> None:
    case = make.referral(world, "information_requested")
    page = log_in(world.sister).post(
        reverse("answer_question", args=[case.reference]), {"answer": "The neighbour."}, follow=True
    )
    assert f"Answer sent to {world.council.name}" in page.content.decode()
    assert Referral.objects.get(pk=case.pk).status == "submitted"


def test_answer_left_empty_shows_the_question_again(world: make.World) -> None:
    case = make.referral(world, "information_requested")
    page = log_in(world.sister).post(reverse("answer_question", args=[case.reference]), {"answer": " "})
    assert "Enter your answer" in page.content.decode()
    assert "Who has the key?" in page.content.decode()


def test_answer_twice_is_quiet(world: make.World) -> None:
    case = make.referral(world, "information_requested")
    client = log_in(world.sister)
    for _ in range(2):
        client.post(reverse("answer_question", args=[case.reference]), {"answer": "The neighbour."})
    assert Message.objects.filter(referral=case, kind="answer").count() == 1


def ask_again(world: make.World, case: Referral) -> int:
    """A colleague answers what was asked and the coordinator asks something else. Returns the first question."""
    first = Message.objects.get(referral=case, kind="question").pk
    triage.answer_question(referral=case, answer="Her son.", by=world.discharge_team, at=LATER)
    triage.ask_for_information(referral=case, question="Is there a dog?", by=world.coordinator, at=LATER)
    return first


def test_answer_to_a_question_that_was_followed_by_another_is_refused_and_kept(world: make.World) -> None:
    case = make.referral(world, "information_requested")
    typed = {"answer": "The neighbour.", "question": ask_again(world, case)}
    html = log_in(world.sister).post(reverse("answer_question", args=[case.reference]), typed).content.decode()
    assert "has asked another question since" in html
    assert "The neighbour.</textarea>" in html
    assert Referral.objects.get(pk=case.pk).status == "information_requested"


def test_answer_sent_again_after_reading_the_next_question_is_taken(world: make.World) -> None:
    case = make.referral(world, "information_requested")
    address, client = reverse("answer_question", args=[case.reference]), log_in(world.sister)
    html = client.post(address, {"answer": "No.", "question": ask_again(world, case)}).content.decode()
    shown = re.findall(r'name="question" value="(\d+)"', html)
    client.post(address, {"answer": "No.", "question": shown[0]})
    assert Referral.objects.get(pk=case.pk).status == "submitted"


def test_list_form_names_the_question_it_answers(world: make.World) -> None:
    case = make.referral(world, "information_requested")
    question = Message.objects.get(referral=case, kind="question")
    html = log_in(world.sister).get(reverse("our_referrals")).content.decode()
    assert f'name="question" value="{question.pk}"' in html


def test_answer_to_a_case_nobody_asks_about_is_told(world: make.World) -> None:
    case = make.referral(world, "accepted")
    page = log_in(world.sister).post(reverse("answer_question", args=[case.reference]), {"answer": "Yes"})
    assert "It is now: accepted" in page.content.decode()


def test_answer_from_another_ward_is_not_found(world: make.World) -> None:
    case = make.referral(world, "information_requested")
    stranger = make.person(RoleCode.WARD_STAFF, world.trust, wards=[world.other_ward])
    page = log_in(stranger).post(reverse("answer_question", args=[case.reference]), {"answer": "Yes"})
    assert page.status_code == 404


def test_answer_by_the_coordinator_is_forbidden(world: make.World) -> None:
    case = make.referral(world, "information_requested")
    page = log_in(world.coordinator).post(reverse("answer_question", args=[case.reference]), {"answer": "Yes"})
    assert page.status_code == 403


def test_nudge_tells_the_coordinators_once_a_day(world: make.World) -> None:
    case = make.referral(world)
    client = log_in(world.sister)
    for _ in range(2):
        client.post(reverse("nudge", args=[case.reference]))
    assert Message.objects.filter(referral=case, kind="nudge").count() == 1
    assert row_of(world.sister, case).nudged


def test_nudge_the_next_day_is_possible_again(world: make.World) -> None:
    case = make.referral(world)
    log_in(world.sister).post(reverse("nudge", args=[case.reference]))
    assert row_of(world.sister, case, LATER + timedelta(days=1)).can_nudge


def test_nudge_by_the_coordinator_is_forbidden(world: make.World) -> None:
    case = make.referral(world)
    assert log_in(world.coordinator).post(reverse("nudge", args=[case.reference])).status_code == 403


def test_nudge_by_a_link_does_nothing(world: make.World) -> None:
    case = make.referral(world)
    assert log_in(world.sister).get(reverse("nudge", args=[case.reference])).status_code == 405
