"""The buttons of a case: what the lifecycle and the person's rights allow, the main one first, and why others wait."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from partners.models import User
from referrals import access
from referrals.lifecycle import BY_EVENT, ENDED, STATUS_LABELS, TRANSITIONS, Event, Status
from referrals.models import Referral

# The page on which each event is done. Sending a draft is missing: it has pages of its own.
PAGES: dict[Event, str] = {
    Event.ACCEPT: "accept_referral",
    Event.ASK: "ask_ward",
    Event.ANSWER: "answer_question",
    Event.DECLINE: "decline_referral",
    Event.WITHDRAW: "withdraw_referral",
    Event.ASSIGN: "assign_case",
    Event.RECORD_READINESS: "record_readiness",
    Event.SEND_MESSAGE: "send_message",
    Event.ASSESS_HOME: "assess_home",
    Event.PLAN_WORK: "plan_work",
    Event.BOOK_FLAT: "book_flat",
    Event.START_REHOUSING: "start_rehousing",
    Event.RECORD_DISCHARGE: "record_discharge",
    Event.CLOSE: "close_case",
}
# Answered in place, in a section of the case. Files are added in theirs, without a button on top.
SECTIONS: dict[Event, str] = {Event.RECORD_FOLLOW_UP: "follow-ups"}
# Beside the main button; the rest stands under "More".
_SECOND: dict[Status, tuple[Event, ...]] = {
    Status.SUBMITTED: (Event.ASK, Event.DECLINE, Event.SEND_MESSAGE),
    Status.INFORMATION_REQUESTED: (Event.ACCEPT, Event.DECLINE, Event.SEND_MESSAGE, Event.RECORD_READINESS),
    Status.ACCEPTED: (Event.PLAN_WORK, Event.BOOK_FLAT, Event.RECORD_DISCHARGE, Event.SEND_MESSAGE),
    Status.DISCHARGED: (Event.RECORD_FOLLOW_UP, Event.PLAN_WORK, Event.CLOSE, Event.SEND_MESSAGE),
}


@dataclass(frozen=True)
class Progress:
    """How far the work on a case has come: it decides which button is the main one."""

    has_assessment: bool = False
    has_work: bool = False
    blocking: int = 0
    follow_ups_due: int = 0


@dataclass(frozen=True)
class Button:
    """One thing the person can do next, and where."""

    event: Event
    text: str
    url: str


@dataclass(frozen=True)
class NextActions:
    """The main button (None: nothing stands out), those beside it, those under "More", and what waits, with why."""

    main: Button | None
    second: list[Button]
    more: list[Button]
    waiting: list[tuple[str, str]]


def next_actions(user: User, referral: Referral, progress: Progress) -> NextActions:
    """The buttons for this person on this case now."""
    allowed = {event: _button(event, referral) for event in access.allowed_events(user, referral)}
    buttons = {event: button for event, button in allowed.items() if button is not None}
    status = Status(referral.status)
    first = main_event(status, progress, set(buttons))
    second = [buttons[event] for event in _SECOND.get(status, ()) if event in buttons and event != first]
    shown = {first, *(button.event for button in second)}
    more = [button for event, button in buttons.items() if event not in shown]
    if len(second) + len(more) <= 4:
        second, more = [*second, *more], []
    waiting = _waiting(user, referral, status) if buttons else []
    return NextActions(buttons.get(first) if first else None, second, more, waiting)


def main_event(status: Status, progress: Progress, allowed: set[Event]) -> Event | None:
    """The one thing this case needs next, when this person may do it."""
    if status in (Status.SUBMITTED, Status.INFORMATION_REQUESTED):
        wanted = Event.ACCEPT if status is Status.SUBMITTED else Event.ANSWER
    elif status is Status.ACCEPTED:
        if not progress.has_assessment and not progress.has_work:
            wanted = Event.ASSESS_HOME
        elif not progress.has_work:
            wanted = Event.PLAN_WORK
        else:
            wanted = Event.PLAN_WORK if progress.blocking else Event.RECORD_DISCHARGE
    elif status is Status.DISCHARGED:
        wanted = Event.RECORD_FOLLOW_UP if progress.follow_ups_due else Event.CLOSE
    else:
        return None
    return wanted if wanted in allowed else None


def _button(event: Event, referral: Referral) -> Button | None:
    text = BY_EVENT[event].button
    if event in SECTIONS:
        return Button(event, text, reverse("case_section", args=[referral.reference, SECTIONS[event]]))
    if event not in PAGES:
        return None
    try:
        return Button(event, text, reverse(PAGES[event], args=[referral.reference]))
    except NoReverseMatch:
        return None


def _waiting(user: User, referral: Referral, status: Status) -> list[tuple[str, str]]:
    """What this person may do later in the life of the case, and when: a button that is missing says why."""
    later = []
    for row in TRANSITIONS:
        if (
            status in row.sources
            or row.event not in {*PAGES, *SECTIONS}
            or not access.has_right(user, row.event, referral)
        ):
            continue
        to_come = [each for each in Status if each in row.sources and _comes_after(each, status)]
        if to_come and status not in ENDED:
            later.append((row.button, f"when the case is: {STATUS_LABELS[to_come[0]].lower()}"))
    return later


def _comes_after(later: Status, now: Status) -> bool:
    order = [Status.DRAFT, Status.SUBMITTED, Status.INFORMATION_REQUESTED, Status.ACCEPTED, Status.DISCHARGED]
    return later in order and now in order and order.index(later) > order.index(now)
