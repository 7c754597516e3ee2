"""The list of packages that scanners read: whole, and as the pins are now."""

import json
import re
import runpy
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
WRITTEN = ROOT / "requirements" / "sbom.cdx.json"
LISTED: dict[str, dict[str, Any]] = {each["purl"]: each for each in json.loads(WRITTEN.read_text())["components"]}
LOCKED: dict[str, Any] = json.loads((ROOT / "package-lock.json").read_text())["packages"]
# Read in another way than the script reads them.
PINNED = [
    line.split(" ")[0] for line in (ROOT / "requirements" / "production.txt").read_text().splitlines() if "==" in line
]


def test_list_of_packages_is_what_the_pins_say() -> None:
    script = runpy.run_path(str(ROOT / "requirements" / "sbom.py"))

    assert WRITTEN.read_text() == script["as_json"](), "run `make sbom`"


@pytest.mark.parametrize("pin", PINNED)
def test_pinned_package_is_listed(pin: str) -> None:
    name, version = pin.split("==")
    plain = re.sub(r"[-_.]+", "-", name.split("[")[0]).lower()
    assert f"pkg:pypi/{plain}@{version}" in LISTED


@pytest.mark.parametrize("path", [path for path in LOCKED if path])
def test_locked_package_is_listed_with_its_hash(path: str) -> None:
    name = path.removeprefix("node_modules/").replace("@", "%40")
    found = LISTED[f"pkg:npm/{name}@{LOCKED[path]['version']}"]
    assert found["hashes"][0]["alg"] == "SHA-512"


def test_nothing_else_is_listed() -> None:
    assert len(LISTED) == len(PINNED) + len(LOCKED) - 1


def test_shipped_packages_are_told_from_build_tools() -> None:
    assert next(each for each in LISTED.values() if each["name"] == "nhsuk-frontend")["scope"] == "required"
    assert next(each for each in LISTED.values() if each["name"] == "esbuild")["scope"] == "excluded"
    assert next(each for each in LISTED.values() if each["name"] == "django")["scope"] == "required"
