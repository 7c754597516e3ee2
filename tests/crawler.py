"""A visitor who opens every page that links lead to, and notes every form on the way: the pages, the API, the files."""

import html
import logging
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from django.test import Client

#: Nothing of a case is behind these, or going there would end the visit.
NOT_FOLLOWED = ("/static/", "/accounts/logout", "/admin/")
#: A list with filters and pages has endless addresses, and a list of people as many pages: so many of one kind are
#: enough. What differs in a number, a reference or a search alone is one kind.
VARIANTS = 5
_JSON_ADDRESS = re.compile(r'"https?://testserver(/[^"]*)"')


@dataclass(frozen=True)
class Form:
    """A form as it stands on a page: where it goes, how, and its fields as they are filled in."""

    method: str
    action: str
    fields: tuple[tuple[str, str], ...]
    #: The names of boxes into which anything can be typed.
    typed: tuple[str, ...]
    #: What can be chosen: name and value of each.
    options: tuple[tuple[str, str], ...] = ()

    @property
    def data(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, value in self.fields:
            found.setdefault(name, []).append(value)
        return found


@dataclass(frozen=True)
class Answer:
    """What came back: the status, and the text of a page with its entities resolved, attributes and all."""

    status: int
    text: str


@dataclass
class Visit:
    """Everything one visitor found: the answers by address, and the forms that change something."""

    answers: dict[str, Answer] = field(default_factory=dict)
    forms: set[Form] = field(default_factory=set)
    searches: set[Form] = field(default_factory=set)

    @property
    def opened(self) -> dict[str, str]:
        """The text of each page that opened."""
        return {address: answer.text for address, answer in self.answers.items() if answer.status == 200}


class _Page(HTMLParser):
    """Collects the addresses and forms of one page."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.links, self.forms = address, [], []
        self._fields: list[tuple[str, str]] = []
        self._typed: list[str] = []
        self._options: list[tuple[str, str]] = []
        self._form: tuple[str, str] | None = None
        self._select = ""
        self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        for name in ("href", "hx-get", "src"):
            if given.get(name) and tag not in ("script", "link"):
                self.links.append(urljoin(self.address, given[name]))
        if tag == "form":
            self._form = (given.get("method", "get").lower(), urljoin(self.address, given.get("action", "")))
            self._fields, self._typed, self._options = [], [], []
        elif self._form and given.get("name") and given["name"] != "csrfmiddlewaretoken":
            self._field(tag, given)
        elif self._form and tag == "option" and self._select:
            self._options.append((self._select, given.get("value", "")))
            if "selected" in given:
                self._fields.append(self._options[-1])

    def _field(self, tag: str, given: Mapping[str, str]) -> None:
        name, kind = given["name"], given.get("type", "text")
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self._textarea = name
            self._typed.append(name)
        elif tag == "button" or kind == "submit":
            self._fields.append((name, given.get("value", "")))
        elif kind in ("checkbox", "radio"):
            self._options.append((name, given.get("value", "on")))
            if "checked" in given:
                self._fields.append((name, given.get("value", "on")))
        elif tag == "input" and kind != "file":
            self._fields.append((name, given.get("value", "")))
            if kind in ("text", "search", "tel", "email"):
                self._typed.append(name)

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._fields.append((self._textarea, data))
            self._textarea = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""
        elif tag == "form" and self._form:
            method, action = self._form
            self.forms.append(
                Form(method, _path(action), tuple(self._fields), tuple(self._typed), tuple(self._options))
            )
            self._form = None


def _path(address: str) -> str:
    """The address on this site, without the mark within the page."""
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def read(response: Any) -> Answer:
    """An answer of the test client. A file that is no text is read byte by byte."""
    kind = response.headers.get("Content-Type", "")
    raw = b"".join(response.streaming_content) if response.streaming else response.content
    text = raw.decode("utf-8" if "utf-8" in kind or "json" in kind else "latin-1", errors="replace")
    where = response.headers.get("Location", "")
    return Answer(response.status_code, (html.unescape(text) if "html" in kind else text) + where)


@contextmanager
def quiet() -> Iterator[None]:
    """Each door found shut is a warning with its traceback: thousands in one walk."""
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def kind_of(path: str) -> str:
    """The address without its numbers and references."""
    return re.sub(r"/(?:[0-9]+|HW-[0-9A-Z]+)(?=/)", "/#", path)


def visit(client: Client, starts: Iterable[str], *, variants: int = VARIANTS, most: int = 600) -> Visit:
    """Open every page from these on, following links and searches by GET; note the forms that POST.

    `variants`: how many pages of one kind are enough.
    """
    found = Visit()
    waiting, seen, counted = deque(starts), set(starts), Counter[str]()

    def go(address: str) -> None:
        path = urlsplit(address).path
        outside = urlsplit(address).netloc not in ("", "testserver") or urlsplit(address).scheme not in ("", "http")
        where = _path(address)
        if outside or where in seen or path.startswith(NOT_FOLLOWED) or counted[kind_of(path)] >= variants:
            return
        seen.add(where)
        counted[kind_of(path)] += 1
        waiting.append(where)

    while waiting and len(found.answers) < most:
        address = waiting.popleft()
        response = client.get(address)
        answer = read(response)
        found.answers[address] = answer
        if response.status_code in (301, 302) and response.headers.get("Location"):
            go(urljoin(address, response.headers["Location"]))
        kind = response.headers.get("Content-Type", "")
        if "json" in kind:
            for link in _JSON_ADDRESS.findall(answer.text):
                go(link)
        if "html" not in kind:
            continue
        page = _Page(address)
        page.feed(response.content.decode())
        for link in page.links:
            go(link)
        for form in page.forms:
            if form.method == "get":
                found.searches.add(form)
                query = urlencode([pair for pair in form.fields if pair[1]])
                go(f"{urlsplit(form.action).path}?{query}" if query else form.action)
            else:
                found.forms.add(form)
    if waiting:
        raise AssertionError(f"More than {most} pages: {list(waiting)[:5]}")
    return found
