"""Rows that many tests of a module begin with, made once: each test undoes what it did to them, the last all of it."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any, TypeVar

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

Made = TypeVar("Made")


def made_once(build: Callable[[], Made]) -> Any:
    """A fixture of the module with what `build` makes. Tests take a copy: `copy_of(made)`.

    For modules whose tests run inside a transaction, and none of which asks for an empty database.
    """

    @pytest.fixture(scope="module")
    def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Made]:
        with django_db_blocker.unblock(), transaction.atomic():
            yield build()
            transaction.set_rollback(True)

    return made


def copy_of(made: Made) -> Made:
    """The same rows as fresh objects: what a test changes on them, or looks up through them, is its own."""
    return deepcopy(made)
