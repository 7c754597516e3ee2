"""How long to wait after a try that failed, and what is usual."""

from datetime import timedelta

import pytest

from partners.messages import KINDS, WAITS, How, wait_after
from partners.models import Notification


def test_first_failed_try_is_repeated_within_a_minute() -> None:
    assert wait_after(1) == timedelta(minutes=1)


def test_waits_grow() -> None:
    assert list(WAITS) == sorted(set(WAITS))


def test_last_failed_try_is_not_repeated() -> None:
    assert wait_after(len(WAITS) + 1) is None


def test_wait_before_any_try_is_refused() -> None:
    with pytest.raises(ValueError, match="Nothing was tried"):
        wait_after(0)


def test_every_kind_of_line_has_its_usual_way() -> None:
    assert {kind.code for kind in KINDS} == set(Notification.Kind.values)


def test_deadline_that_passed_goes_at_once_usually() -> None:
    assert {kind.usual for kind in KINDS if kind.code in {"passed", "daily"}} == {How.AT_ONCE}
