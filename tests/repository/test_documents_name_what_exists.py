"""What the documents for safety, security and information governance point at is there: tests, files, hazards."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
HAZARDS = "docs/safety/hazards.md"
PROOFS = (HAZARDS, "docs/security.md", "docs/information-governance.md")
DOCUMENTS = (*PROOFS, "README.md", "docs/operations.md")
TEXT = {name: (ROOT / name).read_text() for name in DOCUMENTS}

TESTS = sorted({(name, each) for name in PROOFS for each in re.findall(r"tests/[\w/]+\.py::\w+", TEXT[name])})
# Between back-quotes: something with a folder, or a name with an ending that a file of ours may have.
PATHS = sorted(
    {
        (name, each)
        for name in DOCUMENTS
        for each in re.findall(r"`((?:[\w.-]+/)*[\w.-]+\.(?:py|md|yml|toml|html|txt|json)|(?:[\w-]+/)+)`", TEXT[name])
    }
)
LINKS = sorted(
    {(name, each) for name in DOCUMENTS for each in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", TEXT[name])},
)
# In the reader's own installation or made when something runs, so not in the repository. Rooms stand in every app.
ELSEWHERE = frozenset({".homeward/", "static/built/", "models/", "actions/", "queries/", "forms/", "views/"})
ROOMS = frozenset({"lifecycle.py", "clock.py", "calendar.py", "catalogue.py", "measures.py", "access.py", "tasks.py"})

PARTS = ("Cause", "Effect on a person", "At first", "Control", "Proved by", "What is left", "Owner")
ENTRIES = re.findall(r"^## (H\d+) · (.+)\n((?:- .+\n)+)", TEXT[HAZARDS], re.MULTILINE)
NO_CONTROL = "No control yet."


@cache
def functions_of(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text())
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def parts_of(entry: str) -> dict[str, str]:
    return dict(re.findall(r"^- \*\*(.+?):\*\* (.+)$", entry, re.MULTILINE))


@pytest.mark.parametrize("document", PROOFS)
def test_document_names_tests_at_all(document: str) -> None:
    assert sum(name == document for name, _ in TESTS) > 20


@pytest.mark.parametrize(("document", "test"), TESTS)
def test_named_test_exists(document: str, test: str) -> None:
    path, function = test.split("::")
    assert function in functions_of(ROOT / path)


@pytest.mark.parametrize("document", PROOFS)
def test_every_name_of_a_test_comes_with_its_file(document: str) -> None:
    assert re.findall(r"(?<![:\w/])test_\w+(?!\w|\.py)", TEXT[document]) == []


@pytest.mark.parametrize(("document", "path"), PATHS)
def test_named_file_exists(document: str, path: str) -> None:
    if path in ELSEWHERE or path in ROOMS:
        return
    assert (ROOT / path).exists() or (ROOT / document).parent.joinpath(path).exists()


@pytest.mark.parametrize(("document", "link"), LINKS)
def test_linked_file_exists(document: str, link: str) -> None:
    assert (ROOT / document).parent.joinpath(link).exists()


def test_hazards_are_read_whole() -> None:
    """A line in another form would hide an entry from the tests below."""
    assert len(ENTRIES) == len(re.findall(r"^## H\d", TEXT[HAZARDS], re.MULTILINE)) > 20


def test_hazard_has_a_number_of_its_own() -> None:
    numbers = [number for number, _, _ in ENTRIES]
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize("entry", [entry for _, _, entry in ENTRIES], ids=[number for number, _, _ in ENTRIES])
def test_hazard_says_everything_a_hazard_must(entry: str) -> None:
    assert tuple(parts_of(entry)) == PARTS


@pytest.mark.parametrize("entry", [entry for _, _, entry in ENTRIES], ids=[number for number, _, _ in ENTRIES])
def test_hazard_has_a_control_with_its_test_or_says_that_there_is_none(entry: str) -> None:
    parts = parts_of(entry)
    assert parts["Control"].startswith(NO_CONTROL) != ("tests/" in parts["Proved by"])


@pytest.mark.parametrize("entry", [entry for _, _, entry in ENTRIES], ids=[number for number, _, _ in ENTRIES])
def test_hazard_risk_is_the_product_and_does_not_grow(entry: str) -> None:
    parts = parts_of(entry)
    risks = []
    for name in ("At first", "What is left"):
        severity, likelihood, risk = map(int, re.match(r"(\d) × (\d) = (\d+)", parts[name]).groups())  # type: ignore[union-attr]
        assert 1 <= severity <= 5
        assert 1 <= likelihood <= 5
        assert severity * likelihood == risk
        risks.append(risk)
    assert risks[1] <= risks[0]


def test_requirement_of_the_standard_stands_once() -> None:
    rows = re.findall(r"^\| ((?:\d+\.\d+\.\d+¹?(?:, )?)+) \|", TEXT["docs/security.md"], re.MULTILINE)
    numbers = [each.strip("¹ ") for row in rows for each in row.split(",")]
    assert len(numbers) > 150
    twice = {each for each in numbers if numbers.count(each) > 1}
    assert twice <= {"14.1.1", "14.1.2"}


def test_requirement_not_met_stands_in_the_summary() -> None:
    text = TEXT["docs/security.md"]
    summary = text.split("**What is not met**")[1].split("\n\n")[0]
    rows = re.findall(r"^\| ([\d., ]+) \|[^|]+\| no \|", text, re.MULTILINE)
    assert [each for row in rows for each in row.split(", ") if each.strip() not in summary] == []
