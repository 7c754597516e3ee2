"""The table itself."""

from hypothesis import given
from hypothesis import strategies as st

from referrals.lifecycle import BY_EVENT, ENDED, OPEN, TRANSITIONS, Event, Status, is_possible, possible_events


@given(st.sampled_from(Event), st.sampled_from(Status))
def test_possible_events_and_is_possible_agree(event: Event, status: Status) -> None:
    assert (event in possible_events(status)) is is_possible(event, status)


def test_ended_cases_allow_nothing_but_to_withdraw_sharing() -> None:
    assert {event for status in ENDED for event in possible_events(status)} == {
        Event.WITHDRAW_SHARING,
        Event.END_VIEWER,
    }


def test_open_and_ended_and_draft_are_all_there_is() -> None:
    assert OPEN | ENDED | {Status.DRAFT} == set(Status)


def test_open_and_ended_share_nothing() -> None:
    assert not OPEN & ENDED


def test_only_a_draft_can_be_submitted() -> None:
    assert BY_EVENT[Event.SUBMIT].sources == {Status.DRAFT}


def test_asking_pauses_only_before_the_decision() -> None:
    assert BY_EVENT[Event.ASK].sources == {Status.SUBMITTED}


def test_discharged_case_cannot_be_withdrawn() -> None:
    assert not is_possible(Event.WITHDRAW, Status.DISCHARGED)


def test_every_row_has_words_for_its_button() -> None:
    assert all(row.button and row.past for row in TRANSITIONS)


def test_every_open_status_leads_to_an_end() -> None:
    reachable = {status: {row.target for row in TRANSITIONS if status in row.sources} for status in OPEN}
    assert all(any(target in ENDED or target in OPEN - {status} for target in reachable[status]) for status in OPEN)
