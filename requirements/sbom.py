"""Writes `requirements/sbom.cdx.json`, the list of every package Homeward ships or is built with, from what is pinned.

CycloneDX 1.6 as JSON, which scanners for known vulnerabilities read. The same pins give the same file to the letter, so
that it can be kept in the repository and compared. Packages for tests and development alone are not in it.
"""

import base64
import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WRITTEN = ROOT / "requirements" / "sbom.cdx.json"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def python_packages() -> list[dict[str, Any]]:
    """Those of the running site."""
    found = []
    for name, version in _PIN.findall((ROOT / "requirements" / "production.txt").read_text()):
        plain = re.sub(r"[-_.]+", "-", name).lower()
        found.append(_component("pypi", plain, version))
    return found


def front_end_packages() -> list[dict[str, Any]]:
    """The design system, which is shipped, and the tools that build the front end, which are not."""
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    found = []
    for path, each in locked.items():
        if not path:
            continue
        component = _component("npm", path.rpartition("node_modules/")[2], each["version"])
        if each.get("dev"):
            component["scope"] = "excluded"
        if each.get("license"):
            component["licenses"] = [{"expression": each["license"]}]
        if each.get("integrity", "").startswith("sha512-"):
            digest = base64.b64decode(each["integrity"].removeprefix("sha512-")).hex()
            component["hashes"] = [{"alg": "SHA-512", "content": digest}]
        found.append(component)
    return found


def as_json() -> str:
    """The whole file."""
    components = sorted([*python_packages(), *front_end_packages()], key=lambda each: each["purl"])
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    bom = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "homeward",
                "name": "homeward",
                "version": version[1] if version else "0",
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": components,
    }
    return json.dumps(bom, indent=1) + "\n"


def _component(kind: str, name: str, version: str) -> dict[str, Any]:
    purl = f"pkg:{kind}/{name.replace('@', '%40')}@{version}"
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl, "scope": "required"}


if __name__ == "__main__":
    WRITTEN.write_text(as_json())
