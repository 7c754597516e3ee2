"""Every page that shows a record says so in the read log, under a code with words; a notice reaches those alone who
may know of the case.
"""

import re
from pathlib import Path

import pytest

from discharge.case_page import SECTIONS
from partners.looks import PAGE_WORDS
from tests.repository.test_house import SOURCES, name_of

_CODES = re.compile(r"""(?:\bpage=|_load\(request, reference, |_(?:work|stay|rehousing)\(request, pk, )"([a-z_-]+)\"""")
DOORS = [path for path in SOURCES if {"views", "api"} & set(path.parts)]


@pytest.mark.parametrize("path", DOORS, ids=name_of)
def test_page_in_the_read_log_has_words(path: Path) -> None:
    assert set(_CODES.findall(path.read_text())) <= set(PAGE_WORDS)


def test_notices_about_cases_go_through_one_place() -> None:
    users = {name_of(path) for path in SOURCES if "from partners.notify import notify" in path.read_text()}
    # An emergency is told to those who review it, who need not see the case, and so is a restricted case that nobody
    # can work on; a hand-over says only how many cases; that a copy is ready, to whoever asked for it; that a draft,
    # which nobody can restrict, is about to go, to its ward.
    assert {each for each in users if not each.startswith("partners/")} <= {
        "referrals/actions/team.py",
        "referrals/actions/break_glass.py",
        "referrals/actions/leaving.py",
        "referrals/actions/officers.py",
        "referrals/actions/old_drafts.py",
        "discharge/actions/exports.py",
    }


def test_looks_are_written_in_one_place() -> None:
    writers = {name_of(path) for path in SOURCES if re.search(r"record_views?\(", path.read_text())}
    # A copy taken away is a look at cases that are in it, by somebody who need not see them otherwise.
    assert writers == {"partners/audit.py", "referrals/views/looking.py", "discharge/actions/exports.py"}


def test_case_sections_have_words() -> None:
    assert {f"case_{section.name}" for section in SECTIONS} <= set(PAGE_WORDS)
