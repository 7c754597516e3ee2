"""Every part of the design on one page, as a browser draws it under the site's own Content-Security-Policy."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from playwright.sync_api import BrowserContext, Page, Route, expect

from discharge.components.gallery import example_context

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'"
SITE = {
    "person_name": "Sam Lee",
    "organisation_name": "Mansfield ASSIST",
    "role_name": "Housing coordinator",
    "is_demo": True,
    "overdue_line": "2 answers are overdue and yours",
    "nav_items": [
        {"text": "Worklist", "href": "/worklist", "count": 7, "current": True},
        {"text": "Flats", "href": "/flats"},
    ],
}


@pytest.fixture
def parts(new_context: Callable[..., BrowserContext], base_url: str) -> Callable[..., Page]:
    """`parts(width=375)`: the page of parts, its stylesheet and scripts from the site; scripts may be off."""

    def shown(*, width: int = 1280, **options: Any) -> Page:
        page = new_context(viewport={"width": width, "height": 900}, **options).new_page()
        html = render_to_string("components_gallery.html", {**SITE, **example_context()})

        def answer(route: Route) -> None:
            route.fulfill(
                body=html, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY}
            )

        page.route(f"{base_url}/parts", answer)
        page.complaints = []  # type: ignore[attr-defined]
        page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: page.complaints.append(str(error)))  # type: ignore[attr-defined]
        page.goto(f"{base_url}/parts")
        return page

    return shown


@pytest.mark.parametrize("width", [1280, 768, 375])
def test_parts_at_each_width_fit_and_axe_finds_nothing(parts: Callable[..., Page], width: int) -> None:
    page = parts(width=width)
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        "axe.run().then(result => result.violations.map(each => each.id + ': ' + each.nodes[0].html))"
    )
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.complaints == []  # type: ignore[attr-defined]


def test_choice_that_asks_more_shows_the_question_only_once_chosen(parts: Callable[..., Page]) -> None:
    page = parts()
    name = page.locator("#id_carer_name")
    expect(name).to_be_hidden()
    page.locator("#id_carer").check()
    expect(name).to_be_visible()


def test_choice_that_asks_more_without_scripts_shows_the_question(parts: Callable[..., Page]) -> None:
    expect(parts(java_script_enabled=False).locator("#id_carer_name")).to_be_visible()


def test_none_of_these_unticks_the_others(parts: Callable[..., Page]) -> None:
    page = parts()
    page.get_by_label("Key safe").first.check()
    page.get_by_label("None of these").first.check()
    expect(page.get_by_label("Key safe").first).not_to_be_checked()


def test_filters_on_a_phone_are_folded_away_and_open_at_a_press(parts: Callable[..., Page]) -> None:
    page = parts(width=375)
    apply = page.get_by_role("button", name="Apply filters")
    expect(apply).to_be_hidden()
    page.get_by_text("Filters (2 applied)").click()
    expect(apply).to_be_visible()


def test_filters_where_there_is_room_are_open(parts: Callable[..., Page]) -> None:
    expect(parts().get_by_role("button", name="Apply filters")).to_be_visible()


def test_due_time_as_minutes_pass_says_that_it_is_overdue(parts: Callable[..., Page], base_url: str) -> None:
    page = parts()
    page.clock.install()
    page.goto(f"{base_url}/parts")
    soon = page.locator(".app-due--soon time").first
    expect(soon).to_have_text("Today, 5pm")
    page.clock.fast_forward("03:00:00")
    expect(page.locator("time", has_text="Overdue by 20 minutes").first).to_be_visible()


def test_row_of_the_dense_table_with_one_line_is_41_pixels_high(parts: Callable[..., Page]) -> None:
    heights = parts().evaluate(
        "[...document.querySelectorAll('.app-table tbody tr')].map(row => row.getBoundingClientRect().height)"
    )
    assert min(heights) <= 41
