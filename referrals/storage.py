"""Where the contents of a case's files are kept: a folder of its own, outside everything a web server hands out.

Names on disk are random and say nothing; who a file belongs to stands in the database alone.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.deconstruct import deconstructible

from partners.errors import UnableTo
from referrals.contents import CheckedFile

ALIAS = "case_files"


class ContentMissing(UnableTo):
    """The file is on record, but its content is not there or is not what was stored."""


@deconstructible
class PrivateFiles(FileSystemStorage):
    """A folder that only its owner can enter, without addresses: nothing in it is reachable but through a view."""

    def url(self, name: str | None) -> str:
        raise ValueError("A case's files have no address of their own: they are served after a check.")


def store() -> Storage:
    """The storage of case files."""
    return storages[ALIAS]


def put(checked: CheckedFile) -> str:
    """Write the content under a new random name, which is returned. Raises OSError when it cannot be written."""
    name = uuid4().hex
    return store().save(f"{name[:2]}/{name}", ContentFile(checked.content))


def get(name: str, sha256: str) -> bytes:
    """The content. Raises ContentMissing when it is gone or was changed behind our back."""
    try:
        with store().open(name) as file:
            content = bytes(file.read())
    except OSError as fault:
        raise ContentMissing("This file cannot be opened now. Try again later, or tell whoever added it.") from fault
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ContentMissing("This file has been damaged. Ask whoever added it to add it again.")
    return content


def drop(name: str) -> None:
    """Delete the content; quiet when it is gone already."""
    store().delete(name)


def exists(name: str) -> bool:
    """Is there content under this name?"""
    return store().exists(name)


def names_older_than(moment: datetime) -> Iterator[str]:
    """Every name whose content was written before this moment (UTC)."""
    keeper = store()
    if not keeper.exists(""):
        return
    for folder in keeper.listdir("")[0]:
        for file in keeper.listdir(folder)[1]:
            name = f"{folder}/{file}"
            if keeper.get_modified_time(name) < moment:
                yield name
