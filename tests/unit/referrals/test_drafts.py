"""Drafts: saved as typed, finished by whoever is on shift."""

from datetime import timedelta

import pytest

from partners.errors import NotAllowed, UnableToActNow
from partners.roles import RoleCode
from referrals.actions import drafts
from referrals.models import Referral
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.world()


def test_draft_of_another_ward_is_refused(world: make.World) -> None:
    with pytest.raises(NotAllowed):
        drafts.start_draft(organisation=world.trust, ward=world.other_ward, by=world.sister, at=make.NOW)


def test_draft_by_a_coordinator_is_refused(world: make.World) -> None:
    with pytest.raises(NotAllowed):
        drafts.start_draft(organisation=world.trust, ward=world.ward, by=world.coordinator, at=make.NOW)


def test_saving_a_page_keeps_what_was_typed_even_when_wrong(world: make.World) -> None:
    draft = make.draft(world)
    drafts.save_page(draft=draft, page="who", answers={"nhs_number": "12 34"}, by=world.sister, at=make.NOW)
    assert Referral.objects.get(pk=draft.pk).draft_answers == {"who": {"nhs_number": "12 34"}}


def test_saving_a_page_leaves_the_others_alone(world: make.World) -> None:
    draft = make.draft(world)
    drafts.save_page(draft=draft, page="who", answers={"given_name": "Ada"}, by=world.sister, at=make.NOW)
    drafts.save_page(draft=draft, page="home", answers={"tenure": "owner"}, by=world.sister, at=make.NOW)
    assert set(Referral.objects.get(pk=draft.pk).draft_answers) == {"who", "home"}


def test_colleague_on_the_ward_can_save(world: make.World) -> None:
    colleague = make.person(RoleCode.WARD_STAFF, world.trust, wards=[world.ward])
    later = make.NOW + timedelta(hours=8)
    saved = drafts.save_page(draft=make.draft(world), page="who", answers={}, by=colleague, at=later)
    assert saved.saved_at == later


def test_stranger_cannot_save(world: make.World) -> None:
    stranger = make.person(RoleCode.WARD_STAFF, world.trust, wards=[world.other_ward])
    with pytest.raises(NotAllowed):
        drafts.save_page(draft=make.draft(world), page="who", answers={}, by=stranger, at=make.NOW)


def test_saving_what_was_sent_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToActNow, match="has been sent"):
        drafts.save_page(draft=make.referral(world), page="who", answers={}, by=world.sister, at=make.NOW)


def test_draft_moved_to_a_ward_that_is_not_mine_is_refused(world: make.World) -> None:
    with pytest.raises(NotAllowed):
        drafts.save_page(
            draft=make.draft(world), page="where", answers={}, by=world.sister, at=make.NOW, ward=world.other_ward
        )


def test_deleting_a_draft_leaves_nothing(world: make.World) -> None:
    draft = make.draft(world)
    drafts.delete_draft(draft=draft, by=world.sister)
    assert not Referral.objects.filter(pk=draft.pk).exists()


def test_deleting_what_was_sent_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToActNow):
        drafts.delete_draft(draft=make.referral(world), by=world.sister)


def test_reference_uses_no_letters_that_are_misheard(world: make.World) -> None:
    assert set(make.draft(world).reference[3:]) <= set(drafts.REFERENCE_ALPHABET)
