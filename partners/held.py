"""How an app tells what it holds on a person: one entry a table, read by the copy a person gets of their record.

Each app lists its own tables in `queries/held.py`. A table without an entry is in the copy all the same, with the names
of its columns for words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

OTHERS = "May name or come from other people"
HARM = "May be withheld if knowing it could cause serious harm (Data Protection Act 2018, schedule 3)"
LEGAL = "May be withheld as legal advice (Data Protection Act 2018, schedule 2)"
STAFF_ONLY = "Written for the leading organisation only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One table in plain words.

    `labels`: column → words. `codes`: column → how a stored code is said. `check`: column → why an officer must read it
    before it goes out. `left_out`: column → why it is not in the copy. `own_only`: rows of other organisations are not
    the asking one's to give.
    """

    table: str
    title: str
    labels: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    check: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    own_only: bool = False
