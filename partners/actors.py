"""Who acts. An action is always somebody's: a person's, or the system's when a clock runs out."""

from dataclasses import dataclass

from partners.models import User


@dataclass(frozen=True)
class SystemActor:
    """Homeward acting by itself; `kind` says which part of it, for the audit record."""

    kind: str


SWEEP = SystemActor("sweep")
Actor = User | SystemActor


def person(by: Actor) -> User | None:
    """The person behind an act, or None when it was the system."""
    return by if isinstance(by, User) else None
