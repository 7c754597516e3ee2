"""In CI a test that did not run for want of a browser or of PgBouncer has not passed."""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import Any

import pytest

NEEDED = ("browser", "pgbouncer")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and any(map(item.get_closest_marker, NEEDED)):
        reason: Any = report.longrepr
        report.outcome = "failed"
        report.longrepr = f"Skipped, which CI does not allow: {reason[2] if isinstance(reason, tuple) else reason}"
    return report
