"""A coordinator adds files to a case; the provider that has a job there sees the photo meant for it, and no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import FilePayload

from housing.actions.work import plan_work
from housing.models import Intervention, InterventionKind
from referrals.models import Referral
from tests import factories as make
from tests.browser.person import NARROW, Person

Visit = Callable[..., Person]
PHOTO: FilePayload = {"name": "IMG_2041.jpg", "mimeType": "image/jpeg", "buffer": make.picture(size=(600, 400))}
REPORT: FilePayload = {"name": "winterbourne.pdf", "mimeType": "application/pdf", "buffer": make.pdf()}
NO_PHOTO: FilePayload = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": b"MZ is how a program begins"}


@pytest.fixture
def job(monday: None, world: make.World) -> Intervention:
    """A key safe, asked of the provider this morning."""
    case = make.referral(world, "accepted", at=make.NOW - timedelta(days=1))
    return plan_work(
        referral=case,
        kind=InterventionKind.objects.get(code="key_safe"),
        urgency="urgent",
        funding_source="scheme",
        provider=world.provider,
        commission=True,
        by=world.coordinator,
        at=make.NOW,
    )


def adds(person: Person, file: FilePayload, kind: str, title: str, *, for_provider: bool = False) -> None:
    person.page.get_by_label("File", exact=True).set_input_files(file)
    person.chooses(kind)
    person.writes("What does it show?", title)
    if for_provider:
        person.ticks("Providers with a job on this case may see this photo")
    person.presses("Add file")


def test_files_are_refused_added_and_shown_to_whom_they_are_for(
    visit: Visit, world: make.World, job: Intervention
) -> None:
    case: Referral = job.referral
    coordinator = visit(world.coordinator)
    coordinator.goes_to(f"/cases/{case.reference}/files/")

    # When the file is not what its name says, it is refused by the field, and the words typed are kept
    adds(coordinator, NO_PHOTO, "Photo of the home", "Front steps", for_provider=True)
    coordinator.sees("There is a problem", "The file must be a JPEG or PNG photo, or a PDF.")
    coordinator.finds_nothing_wrong()

    # When it is a photo or a report, it is in the list
    adds(coordinator, PHOTO, "Photo of the home", "Front steps", for_provider=True)
    coordinator.sees_notice(f"File added to {case.reference}")
    coordinator.sees("Front steps (photo")
    adds(coordinator, REPORT, "Occupational therapist’s report", "Visit on Monday")
    coordinator.sees("Visit on Monday (PDF")
    coordinator.finds_nothing_wrong()

    # And the provider finds the photo with its job, and can add one of its own
    worker = visit(world.provider_worker, width=NARROW)
    worker.goes_to(f"/jobs/{job.pk}/")
    worker.sees("Front steps")
    worker.sees_not("Visit on Monday")
    worker.presses("Add a photo")
    worker.sees_heading("Add a photo")
    worker.page.get_by_label("Photo", exact=True).set_input_files({**PHOTO, "buffer": make.picture()})
    worker.writes("What does it show?", "The key safe")
    worker.finds_nothing_wrong()
    worker.presses("Add photo")
    worker.sees("The key safe")
    worker.finds_nothing_wrong()
    report = case.files.get(title="Visit on Monday")
    assert worker.is_refused(f"/cases/{case.reference}/files/{report.pk}/") == 403
    assert worker.is_refused(f"/jobs/{job.pk}/photos/{report.pk}/") == 404

    coordinator.page.reload()
    coordinator.sees("The key safe", world.provider.name)
