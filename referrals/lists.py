"""The shape of a list people choose from: a stored code, a label on the screen, and what helps to choose.

Lists are data in `catalogue.py` modules. A code is stored and never changes its meaning or goes away; a
label may be improved at any time. Pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

#: Room for a code in the database.
CODE_LENGTH = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a list. `group` is the heading it stands under; entries of a group follow one another."""

    code: str
    label: str
    hint: str = ""
    group: str = ""


EntryType = TypeVar("EntryType", bound=Entry)


class UnknownCode(LookupError):
    """A code that is not in the list: never shown to people, a programming or import fault."""


def choices(entries: Iterable[Entry]) -> list[tuple[str, str]]:
    """(code, label) of each entry, as Django's fields want them."""
    return [(entry.code, entry.label) for entry in entries]


def grouped_choices(entries: Iterable[Entry]) -> list[tuple[str, list[tuple[str, str]]]]:
    """(group, its choices) in the order of the list, as Django's fields want option groups."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for entry in entries:
        groups.setdefault(entry.group, []).append((entry.code, entry.label))
    return list(groups.items())


def hints(entries: Iterable[Entry]) -> dict[str, str]:
    """The hint of each code that has one."""
    return {entry.code: entry.hint for entry in entries if entry.hint}


def find(entries: Sequence[EntryType], code: str) -> EntryType:
    """The entry with this code. Raises `UnknownCode`."""
    for entry in entries:
        if entry.code == code:
            return entry
    raise UnknownCode(code)


def label_of(entries: Sequence[Entry], code: str) -> str:
    """The label of this code; the code itself when the list no longer knows it, so that old records still
    show.
    """
    try:
        return find(entries, code).label
    except UnknownCode:
        return code


def codes(entries: Iterable[Entry]) -> frozenset[str]:
    """Every code of the list."""
    return frozenset(entry.code for entry in entries)
