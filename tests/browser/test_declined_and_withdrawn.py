"""A referral that is declined, and one that the ward takes back."""

from __future__ import annotations

from collections.abc import Callable

from tests import factories as make
from tests.browser.person import Person
from tests.browser.steps import ADA, IVOR, days_ago, finds_in_worklist, opens_case, refers
from tests.browser.worker import RealWorker

Visit = Callable[..., Person]


def test_referral_that_is_declined_says_why_to_the_ward(visit: Visit, world: make.World, worker: RealWorker) -> None:
    # Given a patient who was referred
    sister = visit(world.sister)
    reference = refers(sister, ADA)

    # When the coordinator declines with a reason and says what to do instead
    coordinator = visit(world.coordinator)
    finds_in_worklist(coordinator, reference)
    coordinator.presses("Decline")
    coordinator.presses("Decline the referral")
    coordinator.sees("There is a problem", "Select why you are declining")
    coordinator.chooses("Lives outside the area we serve")
    coordinator.page.get_by_label("What the ward should know").fill("Bolsover covers that street.")
    coordinator.presses("Decline the referral")
    coordinator.sees_notice(f"{reference} declined. The ward has been told why.")

    # Then nothing waits for the coordinator any more
    coordinator.follows("Worklist", exact=True)
    coordinator.sees_not(reference)

    # And the ward finds the reason where it looks, with a notice
    sister.follows("Notifications")
    sister.sees(reference)
    sister.goes_to("/referrals/?show=ended")
    sister.sees(ADA.name, "Declined", "outside the area")
    opens_case(sister, reference)
    sister.sees("Bolsover covers that street.")
    sister.finds_nothing_wrong()


def test_referral_the_ward_withdraws_leaves_the_coordinators_list(
    visit: Visit, world: make.World, worker: RealWorker
) -> None:
    # Given a patient who was referred, with an answer due
    sister = visit(world.sister)
    reference = refers(sister, IVOR)
    coordinator = visit(world.coordinator)
    coordinator.follows("Worklist", exact=True)
    coordinator.sees(reference)

    # When the ward takes the referral back
    sister.follows("Our referrals", exact=True)
    opens_case(sister, reference)
    sister.presses("Withdraw")
    sister.chooses("Went home without us")
    sister.presses("Withdraw the referral")
    sister.sees_notice(f"{reference} withdrawn")

    # Then it is gone from the coordinator's list, and the coordinator was told
    coordinator.follows("Worklist", exact=True)
    coordinator.sees_not(reference)
    coordinator.follows("Notifications")
    coordinator.sees(reference)

    # And whoever opens the case reads that it ended, and why
    coordinator.goes_to(f"/cases/{reference}/")
    coordinator.sees("Withdrawn", "Went home without us", world.sister.name)
    coordinator.finds_nothing_wrong()


def test_stop_page_keeps_what_was_typed_when_nobody_agreed(visit: Visit, world: make.World) -> None:
    # Given a referral complete but for the patient's agreement
    sister = visit(world.sister)
    refers_without_agreement(sister)

    # Then the referral stops there, and says so
    assert sister.page.url.endswith("/stop/")
    sister.finds_nothing_wrong()

    # And the draft is kept for when the patient has been asked
    sister.goes_to("/referrals/?show=drafts")
    sister.sees(ADA.name)


def refers_without_agreement(sister: Person) -> None:
    """Begin a referral and say that the patient does not agree to sharing."""
    from tests.browser.steps import begins_referral, says_where_in_hospital

    begins_referral(sister, ADA)
    says_where_in_hospital(sister, admitted=days_ago(2), ready=None)
    draft = sister.page.url.rstrip("/").split("/")[-2]
    sister.goes_to(f"/referrals/{draft}/sharing/")
    sister.page.get_by_role("radio").last.check()
    sister.presses("Save and continue")
