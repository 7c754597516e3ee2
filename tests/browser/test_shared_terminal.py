"""A terminal that a whole ward shares: time runs out, people take turns, and nobody reads the last one's patient."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from partners.models import User
from referrals.models import Referral
from tests import factories as make
from tests.browser.person import PATIENCE, Person

WORDS = "Her son has the key until Friday"
MINUTE = 60_000  # milliseconds


@pytest.fixture(autouse=True)
def real_limits(settings: object) -> None:
    settings.SESSION_IDLE_MINUTES, settings.SESSION_LONGEST_HOURS = 15, 12  # type: ignore[attr-defined]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The site's time, which the test moves on."""
    with time_machine.travel(make.NOW, tick=True) as moving:
        yield moving


@pytest.fixture
def case(clock: time_machine.Traveller, world: make.World) -> Referral:
    return make.referral(world, "accepted", at=make.NOW - timedelta(days=1), family_name="Quillfeather")


def waits(person: Person, clock: time_machine.Traveller, minutes: int) -> None:
    """Nothing is done for so long, by the site's clock and by the browser's."""
    clock.shift(timedelta(minutes=minutes))
    person.page.clock.fast_forward(minutes * MINUTE)


def types_half_a_message(person: Person, case: Referral) -> None:
    person.goes_to(f"/cases/{case.reference}/messages/")
    person.page.get_by_role("textbox", name="Message").fill(WORDS)


def logs_in_here(person: Person, user: User) -> None:
    person.presses("Log in", within=person.page.locator("main"))
    person.logs_in(user)


def test_time_runs_out_and_what_was_typed_is_there_again(
    visit: Callable[..., Person], world: make.World, case: Referral, clock: time_machine.Traveller
) -> None:
    # Given somebody who typed half a message and was called away
    person = visit()
    person.page.clock.install()
    person.logs_in(world.coordinator)
    types_half_a_message(person, case)
    waits(person, clock, 13)

    # Then the page says so, in a dialog that a screen reader and a keyboard reach
    dialog = person.page.get_by_role("dialog", name="You will be logged out")
    expect(dialog).to_be_visible(timeout=PATIENCE)
    expect(dialog.get_by_role("button", name="Stay logged in")).to_be_focused()
    person.finds_nothing_wrong()

    # When they come back in time, everything is as it was
    person.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden(timeout=PATIENCE)
    expect(person.page.get_by_role("textbox", name="Message")).to_have_value(WORDS)

    # When they do not
    waits(person, clock, 13)
    expect(dialog).to_be_visible(timeout=PATIENCE)
    waits(person, clock, 3)

    # Then nothing of the case is on the screen, nor one step back
    person.sees_heading("You have been logged out")
    person.sees_not("QUILLFEATHER", WORDS)
    person.page.go_back()
    person.sees_not("QUILLFEATHER", WORDS)

    # And after logging in again the words are where they were
    person.goes_to("/session/ended/")
    logs_in_here(person, world.coordinator)
    assert person.page.url.endswith(f"/cases/{case.reference}/messages/")
    person.sees("We kept what you typed")
    expect(person.page.get_by_role("textbox", name="Message")).to_have_value(WORDS)
    person.presses("Send message")
    person.sees(WORDS)
    person.sees_not("We kept what you typed")


def test_next_person_at_the_terminal_finds_nothing_of_the_last(
    visit: Callable[..., Person], world: make.World, case: Referral, clock: time_machine.Traveller
) -> None:
    # Given half a message of the coordinator, whose time ran out
    person = visit()
    person.page.clock.install()
    person.logs_in(world.coordinator)
    types_half_a_message(person, case)
    waits(person, clock, 13)
    expect(person.page.get_by_role("dialog")).to_be_visible(timeout=PATIENCE)
    waits(person, clock, 3)
    person.sees_heading("You have been logged out")

    # When the team lead logs in there, they land on their own first page
    logs_in_here(person, world.team_lead)
    assert person.page.url.endswith("/worklist/")

    # And see nothing of what the other typed, even on that very page
    person.goes_to(f"/cases/{case.reference}/messages/")
    person.sees_not(WORDS, "We kept what you typed")


def test_back_after_logging_out_shows_no_patient(
    visit: Callable[..., Person], world: make.World, case: Referral, clock: time_machine.Traveller
) -> None:
    person = visit(world.coordinator)
    person.goes_to(f"/cases/{case.reference}/")
    expect(person.page.locator("body")).to_contain_text("QUILLFEATHER")
    person.logs_out()
    person.sees_heading("Log in")
    person.page.go_back()
    person.page.wait_for_load_state()
    person.sees_not("Quillfeather", "QUILLFEATHER")
    person.sees_heading("Log in")

    # And a ward sister who logs in now lands on her own list, not on the case
    person.logs_in(world.sister)
    assert person.page.url.endswith("/referrals/")
