"""The reference of a draft, who may begin one, and sending one that a colleague changed."""

from datetime import timedelta

import pytest

from partners.errors import NotAllowed
from partners.roles import RoleCode
from referrals.actions.drafts import REFERENCE_ALPHABET, new_reference, save_page, start_draft
from referrals.actions.submit import submit_referral
from referrals.errors import UnableToSubmit
from referrals.models import Referral
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.world()


def test_reference_has_nothing_that_is_misheard() -> None:
    reference = new_reference()
    assert reference.startswith("HW-")
    assert set(reference[3:]) <= set(REFERENCE_ALPHABET)


@pytest.mark.parametrize(
    "name",
    ["coordinator", "team_lead", "provider_worker", "flat_manager", "commissioner", "ig_officer", "administrator"],
)
def test_start_by_a_role_that_does_not_refer_is_not_allowed(world: make.World, name: str) -> None:
    with pytest.raises(NotAllowed):
        start_draft(organisation=world.trust, ward=world.ward, by=world.people[name], at=make.NOW)


def test_start_with_the_same_reference_gives_the_same_draft(world: make.World) -> None:
    reference = new_reference()
    drafts = [
        start_draft(organisation=world.trust, ward=world.ward, by=world.sister, at=make.NOW, reference=reference)
        for _ in range(2)
    ]
    assert drafts[0] == drafts[1]


def test_start_with_a_reference_of_somebody_else_draws_another(world: make.World) -> None:
    taken = make.draft(world)
    colleague = make.person(RoleCode.WARD_STAFF, world.trust, wards=[world.ward])
    draft = start_draft(organisation=world.trust, ward=world.ward, by=colleague, at=make.NOW, reference=taken.reference)
    assert draft.reference != taken.reference


def test_save_to_a_ward_that_is_not_ones_own_is_not_allowed(world: make.World) -> None:
    draft = make.draft(world)
    with pytest.raises(NotAllowed):
        save_page(draft=draft, page="where", answers={}, by=world.sister, at=make.NOW, ward=world.other_ward)
    assert Referral.objects.get(pk=draft.pk).draft_answers == {}


def test_submit_of_a_draft_saved_by_a_colleague_meanwhile_is_refused(world: make.World) -> None:
    draft = make.draft(world)
    later = make.NOW + timedelta(minutes=1)
    save_page(draft=draft, page="who", answers={"a": "b"}, by=world.discharge_team, at=later)
    with pytest.raises(UnableToSubmit):
        submit_referral(draft=draft, answers=make.answers(world), by=world.sister, at=later)
    assert Referral.objects.get(pk=draft.pk).status == "draft"


def test_start_with_the_same_reference_keeps_what_was_typed_last(world: make.World) -> None:
    reference = new_reference()
    for name in ("Ada", "Ida"):
        start_draft(
            organisation=world.trust,
            ward=world.ward,
            by=world.sister,
            at=make.NOW,
            answers={"who": {"given_name": name}},
            reference=reference,
        )
    assert Referral.objects.get(reference=reference).draft_answers == {"who": {"given_name": "Ida"}}
