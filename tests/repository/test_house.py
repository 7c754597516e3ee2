"""The rules of the house that no linter knows."""

import ast
import re
from pathlib import Path

import pytest
from django.urls import resolve

from referrals.lifecycle import TRANSITIONS, Event, Status
from referrals.paths import case_path, draft_path

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("discharge", "outcomes", "housing", "referrals", "partners")
SOURCES = [
    path
    for app in APPS
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts and "demo" not in path.parts
]
DOORS = [path for path in SOURCES if {"views", "api"} & set(path.parts) or path.name in {"tasks.py", "views.py"}]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", DOORS, ids=name_of)
def test_door_reads_and_writes_only_through_queries_and_actions(path: Path) -> None:
    found = re.findall(r"\.objects\b|\.save\(|\.delete\(\)|\.bulk_create\(", path.read_text())
    assert not found


def test_status_is_written_in_one_place() -> None:
    writers = [
        name_of(path)
        for path in SOURCES
        if re.search(r"referral\.status = |locked\.status = |case\.status = ", path.read_text())
    ]
    assert writers == ["referrals/actions/transition.py"]


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_file_is_small_enough_to_read(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 400


@pytest.mark.parametrize("path", [each for each in SOURCES if each.parent.name == "actions"], ids=name_of)
def test_action_takes_only_named_arguments(path: Path) -> None:
    """Those with a transaction of their own, which doors call; their helpers take the locked case by place."""
    tree = ast.parse(path.read_text())
    placed = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and any("atomic" in ast.dump(each) for each in node.decorator_list)
        and node.args.args
    ]
    assert placed == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_template_is_used(path: Path) -> None:
    name = str(path.relative_to(ROOT / "templates"))
    if name.startswith(("components/", "forms/", "django/", "account/", "mfa/", "socialaccount/")) or name in {
        "400.html",
        "403.html",
        "403_csrf.html",
        "404.html",
        "429.html",
        "500.html",
    }:
        return  # found by the framework, or by a name put together from the component's
    users = [path for path in [*SOURCES, *TEMPLATES] if name in path.read_text()]
    folder_users = [path for path in SOURCES if f"{Path(name).parent}/{{" in path.read_text()]
    assert users or folder_users


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_template_keeps_to_the_content_security_policy(path: Path) -> None:
    found = re.findall(r"<script>|<style|\sstyle=\"|\son(?:click|change|submit|load)=", path.read_text())
    assert not found


@pytest.mark.parametrize("event", Event)
def test_event_has_one_row_in_the_lifecycle(event: Event) -> None:
    assert sum(row.event == event for row in TRANSITIONS) == 1


@pytest.mark.parametrize("event", Event)
def test_event_is_carried_out_by_an_action(event: Event) -> None:
    actions = [path for path in SOURCES if "actions" in path.parts]
    assert any(f"Event.{event.name}" in path.read_text() for path in actions)


@pytest.mark.parametrize("status", [each for each in Status if each != Status.DRAFT])
def test_status_can_be_reached(status: Status) -> None:
    assert any(row.target == status for row in TRANSITIONS)


def test_path_in_notices_is_the_case_page() -> None:
    assert resolve(case_path("HW-22222")).url_name == "case"
    assert resolve(draft_path("HW-22222")).url_name == "referral_continue"


def test_only_access_asks_guardian() -> None:
    allowed = {"partners/access.py", "partners/models/organisation.py", "partners/models/scheme.py"}
    users = {name_of(path) for path in SOURCES if re.search(r"^(from|import) guardian", path.read_text(), re.MULTILINE)}
    assert users <= allowed
