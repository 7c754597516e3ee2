"""The pages of documentation that the program writes about itself, so that they cannot differ from it. Pure."""

from collections.abc import Callable

from outcomes import measures
from partners.minimum_data import READER_LABELS, TABLE, Reader
from partners.roles import (
    AT_A_SCHEME,
    AT_AN_ORGANISATION,
    PERMISSION_MEANING,
    ROLES,
    SCHEME_PART_LABELS,
    Permission,
)
from referrals.lifecycle import PART_LABELS, STATUS_LABELS, TRANSITIONS, Status, Transition


def flow() -> str:
    """`docs/flow.md`: the lifecycle of a referral as a picture and a table."""
    lines = [
        "# The life of a referral",
        "",
        "Written by the program from `referrals/lifecycle.py`. Change it there. The checks, the buttons, the API and",
        "the tests read the same table.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        "    [*] --> draft",
        *(f"    {status.value}: {label}" for status, label in STATUS_LABELS.items()),
    ]
    for row in TRANSITIONS:
        if row.target is not None:
            lines += [f"    {source.value} --> {row.target.value}: {row.button}" for source in _in_order(row)]
    lines += [
        f"    {status.value} --> [*]" for status in Status if not any(status in row.sources for row in TRANSITIONS)
    ]
    lines += [
        "```",
        "",
        "| What | From | To | Who: right | Who: organisation's part |",
        "| --- | --- | --- | --- | --- |",
    ]
    for row in TRANSITIONS:
        sources = ", ".join(STATUS_LABELS[status] for status in _in_order(row))
        target = STATUS_LABELS[row.target] if row.target is not None else "stays"
        parts = " or ".join(PART_LABELS[part].lower() for part in sorted(row.parts))
        lines.append(f"| {row.button} | {sources} | {target} | {PERMISSION_MEANING[row.permission]} | {parts} |")
    lines += [
        "",
        "Follow-ups after going home are rows of their own (`outcomes/schedule.py`), not a status.",
    ]
    return "\n".join(lines) + "\n"


def permissions() -> str:
    """`docs/permissions.md`: who may do what."""
    lines = [
        "# Roles and rights",
        "",
        "Written by the program from `partners/roles.py`. Change it there. A role is held at an organisation, and its",
        "rights count for that organisation's part in a case only; those marked “at schemes” count at the schemes in",
        "which the organisation has a part that gives them. Being a superuser gives no right over cases.",
    ]
    for role in ROLES.values():
        lines += ["", f"## {role.label}", "", f"{role.description}.", ""]
        lines += [
            f"- {PERMISSION_MEANING[permission]} (`{permission.value}`{_where(permission)})"
            for permission in Permission
            if permission in role.permissions
        ]
    lines += ["", "## Who holds each right", "", "At their organisation:", "", "| Right | Roles |", "| --- | --- |"]
    lines += [f"| {meaning} | {_holders(permission)} |" for permission, meaning in AT_AN_ORGANISATION.items()]
    lines += ["", "At schemes:", "", "| Right | Roles | Where their organisation |", "| --- | --- | --- |"]
    for permission, right in AT_A_SCHEME.items():
        parts = " or ".join(label.lower() for part, label in SCHEME_PART_LABELS.items() if part in right.parts)
        lines.append(f"| {right.meaning} | {_holders(permission)} | {parts} |")
    lines += ["", *_minimum_data()]
    return "\n".join(lines) + "\n"


def _where(permission: Permission) -> str:
    return ", at schemes" if permission in AT_A_SCHEME else ""


def _holders(permission: Permission) -> str:
    return ", ".join(role.label for role in ROLES.values() if permission in role.permissions) or "Nobody"


def _minimum_data() -> list[str]:
    """The field × part table of `partners/minimum_data.py`, a row a field, with the reason for each group."""
    lines = [
        "## Who is shown which field",
        "",
        "Written from `partners/minimum_data.py`, through which pages, the API, files and prints are built. A provider",
        "and a manager of flats see these fields of their own jobs and stays only, while they take part. Where",
        "domestic abuse is flagged, nobody who visits is given the home’s telephone number.",
        "",
        "| Field | " + " | ".join(READER_LABELS[reader] for reader in Reader) + " |",
        "| --- |" + " --- |" * len(Reader),
    ]
    for group in TABLE:
        for field in group.fields:
            cells = ("shown" if reader in group.shown_to else "" for reader in Reader)
            lines.append(f"| {field.words} | " + " | ".join(cells) + " |")
    lines += ["", "Why the lines are drawn there:", ""]
    lines += [f"- {group.title}: {group.why}" for group in TABLE]
    return lines


def _in_order(row: Transition) -> list[Status]:
    return [status for status in Status if status in row.sources]


#: Each page by its path, with what writes it.
PAGES: dict[str, Callable[[], str]] = {
    "docs/flow.md": flow,
    "docs/permissions.md": permissions,
    "docs/measures.md": measures.as_markdown,
}
