"""How long a session lasts: pure arithmetic."""

from datetime import timedelta

import pytest

from partners.session_limits import Ended, Limits, ends_at, limit_passed
from tests import factories as make

LIMITS = Limits(idle=timedelta(minutes=15), absolute=timedelta(hours=12))
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


def passed(*, signed_in: timedelta, last_act: timedelta, signed_out: timedelta | None = None) -> Ended | None:
    """The verdict now, with each moment given as how long ago it was."""
    return limit_passed(
        signed_in_at=make.NOW - signed_in,
        last_act_at=make.NOW - last_act,
        signed_out_at=None if signed_out is None else make.NOW - signed_out,
        now=make.NOW,
        limits=LIMITS,
    )


@pytest.mark.parametrize(
    ("signed_in", "last_act", "verdict"),
    [
        (timedelta(0), timedelta(0), None),
        (60 * MINUTE, 15 * MINUTE - SECOND, None),
        (60 * MINUTE, 15 * MINUTE, Ended.IDLE),
        (12 * 60 * MINUTE - SECOND, MINUTE, None),
        (12 * 60 * MINUTE, SECOND, Ended.ABSOLUTE),
        (13 * 60 * MINUTE, 20 * MINUTE, Ended.ABSOLUTE),
    ],
)
def test_session_lasts_to_the_second_of_each_limit(
    signed_in: timedelta, last_act: timedelta, verdict: Ended | None
) -> None:
    assert passed(signed_in=signed_in, last_act=last_act) == verdict


@pytest.mark.parametrize(("ago", "verdict"), [(5, None), (10, Ended.SIGNED_OUT), (0, Ended.SIGNED_OUT)])
def test_session_begun_before_logging_out_everywhere_is_over(ago: int, verdict: Ended | None) -> None:
    """Logged in 5 or more minutes ago; logged out everywhere 5 minutes ago."""
    begun = 4 * MINUTE if verdict is None else (ago or 5) * MINUTE
    assert passed(signed_in=begun, last_act=MINUTE, signed_out=5 * MINUTE) == verdict


def test_session_without_times_is_over() -> None:
    verdict = limit_passed(signed_in_at=None, last_act_at=None, signed_out_at=None, now=make.NOW, limits=LIMITS)
    assert verdict == Ended.UNKNOWN


def test_last_act_ahead_of_the_clock_is_no_reason_to_end() -> None:
    assert passed(signed_in=MINUTE, last_act=-MINUTE) is None


@pytest.mark.parametrize(("signed_in", "end"), [(MINUTE, 15 * MINUTE), (715 * MINUTE, 5 * MINUTE)])
def test_end_is_the_nearer_of_both_limits(signed_in: timedelta, end: timedelta) -> None:
    assert ends_at(signed_in_at=make.NOW - signed_in, last_act_at=make.NOW, limits=LIMITS) == make.NOW + end
