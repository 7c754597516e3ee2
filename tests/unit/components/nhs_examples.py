"""The examples that ship with nhsuk-frontend, turned into options of our parts, and the HTML they must give."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from django.utils.safestring import mark_safe

ROOT = Path(__file__).resolve().parents[3] / "node_modules" / "nhsuk-frontend" / "dist" / "nhsuk" / "components"

# Our part's name where it is not the folder's.
NAMES = {"tables": "table"}

# Parts of the design system that no page of ours uses, so that we have no twin of them.
NOT_OURS = {"code", "contents-list", "do-dont-list", "hero", "images"}

# Options of theirs that we leave out, by component, and cases whose HTML differs, each with the reason. None so far.
UNSUPPORTED: dict[str, set[str]] = {}
DIFFERENT: dict[tuple[str, str], str] = {}


@dataclass(frozen=True)
class Example:
    """One case of one component."""

    component: str
    name: str
    options: dict[str, Any]
    expected: str
    unsupported: tuple[str, ...]

    @property
    def part(self) -> str:
        return NAMES.get(self.component, self.component).replace("-", "_")

    def __str__(self) -> str:
        return f"{self.component}: {self.name}"


def components() -> list[str]:
    """Folders of components that have examples and a twin of ours."""
    return sorted(folder.parent.name for folder in ROOT.glob("*/fixtures.json") if folder.parent.name not in NOT_OURS)


def examples(component: str) -> Iterator[Example]:
    """Every example of a component, numbered where several share a name."""
    seen: dict[str, int] = {}
    for case in json.loads((ROOT / component / "fixtures.json").read_text())["fixtures"]:
        name = " - ".join(word for word in (case["name"], case.get("description", "")) if word)
        seen[name] = seen.get(name, 0) + 1
        name = name if seen[name] == 1 else f"{name} ({seen[name]})"
        options = snake(case.get("context") or {})
        if case.get("callBlock"):
            options["html"] = mark_safe(case["callBlock"])  # noqa: S308
        if component == "header":
            # The logo is a trademark and off by default; the examples all show it.
            options["nhs_logo"] = True
        unsupported = tuple(sorted(UNSUPPORTED.get(component, set()) & set(case.get("context") or {})))
        yield Example(component, name, options, case["html"], unsupported)


def snake(value: Any, key: str = "") -> Any:
    """camelCase keys as Python writes them; attributes keep their names; HTML is marked safe."""
    if isinstance(value, dict):
        if key == "attributes":
            return value
        return {snake_name(name): snake(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [snake(item) for item in value]
    if isinstance(value, str) and (key == "html" or key.endswith("Html")):
        return mark_safe(value)  # noqa: S308
    return value


def snake_name(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda found: "_" + found[1].lower(), name)


class Tokens(HTMLParser):
    """A page as a list of tags, with their attributes in any order, and words without regard to white space."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Any] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(sorted((name, squeezed(value or "")) for name, value in attrs))))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        text = squeezed(data)
        if not text:
            return
        # Two runs of text beside each other are one.
        if self.found and isinstance(self.found[-1], str) and self.found[-1].startswith("“"):
            self.found[-1] += text
        else:
            self.found.append("“" + text)


def squeezed(text: str) -> str:
    """White space as single spaces, none at the ends."""
    return " ".join(text.split())


def tokens(html: str) -> list[Any]:
    parser = Tokens()
    parser.feed(html)
    parser.close()
    return parser.found
