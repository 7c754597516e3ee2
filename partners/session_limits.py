"""How long somebody stays logged in. Pure: the time now is passed in; all times are UTC.

15 minutes without an act, and 12 hours in all (a shift), are what NHS CIS2 asks of services; ASVS 5.0 7.3.1 and 7.3.2
want both limits. Whoever was logged out everywhere at a moment is out of every session begun before it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Ended(StrEnum):
    """Why a session is over."""

    IDLE = "idle"
    ABSOLUTE = "absolute"
    SIGNED_OUT = "signed_out"
    # Begun by something that wrote no times: better over than endless.
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Limits:
    """`idle`: since the last act. `absolute`: since logging in."""

    idle: timedelta
    absolute: timedelta

    @property
    def warn(self) -> timedelta:
        """How long before the end the page says so: 2 minutes, sooner where all is shorter."""
        return min(timedelta(minutes=2), self.idle / 5)

    @property
    def mark_every(self) -> timedelta:
        """How old the record of the last act may grow before it is written anew: 15 seconds for 15 minutes."""
        return self.idle / 60


def ends_at(*, signed_in_at: datetime, last_act_at: datetime, limits: Limits) -> datetime:
    """When the session is over if nothing more is done."""
    return min(last_act_at + limits.idle, signed_in_at + limits.absolute)


def limit_passed(
    *,
    signed_in_at: datetime | None,
    last_act_at: datetime | None,
    signed_out_at: datetime | None,
    now: datetime,
    limits: Limits,
) -> Ended | None:
    """Which limit a session has passed, or None while it lives. At the very moment of a limit it is over."""
    if signed_in_at is None or last_act_at is None:
        return Ended.UNKNOWN
    if signed_out_at is not None and signed_in_at <= signed_out_at:
        return Ended.SIGNED_OUT
    if now >= signed_in_at + limits.absolute:
        return Ended.ABSOLUTE
    if now >= last_act_at + limits.idle:
        return Ended.IDLE
    return None
