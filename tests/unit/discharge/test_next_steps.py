"""What a case needs next, from where it stands."""

import pytest

from discharge.next_actions import Progress, main_event
from discharge.next_steps import Standing, clock_words, next_step, pause_words
from referrals.lifecycle import Event, Status

EVERYTHING = set(Event)


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (Standing(Status.SUBMITTED, "answer", "Answer to the ward (urgent)"), "Accept or decline"),
        (Standing(Status.INFORMATION_REQUESTED), "Wait for the ward’s answer"),
        (Standing(Status.ACCEPTED), "Assess the home"),
        (Standing(Status.ACCEPTED, has_assessment=True), "Plan the work"),
        (Standing(Status.ACCEPTED, "work", "Key safe", has_work=True, blocking=1), "Key safe"),
        (Standing(Status.ACCEPTED, has_work=True, blocking=1), "Get the work done"),
        (Standing(Status.ACCEPTED, has_work=True), "Record discharge"),
        (Standing(Status.ACCEPTED, "support_plan", "Support plan, Flat 1"), "Write the support plan"),
        (Standing(Status.ACCEPTED, "review", "Team review, Flat 1"), "Hold the team review"),
        (Standing(Status.ACCEPTED, "benefit_claim", "Housing benefit claim, Flat 1"), "Send the housing benefit claim"),
        (Standing(Status.DISCHARGED, "follow_up", "Call after 48 hours"), "Call after 48 hours"),
        (Standing(Status.DISCHARGED), "Close with outcome"),
        (Standing(Status.DECLINED), "Declined"),
    ],
)
def test_next_step_from_where_the_case_stands_says_the_one_thing(case: Standing, words: str) -> None:
    assert next_step(case) == words


def test_clock_words_of_a_council_say_whom_to_ask() -> None:
    assert clock_words("council", "Decision on the grant") == "Ask the council: decision on the grant"


def test_next_step_before_discharge_is_not_to_wait_for_a_council() -> None:
    case = Standing(Status.ACCEPTED, clock_kind="council", clock_label="Decision on the grant", has_work=True)
    assert next_step(case) == "Record discharge"


def test_pause_words_stand_in_the_middle_of_a_sentence() -> None:
    assert pause_words("information") == "waiting for the ward's answer"


@pytest.mark.parametrize(
    ("status", "progress", "event"),
    [
        (Status.SUBMITTED, Progress(), Event.ACCEPT),
        (Status.INFORMATION_REQUESTED, Progress(), Event.ANSWER),
        (Status.ACCEPTED, Progress(), Event.ASSESS_HOME),
        (Status.ACCEPTED, Progress(has_assessment=True), Event.PLAN_WORK),
        (Status.ACCEPTED, Progress(has_work=True), Event.RECORD_DISCHARGE),
        (Status.DISCHARGED, Progress(follow_ups_due=5), Event.RECORD_FOLLOW_UP),
        (Status.DISCHARGED, Progress(), Event.CLOSE),
        (Status.CLOSED, Progress(), None),
    ],
)
def test_main_event_with_every_right_is_the_next_one(status: Status, progress: Progress, event: Event | None) -> None:
    assert main_event(status, progress, EVERYTHING) == event


@pytest.mark.parametrize("status", list(Status))
def test_main_event_without_a_right_is_none(status: Status) -> None:
    assert main_event(status, Progress(), set()) is None
