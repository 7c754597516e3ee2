"""A deadline that passes is noticed by the worker and told to the person who can act."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from discharge.celery import app
from tests import factories as make
from tests.browser.person import Person
from tests.browser.worker import RealWorker


def test_answer_that_is_overdue_is_stamped_by_the_worker_and_told_to_the_coordinator(
    visit: Callable[..., Person], world: make.World, worker: RealWorker
) -> None:
    # Given an emergency that was sent ten days ago and not answered
    sent = timezone.now() - timedelta(days=10)
    case = make.referral(
        world,
        at=sent,
        urgency="emergency",
        admitted_on=sent.date() - timedelta(days=5),
        expected_discharge_on=None,
        ready_on=sent.date() - timedelta(days=1),
    )
    coordinator = visit(world.coordinator)

    # When the minute's sweep goes through the queue to the worker
    with app.connection_for_write() as queue:
        app.send_task("referrals.tasks.announce_due", connection=queue)

    # Then the coordinator finds a notice, which leads to the case
    told = f"{case.reference}: "
    until = time.monotonic() + 60
    while True:
        coordinator.goes_to("/notifications/")
        if coordinator.page.locator("main").get_by_text(told).filter(has_text="overdue").count():
            break
        assert time.monotonic() < until, "The worker stamped nothing:\n" + "\n".join(worker.lines)
        time.sleep(0.3)
    coordinator.finds_nothing_wrong()

    # And the deadline itself says when it ran out
    clock = case.clocks.get()
    assert clock.breached_at == clock.due_at
