"""The virus check of files, and clearing away what nobody owns."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from partners.models import AuditEvent, Notification
from referrals import storage, tasks
from referrals.actions import file_checks, files
from referrals.models import CaseFile, Referral
from tests import factories as make
from tests.clamd import FakeClamd

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(minutes=5)


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def case(world: make.World) -> Referral:
    return make.referral(world, "accepted")


@pytest.fixture
def scanner() -> Iterator[FakeClamd]:
    """A daemon that knows no virus yet: tests make a file's own content one."""
    with FakeClamd() as daemon, override_settings(CLAMAV_ADDRESS=daemon.address):
        yield daemon


def test_file_without_a_scanner_is_marked_as_not_checked(world: make.World, case: Referral) -> None:
    file = make.file(case, by=world.sister)
    assert (file.scan, file.can_be_opened) == ("not_scanned", True)


def test_file_with_a_scanner_waits_and_cannot_be_opened(world: make.World, case: Referral, scanner: FakeClamd) -> None:
    file = make.file(case, by=world.sister)
    assert (file.scan, file.can_be_opened) == ("waiting", False)


def test_check_of_a_clean_file_opens_it(world: make.World, case: Referral, scanner: FakeClamd) -> None:
    file = make.file(case, by=world.sister)
    tasks.check_file(file.pk)
    file.refresh_from_db()
    assert (file.scan, file.can_be_opened, len(scanner.received)) == ("clean", True, 1)


def infected(world: make.World, case: Referral, scanner: FakeClamd, by: Any = None) -> CaseFile:
    file = make.file(case, by=by or world.sister)
    scanner.virus = storage.get(file.storage_name, file.sha256)
    file_checks.check_file(pk=file.pk, at=LATER)
    file.refresh_from_db()
    return file


