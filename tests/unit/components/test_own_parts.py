"""Our own parts say what they mean in words, not by colour alone."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template.loader import render_to_string

from discharge.components import render
from discharge.components.gallery import example_context
from tests.unit.components.nhs_examples import tokens

NOW = datetime(2026, 11, 21, 14, 20, tzinfo=UTC)


def words_of(html: str) -> str:
    return " ".join(
        token.removeprefix("“") for token in tokens(html) if isinstance(token, str) and token.startswith("“")
    )


@pytest.mark.parametrize(
    ("options", "said", "state"),
    [
        ({"due": NOW - timedelta(hours=2)}, "Overdue by 2 hours", "overdue"),
        ({"due": NOW + timedelta(hours=2)}, "Today, 4.20pm", "soon"),
        ({"due": NOW + timedelta(days=4)}, "25 Nov, 2.20pm", "due"),
        ({"due": NOW - timedelta(hours=2), "paused": "ward asked"}, "Paused: ward asked", "paused"),
        ({"due": NOW, "done_at": NOW - timedelta(hours=1)}, "Met on time", "met"),
        ({"due": NOW, "done_at": NOW + timedelta(hours=1)}, "Late by 1 hour", "late"),
        ({"due": None}, "No date", "none"),
    ],
)
def test_due_time_in_each_state_says_so_in_words(options: dict[str, Any], said: str, state: str) -> None:
    html = render("due_time", now=NOW, **options)
    assert words_of(html) == said
    assert f"app-due--{state}" in html


def test_due_time_gives_machines_the_time_in_london() -> None:
    assert 'datetime="2026-07-01T17:00+01:00"' in render(
        "due_time", due=datetime(2026, 7, 1, 16, 0, tzinfo=UTC), now=NOW
    )


def test_identity_bar_shows_who_the_page_is_about() -> None:
    html = render(
        "identity_bar", name="SMITH, Ada", born=date(1944, 3, 12), today=NOW, nhs_number="9991234567", flags=["Falls"]
    )
    assert words_of(html) == "SMITH, Ada Born 12 March 1944 (82) NHS number 999 123 4567 Falls"


def test_section_navigation_marks_one_item_as_current() -> None:
    html = render(
        "section_navigation", items=[{"text": "A", "href": "/a", "current": True}, {"text": "B", "href": "/b"}]
    )
    assert html.count("aria-current") == 1


def test_section_navigation_shows_a_count_of_nought() -> None:
    html = render("section_navigation", items=[{"text": "A", "href": "/a", "count": 0, "count_label": "unread"}])
    assert words_of(html) == "A 0 unread"


@pytest.mark.parametrize(("level", "said"), [("green", "● On time"), ("amber", "▲ Due soon"), ("red", "■ Overdue")])
def test_traffic_light_has_a_sign_and_a_word(level: str, said: str) -> None:
    assert words_of(render("traffic_light", level=level)) == said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"page": Paginator(range(143), 25).page(3)}, "Showing 51 to 75 of 143 cases"),
        ({"page": Paginator(range(3), 25).page(1)}, "Showing all 3 cases"),
        ({"page": Paginator([], 25).page(1)}, "No cases"),
        ({"total": 1}, "Showing 1 case"),
        ({"total": 0, "noun": "person", "nouns": "people"}, "No people"),
        ({"total": 2, "limits": "limited by 1 filter"}, "Showing all 2 cases, limited by 1 filter"),
    ],
)
def test_result_count_says_which_of_how_many(options: dict[str, Any], said: str) -> None:
    assert words_of(render("result_count", **options)) == said


def test_pagination_of_a_page_keeps_the_filters() -> None:
    html = render("pagination", page=Paginator(range(143), 25).page(3), query=QueryDict("ward=14&page=3"))
    assert 'href="?ward=14&amp;page=4"' in html


def test_activity_log_groups_by_day_in_london() -> None:
    items = [{"at": NOW, "heading": "B"}, {"at": NOW - timedelta(days=1), "heading": "A", "by": "Sam Lee"}]
    said = words_of(render("activity_log", items=items, now=NOW))
    assert said == "Today, 21 November 2026 B 2.20pm Yesterday, 20 November 2026 A Sam Lee, 2.20pm"


def test_message_thread_escapes_what_was_written() -> None:
    assert "&lt;b&gt;" in render("message_thread", items=[{"sender": "A", "at": NOW, "text": "<b>"}])


def test_gallery_shows_every_part_without_touching_what_is_missing() -> None:
    assert "Parts of a page" in render_to_string("components_gallery.html", example_context())


@pytest.mark.parametrize("page", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_error_page_without_any_context_still_shows(page: str) -> None:
    assert "<h1" in render_to_string(page, {})


@pytest.mark.parametrize("layout", ["base", "list_page", "case_page", "print", "signed_out"])
def test_layout_without_any_context_still_shows(layout: str) -> None:
    assert "<main" in render_to_string(f"layouts/{layout}.html", {})


def test_pages_have_no_inline_script_style_or_handler() -> None:
    html = render_to_string("components_gallery.html", example_context())
    attributes = [name for token in tokens(html) if isinstance(token, tuple) for name, _ in token[1]]
    assert not [name for name in attributes if name == "style" or name.startswith("on")]
    assert "<style" not in html
    assert all(("src=" in piece.split(">")[0]) for piece in html.split("<script")[1:])
