"""Somebody at a browser: what they do there, in the words on the screen."""

from __future__ import annotations

import os
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect

from partners.models import User
from tests.factories.partners import PASSWORD
from tests.integration.embedded import SOURCE

PATIENCE = 20_000  # milliseconds; a busy machine is no fault of the page
PICTURES = SOURCE / "test-results"
# The header moves its links in an animation frame after a resize, which may set off another.
SETTLED = """async () => {
  for (let frame = 0; frame < 4; frame++) await new Promise(requestAnimationFrame);
  await Promise.allSettled(document.getAnimations().map(animation => animation.finished));
}"""
NARROW = 375


@cache
def axe_source() -> str:
    """The accessibility checker, from our npm packages."""
    return (SOURCE / "node_modules" / "axe-core" / "axe.min.js").read_text()


class Person:
    """One person at one browser. Nothing is done but through the pages."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.context = context
        self.site = site
        self.complaints: list[str] = []
        context.set_default_timeout(PATIENCE)
        context.on("console", self._hear)
        context.on(
            "weberror", lambda error: self.complaints.append(f"{error.page.url if error.page else ''}: {error.error}")
        )
        self.page: Page = context.new_page()

    def _hear(self, message: Any) -> None:
        if message.type == "error":
            self.complaints.append(f"{message.page.url if message.page else ''}: {message.text}")

    # Coming and going

    def logs_in(self, user: User) -> None:
        self.goes_to("/accounts/login/")
        self.page.get_by_label("Email address").fill(user.email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.presses("Log in")
        expect(self.page.get_by_role("button", name="Log out")).to_have_count(1)

    def logs_out(self) -> None:
        self.opens_menu()
        self.presses("Log out")

    def goes_to(self, path: str) -> None:
        answer = self.page.goto(self.site + path)
        assert answer is not None
        assert answer.status == 200, f"{path} answered {answer.status}"

    def follows(self, link: str, *, within: Locator | None = None, exact: bool = False) -> None:
        """Click the link with these words."""
        (within or self.page).get_by_role("link", name=link, exact=exact).click()

    def presses(self, button: str, *, within: Locator | None = None) -> None:
        """Press the button with these words, be it a button or a link that looks like one."""
        place = within or self.page
        place.get_by_role("button", name=button).or_(place.get_by_role("link", name=button)).first.click()

    # Answering

    def writes(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)

    def picks(self, label: str, option: str) -> None:
        """Choose from a list."""
        self.page.get_by_label(label).select_option(label=option)

    def chooses(self, answer: str, *, of: str | None = None) -> None:
        """Choose a radio by its words; `of` names the question where several offer the same answer."""
        place: Page | Locator = self.question(of) if of else self.page
        place.get_by_role("radio", name=answer, exact=True).check()

    def ticks(self, answer: str) -> None:
        self.page.get_by_role("checkbox", name=answer, exact=True).check()

    def dates(self, question: str, day: date) -> None:
        """Fill the three boxes of a date."""
        boxes = self.question(question)
        for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            boxes.get_by_label(label, exact=True).fill(str(value))

    def question(self, legend: str) -> Locator:
        return self.page.get_by_role("group", name=legend)

    def unfolds(self, summary: str) -> None:
        """Open a part of the page that is folded away."""
        self.page.locator("summary").filter(has_text=summary).click()

    # Seeing

    def sees(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text, timeout=PATIENCE)

    def sees_not(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(text)

    def sees_heading(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading, timeout=PATIENCE)

    def sees_notice(self, text: str) -> None:
        """The banner that says what was done."""
        expect(self.page.locator(".nhsuk-notification-banner")).to_contain_text(text, timeout=PATIENCE)

    def row(self, text: str) -> Locator:
        """The one line of a table that holds these words."""
        return self.page.get_by_role("row").filter(has_text=text)

    def is_refused(self, path: str) -> int:
        """The status of an address, asked for with this person's log-in but outside the page."""
        return self.context.request.get(self.site + path).status

    # Looking closely

    def finds_nothing_wrong(self) -> None:
        """One h1, a title, nothing found by axe, no sideways scrolling, at both widths."""
        problems = self.problems()
        assert not problems, "\n".join(problems)

    def problems(self) -> list[str]:
        """What is wrong with the page as it stands, wide and at 375 pixels."""
        page, found = self.page, []
        page.wait_for_load_state()  # a click has not waited for the page it leads to
        if not page.title().removesuffix("– Homeward").strip():
            found.append("the title is empty")
        if (count := page.locator("h1").count()) != 1:
            found.append(f"{count} main headings")
        before = page.viewport_size
        for width in (1280, NARROW):
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate(SETTLED)
            found += [f"at {width}: {problem}" for problem in self._axe()]
            across = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if across > 0:
                found.append(f"at {width}: {across} pixels too wide")
            self._take_picture(width)
        if before is not None:
            page.set_viewport_size(before)
        return [f"{page.url}: {problem}" for problem in found]

    def _axe(self) -> list[str]:
        # Evaluated, not added as a script: the page keeps its Content-Security-Policy.
        if not self.page.evaluate("typeof window.axe === 'object'"):
            self.page.evaluate(axe_source())
        # Style sheets are read anew only for a rule that is off unless asked for: a tenth of the time.
        options = "{resultTypes: ['violations'], preload: {assets: ['media']}}"
        found = self.page.evaluate(f"axe.run({options}).then(found => found.violations)")
        return [
            f"{rule['id']} ({rule['help']}): {node['html'][:200]} {node['failureSummary'][:300]}"
            for rule in found
            for node in rule["nodes"][:3]
        ]

    def _take_picture(self, width: int) -> None:
        """Keep a picture in test-results/ when HOMEWARD_PICTURES is set, to look at."""
        if os.environ.get("HOMEWARD_PICTURES"):
            name = re.sub(r"[^a-z0-9]+", "-", self.page.url.removeprefix(self.site).lower()).strip("-") or "start"
            PICTURES.mkdir(exist_ok=True)
            self.page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)

    def opens_menu(self) -> None:
        """On a narrow screen the pages are behind a button."""
        menu = self.page.get_by_role("button", name="Menu")
        if menu.is_visible():
            menu.click()
