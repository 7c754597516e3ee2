"""Says who is at work, so that the triggers of `partners.models.past` can write it beside each change.

The middleware says it for requests: the person, the membership they work as, the name of the page (never its address
with what was typed), and one id for the whole request. Tasks and commands say it with `by_system` and `by_person`.
What is written with nobody said is kept too, without a name.

The words travel with each writing statement and end with its transaction: no query more, and nothing is left on the
connection for the next one.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory

from partners.actors import SystemActor
from partners.models import User


@contextmanager
def by_system(actor: SystemActor) -> Iterator[None]:
    """What is written inside is written by this part of Homeward."""
    with pghistory.context(system=actor.kind):
        yield


@contextmanager
def by_person(user: User | None, **more: str) -> Iterator[None]:
    """What is written inside is written by this person, in the role they work in; None: by somebody not signed in."""
    working_as = user.working_as if user else None
    with pghistory.context(person=user.pk if user else None, membership=working_as.pk if working_as else None, **more):
        yield


def add(**more: str) -> None:
    """Codes that belong beside what is written from here on: which page, why a record is corrected. No words."""
    pghistory.context(**more)