def test_check_of_an_infected_file_removes_it(
    world: make.World, case: Referral, scanner: FakeClamd, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        file = infected(world, case, scanner)
    assert (file.scan, file.can_be_opened, file.removed_why) == ("infected", False, "infected")
    assert not storage.exists(file.storage_name)


def test_check_of_an_infected_file_tells_uploader_and_lead(
    world: make.World, case: Referral, scanner: FakeClamd
) -> None:
    file = infected(world, case, scanner)
    told = Notification.objects.filter(key=f"file:{file.pk}:infected")
    assert {each.recipient for each in told} == {world.sister, world.coordinator}


def test_check_of_an_infected_file_is_audited_with_the_scanner_s_name_for_it(
    world: make.World, case: Referral, scanner: FakeClamd
) -> None:
    file = infected(world, case, scanner)
    found = AuditEvent.objects.get(action="file_infected", object_id=file.pk)
    assert (found.actor_kind, found.detail["signature"]) == ("virus_check", "Eicar-Test-Signature")


def test_check_of_a_provider_s_infected_photo_tells_it_without_the_reference(
    world: make.World, case: Referral, scanner: FakeClamd
) -> None:
    file = files.keep_file(
        case,
        checked=make.checked_photo(),
        details=files.FileDetails(kind="photo", title="Steps"),
        by=world.provider_worker,
        organisation_id=world.provider.pk,
        at=make.NOW,
    )
    scanner.virus = storage.get(file.storage_name, file.sha256)
    file_checks.check_file(pk=file.pk, at=LATER)
    notice = Notification.objects.get(recipient=world.provider_worker, key=f"file:{file.pk}:infected")
    assert case.reference not in notice.text + notice.path


def test_check_without_an_answer_leaves_the_file_waiting(world: make.World, case: Referral) -> None:
    with override_settings(CLAMAV_ADDRESS="127.0.0.1:1"):
        file = make.file(case, by=world.sister)
        assert file_checks.check_file(pk=file.pk, at=LATER) is False
    file.refresh_from_db()
    assert file.scan == "waiting"


def test_check_of_a_file_removed_meanwhile_asks_nobody(world: make.World, case: Referral, scanner: FakeClamd) -> None:
    file = make.file(case, by=world.sister)
    files.remove_file(file=file, why="wrong_file", by=world.sister, at=make.NOW)
    assert file_checks.check_file(pk=file.pk, at=LATER) is False
    assert scanner.received == []


def test_check_twice_asks_once(world: make.World, case: Referral, scanner: FakeClamd) -> None:
    file = make.file(case, by=world.sister)
    for _ in range(2):
        file_checks.check_file(pk=file.pk, at=LATER)
    assert len(scanner.received) == 1


def test_new_file_is_sent_to_be_checked_once_it_is_certain(
    world: make.World,
    case: Referral,
    scanner: FakeClamd,
    django_capture_on_commit_callbacks: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent: list[Any] = []
    monkeypatch.setattr(files.current_app, "send_task", lambda name, args, **_: sent.append((name, args)))
    with django_capture_on_commit_callbacks(execute=True):
        file = make.file(case, by=world.sister)
        assert sent == []
    assert sent == [("referrals.tasks.check_file", [file.pk])]
    assert tasks.check_file.name == "referrals.tasks.check_file"


def test_new_file_is_kept_when_the_queue_is_away(
    world: make.World,
    case: Referral,
    scanner: FakeClamd,
    django_capture_on_commit_callbacks: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr(files.current_app, "send_task", away)
    with django_capture_on_commit_callbacks(execute=True):
        file = make.file(case, by=world.sister)
    assert CaseFile.objects.filter(pk=file.pk, scan="waiting").exists()


def test_sweep_asks_again_about_files_whose_message_was_lost(
    world: make.World, case: Referral, scanner: FakeClamd
) -> None:
    file = make.file(case, by=world.sister)
    assert file_checks.check_waiting(at=LATER) == 1
    file.refresh_from_db()
    assert file.scan == "clean"


def test_sweep_leaves_a_file_of_this_minute_to_its_message(
    world: make.World, case: Referral, scanner: FakeClamd
) -> None:
    make.file(case, by=world.sister)
    assert file_checks.check_waiting(at=make.NOW + timedelta(seconds=30)) == 0


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A real folder, whose files have an age."""
    where = tmp_path / "files"
    kept = {
        "BACKEND": "referrals.storage.PrivateFiles",
        "OPTIONS": {"location": where, "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    }
    from django.conf import settings

    with override_settings(STORAGES={**settings.STORAGES, "case_files": kept}):
        yield where


def make_old(path: Path) -> None:
    long_ago = (timezone.now() - timedelta(hours=2)).timestamp()
    os.utime(path, (long_ago, long_ago))


def test_storage_lets_only_the_owner_in(world: make.World, case: Referral, folder: Path) -> None:
    file = make.file(case, by=world.sister)
    path = folder / file.storage_name
    assert [each.stat().st_mode & 0o777 for each in (path, path.parent, folder)] == [0o600, 0o700, 0o700]


def test_storage_gives_no_address(folder: Path) -> None:
    with pytest.raises(ValueError, match="no address"):
        storage.store().url("x")


def test_clearing_deletes_old_content_that_belongs_to_no_file(folder: Path) -> None:
    name = storage.store().save("ab/" + "ab" * 16, ContentFile(b"left behind"))
    make_old(folder / name)
    assert file_checks.clear_contents(at=timezone.now()) == 1
    assert not storage.exists(name)


def test_clearing_leaves_content_that_may_belong_to_an_upload_under_way(folder: Path) -> None:
    storage.store().save("ab/" + "ab" * 16, ContentFile(b"just written"))
    assert file_checks.clear_contents(at=timezone.now()) == 0


def test_clearing_leaves_what_belongs_to_a_file(world: make.World, case: Referral, folder: Path) -> None:
    file = make.file(case, by=world.sister)
    make_old(folder / file.storage_name)
    assert file_checks.clear_contents(at=timezone.now()) == 0


def test_clearing_deletes_content_of_a_removed_file_that_stayed(
    world: make.World, case: Referral, folder: Path
) -> None:
    file = make.file(case, by=world.sister)
    files.remove_file(file=file, why="wrong_file", by=world.sister, at=make.NOW)
    make_old(folder / file.storage_name)
    assert file_checks.clear_contents(at=timezone.now()) == 1


def test_clearing_where_nothing_was_ever_kept_does_nothing(folder: Path) -> None:
    assert file_checks.clear_contents(at=timezone.now()) == 0


def test_clearing_by_somebody_who_sees_only_some_rows_is_refused(world: make.World, folder: Path) -> None:
    """Under row-level security the rows of others look like no rows, and their contents like nobody's."""
    with connection.cursor() as cursor:
        cursor.execute("alter table referrals_casefile enable row level security")
        cursor.execute("grant select on referrals_casefile to homeward_app")
        cursor.execute("set local role homeward_app")
        with pytest.raises(file_checks.CannotSeeAll):
            file_checks.clear_contents(at=timezone.now())
        cursor.execute("reset role")
