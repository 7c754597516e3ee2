"""What the database itself refuses about files."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from referrals.models import CaseFile
from tests import factories as make

pytestmark = pytest.mark.django_db
ENDED = {"removed_at": make.NOW, "removed_why": "infected"}


@pytest.fixture
def file() -> CaseFile:
    world = make.world()
    return make.file(make.referral(world, "accepted"), by=world.coordinator)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("casefile_kind_known", {"kind": "film"}),
        ("casefile_type_known", {"content_type": "text/html", "kind": "other"}),
        ("casefile_scan_known", {"scan": "perhaps"}),
        ("casefile_titled", {"title": ""}),
        ("casefile_not_empty", {"size": 0}),
        ("casefile_sha256", {"sha256": "abc"}),
        ("casefile_name_is_random", {"storage_name": "Mrs Smith's stairs.jpg"}),
        ("casefile_name_is_random", {"storage_name": "../../etc/passwd"}),
        ("casefile_photo_is_picture", {"content_type": "application/pdf"}),
        ("casefile_for_provider_is_photo", {"kind": "ot_report", "for_provider": True}),
        ("casefile_removed_whole", {"removed_at": make.NOW}),
        ("casefile_removed_whole", {"removed_why": "wrong_file"}),
        ("casefile_dates_in_order", {"removed_at": make.NOW.replace(year=2025), "removed_why": "wrong_file"}),
        ("casefile_scanned_has_time", {"scan": "clean"}),
        ("casefile_scanned_has_time", {"scanned_at": make.NOW}),
        ("casefile_infected_is_removed", {"scan": "infected", "scanned_at": make.NOW}),
    ],
)
def test_file_impossible_state_is_refused(file: CaseFile, name: str, changes: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        CaseFile.objects.filter(pk=file.pk).update(**changes)


def copy(file: CaseFile, **changes: Any) -> CaseFile:
    file.pk = None
    file.storage_name = "ab/" + "0" * 32
    for name, value in changes.items():
        setattr(file, name, value)
    file.save(force_insert=True)
    return file


def test_file_same_content_of_one_organisation_twice_is_refused(file: CaseFile) -> None:
    with pytest.raises(IntegrityError, match="casefile_once"), transaction.atomic():
        copy(file)


def test_file_same_content_after_removal_is_possible(file: CaseFile) -> None:
    CaseFile.objects.filter(pk=file.pk).update(removed_at=make.NOW, removed_why="wrong_file")
    assert copy(file).pk


def test_file_two_rows_for_one_content_are_refused(file: CaseFile) -> None:
    with pytest.raises(IntegrityError, match="storage_name"), transaction.atomic():
        copy(file, storage_name=file.storage_name, sha256="0" * 64)
