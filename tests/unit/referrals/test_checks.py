"""What is said at the start about where the files of cases lie."""

from pathlib import Path

import pytest
from django.test import override_settings

from referrals.checks import check_folder, check_scanner


@pytest.mark.parametrize("inside", ["static/files", "static", "."])
def test_folder_that_overlaps_what_is_served_is_an_error(tmp_path: Path, inside: str) -> None:
    with override_settings(STATIC_ROOT=tmp_path / "static", CASE_FILES_DIR=tmp_path / inside):
        assert [found.id for found in check_folder(None)] == ["referrals.E001"]


def test_folder_that_others_can_enter_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir(mode=0o755)
    with override_settings(CASE_FILES_DIR=tmp_path / "files"):
        assert [found.id for found in check_folder(None)] == ["referrals.E002"]


def test_folder_of_its_own_is_fine(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir(mode=0o700)
    with override_settings(STATIC_ROOT=tmp_path / "static", CASE_FILES_DIR=tmp_path / "files"):
        assert check_folder(None) == []


@pytest.mark.parametrize(("address", "said"), [("", ["referrals.I001"]), ("/run/clamav/clamd.ctl", [])])
def test_missing_virus_check_is_said(address: str, said: list[str]) -> None:
    with override_settings(CLAMAV_ADDRESS=address):
        assert [found.id for found in check_scanner(None)] == said
