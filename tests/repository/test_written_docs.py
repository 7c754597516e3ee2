"""The pages of documentation that come from the code are those the code would write now."""

from pathlib import Path

import pytest

from discharge.written_docs import PAGES

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", PAGES)
def test_page_in_the_repository_is_what_the_code_writes(name: str) -> None:
    written = (ROOT / name).read_text(encoding="utf-8")
    assert written == PAGES[name](), "Run `python manage.py write_docs` and commit the change."
