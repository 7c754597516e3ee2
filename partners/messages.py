"""How a line in somebody's list goes out of Homeward: at once, in the daily digest, or not at all. Pure.

Everybody may choose for each kind of line; a deadline of an emergency that passed is sent at once whatever was chosen,
because somebody is waiting.
"""

from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum


class How(StrEnum):
    """How lines of one kind are sent on. The value is what is stored."""

    AT_ONCE = "at_once"
    DIGEST = "digest"
    NEVER = "never"


HOW_LABELS: dict[How, str] = {
    How.AT_ONCE: "At once",
    How.DIGEST: "Once a day, together",
    How.NEVER: "Not by e-mail",
}


@dataclass(frozen=True, slots=True)
class MessageKind:
    """One kind of line: its code (`Notification.Kind`), what it is called where people choose, and the default."""

    code: str
    label: str
    usual: How


KINDS: tuple[MessageKind, ...] = (
    MessageKind("passed", "A deadline of yours has passed", How.AT_ONCE),
    MessageKind("daily", "A deadline in your team has passed and nobody is dealing with it", How.AT_ONCE),
    MessageKind("most", "Most of the time for something is gone", How.AT_ONCE),
    MessageKind("half", "Half of the time for something is gone", How.DIGEST),
    MessageKind("notice", "Something happened on a case: a referral, an answer, a job", How.DIGEST),
)

#: When the digest is put together, London time: before the working day begins.
DIGEST_AT = time(7, 30)
#: How long to wait after each try that failed. After the last one somebody is shown that the message was given up.
WAITS: tuple[timedelta, ...] = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
)


def wait_after(tries: int) -> timedelta | None:
    """How long to wait after this many failed tries; None when there is no other. Raises ValueError below one."""
    if tries < 1:
        raise ValueError("Nothing was tried yet.")
    return WAITS[tries - 1] if tries <= len(WAITS) else None
