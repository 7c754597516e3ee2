"""Takes uploads into memory, and no more of them than may be kept.

Django's own writes larger ones into a temporary folder: a patient's photo on a disk nobody looks after, and a way to
fill that disk for anybody who can send a form.
"""

import io
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class CappedUploadHandler(FileUploadHandler):
    """Keeps up to the largest size allowed and one byte, of all files of a request together; the rest is read and
    dropped. The file's `size` is what was sent, so that the form can say it was too large and keep what was typed.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.room = settings.CASE_FILE_MAX_BYTES + 1
        self.kept = io.BytesIO()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.kept = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        part = raw_data[: self.room]
        self.kept.write(part)
        self.room -= len(part)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.kept.seek(0)
        return InMemoryUploadedFile(
            file=self.kept,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
