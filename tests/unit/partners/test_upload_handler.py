"""Uploads stay in memory, and never more of them than may be kept."""

from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory, override_settings


def request_with(*contents: bytes) -> HttpRequest:
    files = {f"file{number}": SimpleUploadedFile("x.jpg", content) for number, content in enumerate(contents)}
    return RequestFactory().post("/", {"title": "Steps", **files})


@override_settings(CASE_FILE_MAX_BYTES=1000)
def test_upload_up_to_the_limit_is_whole() -> None:
    assert request_with(b"x" * 1000).FILES["file0"].read() == b"x" * 1000


@override_settings(CASE_FILE_MAX_BYTES=1000)
def test_upload_over_the_limit_is_cut_and_says_its_size() -> None:
    sent = request_with(b"x" * 300_000).FILES["file0"]
    assert (sent.size, len(sent.read())) == (300_000, 1001)


@override_settings(CASE_FILE_MAX_BYTES=1000)
def test_upload_over_the_limit_keeps_what_was_typed() -> None:
    assert request_with(b"x" * 300_000).POST["title"] == "Steps"


@override_settings(CASE_FILE_MAX_BYTES=1000)
def test_uploads_of_one_request_share_the_room() -> None:
    request = request_with(b"x" * 900, b"y" * 900)
    assert sum(len(file.read()) for file in request.FILES.values()) == 1001  # type: ignore[union-attr]


def test_upload_lies_in_memory_and_in_no_temporary_folder() -> None:
    assert isinstance(request_with(b"x" * 5_000_000).FILES["file0"], InMemoryUploadedFile)
