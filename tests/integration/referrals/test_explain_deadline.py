import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from referrals.models import OneOffHoliday, SlaTarget

pytestmark = pytest.mark.django_db


def explained(target: str, received: str) -> dict[str, object]:
    out = StringIO()
    call_command("explain_deadline", target=target, received=received, stdout=out)
    found: dict[str, object] = json.loads(out.getvalue())
    return found


def test_explain_deadline_without_offset_takes_london_time() -> None:
    assert explained("emergency", "2026-03-28T12:00")["due_at"] == {
        "utc": "2026-03-29T12:00:00+00:00",
        "london": "2026-03-29T13:00:00+01:00",
    }


def test_explain_deadline_has_exactly_the_keys_promised() -> None:
    assert set(explained("urgent", "2026-12-24T12:00")) == {
        "target",
        "received_at",
        "day_zero",
        "due_at",
        "holidays",
        "rule",
    }


def test_explain_deadline_counts_a_one_off_holiday_by_its_name() -> None:
    OneOffHoliday.objects.create(on=date(2026, 11, 25), name="Royal wedding")
    assert explained("urgent", "2026-11-23T12:00")["holidays"] == [{"date": "2026-11-25", "name": "Royal wedding"}]


def test_explain_deadline_uses_the_target_in_the_table() -> None:
    SlaTarget.objects.create(name="urgent", unit="working_days", amount=1, valid_from=date(2026, 1, 1))
    due = explained("urgent", "2026-11-23T12:00")["due_at"]
    assert due == {"utc": "2026-11-24T17:00:00+00:00", "london": "2026-11-24T17:00:00+00:00"}


@pytest.mark.parametrize(
    ("target", "received", "message"),
    [
        ("soon", "2026-11-23T12:00", "There is no target 'soon'"),
        ("urgent", "2026-11-23", "is not a date and time"),
        ("urgent", "yesterday evening", "is not a date and time"),
        ("urgent", "2026-10-25T01:30", "came twice in London"),
        ("urgent", "2026-03-29T01:30", "did not exist in London"),
        ("urgent", "2028-12-29T12:00", "Bank holidays are known from 2012 to 2028"),
    ],
)
def test_explain_deadline_that_cannot_be_answered_says_why(target: str, received: str, message: str) -> None:
    with pytest.raises(CommandError, match=message):
        explained(target, received)


def test_explain_deadline_of_an_unknown_scheme_says_so() -> None:
    with pytest.raises(CommandError, match="There is no scheme 'nowhere'"):
        call_command("explain_deadline", target="urgent", received="2026-11-23T12:00", scheme="nowhere")
