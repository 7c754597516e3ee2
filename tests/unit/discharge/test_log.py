"""What must never reach a log."""

import json
import logging
import sys
from datetime import UTC, datetime

from discharge.log import JsonLinesFormatter, WithoutRowsFormatter

QUOTES = 'violates check "patient_named"\nDETAIL:  Failing row contains (1, 9990000123, Khan).\n'


def traceback_text(message: str, formatter: logging.Formatter | None = None) -> str:
    try:
        raise ValueError(message)
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "x", 1, "failed", None, sys.exc_info())
    return (formatter or WithoutRowsFormatter("%(message)s")).format(record)


def test_log_of_a_database_error_leaves_the_quoted_row_out() -> None:
    text = traceback_text('violates check "patient_named"\nDETAIL:  Failing row contains (1, 9990000123, Khan).\n')
    assert "Khan" not in text


def test_log_of_a_database_error_keeps_the_constraint() -> None:
    text = traceback_text('violates check "patient_named"\nDETAIL:  Failing row contains (1, 9990000123, Khan).\n')
    assert "patient_named" in text


def test_log_of_a_row_with_line_breaks_leaves_all_of_it_out() -> None:
    assert "secret" not in traceback_text("bad\nDETAIL:  Failing row contains (1, one line\nsecret line two).\n")


def line_of(message: str, *, formatter: logging.Formatter) -> str:
    record = logging.LogRecord("partners", logging.WARNING, "x", 1, message, None, None)
    record.created = datetime(2026, 7, 1, 9, 30, tzinfo=UTC).timestamp()
    return formatter.format(record)


def test_time_of_a_line_is_utc_and_says_so() -> None:
    plain = WithoutRowsFormatter("{asctime} {message}", style="{")
    assert line_of("x", formatter=plain) == "2026-07-01T09:30:00.000+00:00 x"


def test_json_line_says_when_how_bad_where_and_what() -> None:
    assert json.loads(line_of("done", formatter=JsonLinesFormatter())) == {
        "time": "2026-07-01T09:30:00.000+00:00",
        "level": "WARNING",
        "logger": "partners",
        "message": "done",
    }


def test_json_line_with_line_breaks_stays_one_line() -> None:
    line = line_of('first\nWARNING forged "x"', formatter=JsonLinesFormatter())
    assert "\n" not in line
    assert json.loads(line)["message"] == 'first\nWARNING forged "x"'


def test_json_line_of_a_fault_leaves_the_quoted_row_out() -> None:
    said = json.loads(traceback_text(QUOTES, JsonLinesFormatter()))
    assert "patient_named" in said["fault"]
    assert "Khan" not in said["fault"]
