"""What must never reach a log."""

import logging
import sys

from discharge.log import WithoutRowsFormatter


def traceback_text(message: str) -> str:
    try:
        raise ValueError(message)
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "x", 1, "failed", None, sys.exc_info())
    return WithoutRowsFormatter("%(message)s").format(record)


def test_log_of_a_database_error_leaves_the_quoted_row_out() -> None:
    text = traceback_text('violates check "patient_named"\nDETAIL:  Failing row contains (1, 9990000123, Khan).\n')
    assert "Khan" not in text


def test_log_of_a_database_error_keeps_the_constraint() -> None:
    text = traceback_text('violates check "patient_named"\nDETAIL:  Failing row contains (1, 9990000123, Khan).\n')
    assert "patient_named" in text


def test_log_of_a_row_with_line_breaks_leaves_all_of_it_out() -> None:
    assert "secret" not in traceback_text("bad\nDETAIL:  Failing row contains (1, one line\nsecret line two).\n")
