"""The whole copy as one ZIP: the document, the paper, the photos and reports, and a list of what is in it."""

import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from typing import IO, Any

from referrals import storage

READ_ME = "READ ME.txt"
_HEAD = """This is a copy of a record kept in Homeward.

record.pdf   to read or print
record.json  the same for another computer system
files/       photos and reports. Each has its fingerprint (sha256) in record.json
"""


def as_zip(documents: Mapping[str, bytes], attachments: Iterable[Mapping[str, Any]]) -> IO[bytes]:
    """The ZIP, open at its beginning. `documents`: content by kind; `attachments`: as the export keeps them.

    In a temporary file that has no name: it is gone when it is closed, whatever crashes, and no more than one photo is
    in memory. What has been removed or damaged since the copy was made is named in the list and left out.
    """
    made = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    missing = []
    with zipfile.ZipFile(made, "w") as archive:
        for kind, content in documents.items():
            archive.writestr(f"record.{kind}", content, zipfile.ZIP_DEFLATED)
        for each in attachments:
            try:
                archive.writestr(each["name"], storage.get(each["storage_name"], each["sha256"]))
            except storage.ContentMissing:
                missing.append(each["name"])
        archive.writestr(READ_ME, _read_me(missing), zipfile.ZIP_DEFLATED)
    made.seek(0)
    return made


def _read_me(missing: list[str]) -> str:
    if not missing:
        return _HEAD
    lines = "".join(f"{name}\n" for name in missing)
    return f"{_HEAD}\nRemoved or damaged since the copy was made, and so not here:\n{lines}"
