"""Files on a case: added, shown to providers, checked for viruses, removed; content and row stand or fall together."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from partners.actors import SystemActor
from partners.errors import NotAllowed, UnableTo, UnableToActNow
from partners.models import AuditEvent, Notification
from referrals import storage
from referrals.actions import files
from referrals.actions.files import FileDetails
from referrals.contents import CheckedFile
from referrals.models import CaseFile, Referral, ReferralEvent
from tests import factories as make

pytestmark = pytest.mark.django_db
CAPTURE = Callable[..., Any]


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def case(world: make.World) -> Referral:
    return make.referral(world, "accepted")


def contents() -> set[str]:
    """Every content in the store."""
    return set(storage.names_older_than(make.NOW + timedelta(days=36500)))


def details(**changes: Any) -> FileDetails:
    return FileDetails(**{"kind": "photo", "title": "Front steps", **changes})


def add(case: Referral, by: Any, checked: CheckedFile | None = None, **changes: Any) -> CaseFile:
    return files.add_file(
        referral=case, checked=checked or make.checked_photo(), details=details(**changes), by=by, at=make.NOW
    )


@pytest.mark.parametrize("role", ["sister", "discharge_team", "coordinator", "team_lead"])
def test_add_file_by_either_side_keeps_it_for_their_organisation(world: make.World, case: Referral, role: str) -> None:
    person = getattr(world, role)
    file = add(case, person)
    assert (file.uploaded_by, file.organisation) == (
        person,
        world.trust if role in {"sister", "discharge_team"} else world.council,
    )


@pytest.mark.parametrize("role", ["provider_worker", "flat_manager", "commissioner", "ig_officer", "administrator"])
def test_add_file_by_others_is_refused_and_keeps_nothing(world: make.World, case: Referral, role: str) -> None:
    before = contents()
    with pytest.raises(NotAllowed):
        add(case, getattr(world, role))
    assert contents() == before


def test_add_file_stores_the_content_under_a_name_that_says_nothing(world: make.World, case: Referral) -> None:
    checked = make.checked_photo()
    file = add(case, world.coordinator, checked, title="Mrs Smith")
    assert storage.get(file.storage_name, file.sha256) == checked.content
    assert "Smith" not in file.storage_name


def test_add_file_to_an_ended_case_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToActNow):
        add(make.referral(world, "closed"), world.coordinator)


def test_add_file_again_is_a_repeated_click(world: make.World, case: Referral) -> None:
    checked = make.checked_photo()
    assert add(case, world.sister, checked) == add(case, world.sister, checked)
    assert case.files.count() == 1


def test_add_file_a_colleague_added_before_is_refused_in_words(world: make.World, case: Referral) -> None:
    checked = make.checked_photo()
    add(case, world.sister, checked)
    with pytest.raises(UnableTo, match="colleague has added this file already"):
        add(case, world.discharge_team, checked)


def test_add_file_the_other_side_holds_tells_nothing_of_it(world: make.World, case: Referral) -> None:
    checked = make.checked_photo()
    assert add(case, world.sister, checked) != add(case, world.coordinator, checked)


def test_add_file_removed_before_can_be_added_again(world: make.World, case: Referral) -> None:
    checked = make.checked_photo()
    first = add(case, world.sister, checked)
    files.remove_file(file=first, why="wrong_file", by=world.sister, at=make.NOW)
    assert add(case, world.sister, checked) != first


@override_settings(CASE_FILES_MAX=2)
def test_add_file_beyond_the_most_a_case_has_is_refused(world: make.World, case: Referral) -> None:
    first = add(case, world.sister)
    add(case, world.sister)
    with pytest.raises(UnableTo, match="can have 2 files"):
        add(case, world.sister)
    files.remove_file(file=first, why="not_needed", by=world.sister, at=make.NOW)
    add(case, world.sister)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": "  "}, "what the file shows"),
        ({"title": "x" * 101}, "what the file shows"),
        ({"kind": "film"}, "kind of file"),
        ({"kind": "ot_report", "for_provider": True}, "Only photos"),
    ],
)
def test_add_file_that_does_not_fit_is_refused(
    world: make.World, case: Referral, changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(UnableTo, match=words):
        add(case, world.coordinator, **changes)


def test_add_pdf_as_a_photo_is_refused(world: make.World, case: Referral) -> None:
    with pytest.raises(UnableTo, match="JPEG or PNG"):
        add(case, world.coordinator, make.checked_pdf())


def test_add_file_for_providers_by_the_ward_is_refused(world: make.World, case: Referral) -> None:
    with pytest.raises(NotAllowed, match="what providers see"):
        add(case, world.sister, for_provider=True)


def test_add_file_is_on_the_timeline_without_its_title(world: make.World, case: Referral) -> None:
    add(case, world.sister, title="Steps of Mrs Smith")
    event = ReferralEvent.objects.get(referral=case, event="file_added")
    assert event.note == "Photo of the home"


def test_add_file_is_audited_without_its_title(world: make.World, case: Referral) -> None:
    file = add(case, world.sister)
    found = AuditEvent.objects.get(action="file_added", object_id=file.pk)
    assert (found.referral_id, found.detail) == (case.pk, {"kind": "photo"})


def test_add_file_by_the_ward_tells_the_coordinator_without_its_title(world: make.World, case: Referral) -> None:
    add(case, world.sister)
    notice = Notification.objects.get(recipient=world.coordinator, key__startswith="file:")
    assert notice.text == f"{case.reference}: a file was added"


def test_add_file_by_the_lead_tells_nobody(world: make.World, case: Referral) -> None:
    add(case, world.coordinator)
    assert not Notification.objects.filter(key__startswith="file:").exists()


def test_add_file_whose_record_fails_leaves_neither_row_nor_content(
    world: make.World, case: Referral, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError("the audit record cannot be written")

    before = contents()
    monkeypatch.setattr("referrals.actions.files.audit.record", fail)
    with pytest.raises(RuntimeError):
        add(case, world.sister)
    assert (case.files.count(), contents()) == (0, before)


def test_add_file_whose_content_cannot_be_written_leaves_no_row(
    world: make.World, case: Referral, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: CheckedFile) -> str:
        raise OSError("no space left")

    monkeypatch.setattr(storage, "put", full)
    with pytest.raises(OSError, match="no space left"):
        add(case, world.sister)
    assert case.files.count() == 0


def test_share_photo_by_the_lead_shows_it_to_providers(world: make.World, case: Referral) -> None:
    file = add(case, world.sister)
    files.share_file(file=file, shown=True, by=world.coordinator, at=make.NOW)
    file.refresh_from_db()
    assert file.for_provider


def test_share_photo_twice_is_one_act(world: make.World, case: Referral) -> None:
    file = add(case, world.sister)
    for _ in range(2):
        files.share_file(file=file, shown=True, by=world.coordinator, at=make.NOW)
    assert AuditEvent.objects.filter(action="file_shown_to_providers", object_id=file.pk).count() == 1


def test_hide_photo_takes_it_from_providers(world: make.World, case: Referral) -> None:
    file = add(case, world.coordinator, for_provider=True)
    assert not files.share_file(file=file, shown=False, by=world.team_lead, at=make.NOW).for_provider


@pytest.mark.parametrize("role", ["sister", "discharge_team", "provider_worker", "administrator"])
def test_share_photo_by_others_is_refused(world: make.World, case: Referral, role: str) -> None:
    file = add(case, world.sister)
    with pytest.raises(NotAllowed):
        files.share_file(file=file, shown=True, by=getattr(world, role), at=make.NOW)


def test_share_report_is_refused(world: make.World, case: Referral) -> None:
    report = make.file(case, by=world.coordinator, kind="ot_report")
    with pytest.raises(UnableTo, match="Only photos"):
        files.share_file(file=report, shown=True, by=world.coordinator, at=make.NOW)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("sister", True),
        ("discharge_team", False),
        ("coordinator", True),
        ("team_lead", True),
        ("provider_worker", False),
        ("flat_manager", False),
        ("administrator", False),
    ],
)
def test_remove_file_is_for_the_lead_and_whoever_added_it(
    world: make.World, case: Referral, role: str, may: bool
) -> None:
    file = add(case, world.sister)
    person = getattr(world, role)
    if may:
        files.remove_file(file=file, why="wrong_case", by=person, at=make.NOW)
    else:
        with pytest.raises(NotAllowed):
            files.remove_file(file=file, why="wrong_case", by=person, at=make.NOW)
    file.refresh_from_db()
    assert (file.removed_at is not None) is may


def test_remove_file_deletes_content_and_title_and_keeps_the_row(
    world: make.World, case: Referral, django_capture_on_commit_callbacks: CAPTURE
) -> None:
    file = add(case, world.sister, title="Mrs Smith")
    with django_capture_on_commit_callbacks(execute=True):
        files.remove_file(file=file, why="wrong_case", by=world.sister, at=make.NOW)
    file.refresh_from_db()
    assert (file.title, file.removed_by, file.removed_why) == ("", world.sister, "wrong_case")
    assert not storage.exists(file.storage_name)


def test_remove_file_undone_keeps_the_content(
    world: make.World, case: Referral, django_capture_on_commit_callbacks: CAPTURE
) -> None:
    file = add(case, world.sister)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        files.remove_file(file=file, why="wrong_case", by=world.sister, at=make.NOW)
        transaction.set_rollback(True)
    file.refresh_from_db()
    assert file.removed_at is None
    assert storage.exists(file.storage_name)


def test_remove_file_of_a_closed_case_is_possible(world: make.World, case: Referral) -> None:
    from referrals.actions.discharge import close_case, record_discharge

    file = add(case, world.coordinator)
    at = make.NOW + timedelta(hours=3)
    record_discharge(
        referral=case, discharged_on=at.date(), destination="usual_home", note="", by=world.coordinator, at=at
    )
    close_case(referral=case, note="Settled", by=world.coordinator, at=at)
    assert files.remove_file(file=file, why="wrong_case", by=world.coordinator, at=at).removed_at == at


def test_remove_file_by_the_system_is_possible_and_named_so(world: make.World, case: Referral) -> None:
    file = add(case, world.sister)
    files.remove_file(file=file, why="retention", by=SystemActor("retention"), at=make.NOW)
    assert AuditEvent.objects.get(action="file_removed", object_id=file.pk).actor_kind == "retention"


def test_remove_file_again_changes_nothing(world: make.World, case: Referral) -> None:
    file = add(case, world.sister)
    for person in (world.sister, world.coordinator):
        files.remove_file(file=file, why="wrong_case", by=person, at=make.NOW)
    file.refresh_from_db()
    assert file.removed_by == world.sister


def test_remove_file_without_a_known_reason_is_refused(world: make.World, case: Referral) -> None:
    with pytest.raises(UnableTo, match="why the file is removed"):
        files.remove_file(file=add(case, world.sister), why="just so", by=world.sister, at=make.NOW)


def test_content_changed_behind_our_back_is_not_served(world: make.World, case: Referral) -> None:
    file = add(case, world.sister)
    storage.drop(file.storage_name)
    from django.core.files.base import ContentFile

    storage.store().save(file.storage_name, ContentFile(b"something else"))
    with pytest.raises(storage.ContentMissing, match="damaged"):
        storage.get(file.storage_name, file.sha256)
