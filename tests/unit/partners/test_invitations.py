"""Links to join: once, for 7 days, and gone when a newer one is sent."""

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from partners.actions import invitations as actions
from partners.actions.invitations import UnableToInvite, UnableToJoin
from partners.actions.membership import UnableToAddPerson
from partners.errors import NotAllowed
from partners.models import AuditEvent, Invitation, User
from partners.queries.invitations import invitation_with
from partners.roles import RoleCode
from tests import factories as make

pytestmark = pytest.mark.django_db
LINK = "https://homeward.example/join/{token}/"
PASSWORD = "a long new password"
LATER = make.NOW + timedelta(hours=1)


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def invite(world: make.World, django_capture_on_commit_callbacks: Callable[..., Any]) -> Callable[..., User]:
    """Invite Ada to coordinate at the council, and let the e-mail go."""

    def act(**changes: Any) -> User:
        with django_capture_on_commit_callbacks(execute=True):
            return actions.invite_person(
                **{
                    "email": "ada.holt@homeward.example",
                    "name": "Ada Holt",
                    "organisation": world.council,
                    "role": RoleCode.COORDINATOR,
                    "join_address": LINK,
                    "by": world.administrator,
                    "at": make.NOW,
                    **changes,
                }
            )

    return act


def link_of(message: Any) -> Invitation:
    """The invitation behind the link of an e-mail."""
    token = message.body.split("/join/")[1].split("/")[0]
    found = invitation_with(actions.hash_of(token))
    assert found is not None
    return found


def test_invited_person_gets_one_email_with_the_link(invite: Callable[..., User], world: make.World) -> None:
    user = invite()
    assert [message.to for message in mail.outbox] == [[user.email]]
    assert link_of(mail.outbox[0]).user == user
    assert world.administrator.name in mail.outbox[0].body


def test_links_are_long_and_never_the_same(invite: Callable[..., User], world: make.World) -> None:
    user = invite()
    actions.send_invitation(user=user, join_address=LINK, by=world.administrator, at=LATER)
    tokens = {each.body.split("/join/")[1].split("/")[0] for each in mail.outbox}

    assert all(len(base64.urlsafe_b64decode(f"{token}=")) == 32 for token in tokens)
    assert len(set(Invitation.objects.values_list("token_hash", flat=True))) == 2


def test_link_itself_is_not_in_the_database(invite: Callable[..., User]) -> None:
    invite()
    token = mail.outbox[0].body.split("/join/")[1].split("/")[0]
    assert token not in str(Invitation.objects.values().get())


def test_invited_person_has_no_password_until_they_join(invite: Callable[..., User]) -> None:
    assert not invite().has_usable_password()


def test_nothing_is_sent_when_the_invitation_fails(
    invite: Callable[..., User], world: make.World, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with pytest.raises(UnableToAddPerson), django_capture_on_commit_callbacks(execute=True):
        invite(email=world.sister.email)
    assert mail.outbox == []


def test_ward_staff_without_a_ward_leaves_no_person(invite: Callable[..., User], world: make.World) -> None:
    with pytest.raises(UnableToAddPerson):
        invite(organisation=world.trust, role=RoleCode.WARD_STAFF)
    assert not User.objects.filter(name="Ada Holt").exists()


def test_joining_sets_the_password_and_uses_the_link_up(invite: Callable[..., User]) -> None:
    invite()
    invitation = link_of(mail.outbox[0])
    user = actions.join(invitation=invitation, password=PASSWORD, at=LATER)
    assert user.check_password(PASSWORD)
    assert Invitation.objects.get(pk=invitation.pk).used_at == LATER
    assert AuditEvent.objects.filter(action="person_joined", actor_id=user.pk).exists()


def test_joining_twice_is_refused(invite: Callable[..., User]) -> None:
    invite()
    invitation = link_of(mail.outbox[0])
    actions.join(invitation=invitation, password=PASSWORD, at=LATER)
    with pytest.raises(UnableToJoin):
        actions.join(invitation=invitation, password="somebody else's choice", at=LATER)


@pytest.mark.parametrize(("after", "works"), [(timedelta(days=7, seconds=-1), True), (timedelta(days=7), False)])
def test_link_works_for_seven_days(invite: Callable[..., User], after: timedelta, works: bool) -> None:
    invite()
    invitation = link_of(mail.outbox[0])
    if works:
        actions.join(invitation=invitation, password=PASSWORD, at=make.NOW + after)
    else:
        with pytest.raises(UnableToJoin, match="no longer works"):
            actions.join(invitation=invitation, password=PASSWORD, at=make.NOW + after)


def test_weak_password_is_refused_and_the_link_still_works(invite: Callable[..., User]) -> None:
    invite()
    invitation = link_of(mail.outbox[0])
    with pytest.raises(UnableToJoin, match="too short"):
        actions.join(invitation=invitation, password="short", at=LATER)
    assert actions.join(invitation=invitation, password=PASSWORD, at=LATER).has_usable_password()


def test_sending_again_ends_the_link_before(
    invite: Callable[..., User], world: make.World, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    user = invite()
    with django_capture_on_commit_callbacks(execute=True):
        actions.send_invitation(user=user, join_address=LINK, by=world.administrator, at=LATER)
    old, new = (link_of(message) for message in mail.outbox)
    with pytest.raises(UnableToJoin):
        actions.join(invitation=old, password=PASSWORD, at=LATER)
    assert actions.join(invitation=new, password=PASSWORD, at=LATER) == user


def test_sending_to_somebody_who_joined_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToInvite, match="joined already"):
        actions.send_invitation(user=world.sister, join_address=LINK, by=world.administrator, at=make.NOW)


def test_taking_back_ends_the_link_and_deactivates(invite: Callable[..., User], world: make.World) -> None:
    user = invite()
    actions.take_back_invitation(user=user, by=world.administrator, at=LATER)
    assert not User.objects.get(pk=user.pk).is_active
    with pytest.raises(UnableToJoin):
        actions.join(invitation=link_of(mail.outbox[0]), password=PASSWORD, at=LATER)


def test_taking_back_from_somebody_who_joined_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToInvite):
        actions.take_back_invitation(user=world.sister, by=world.administrator, at=make.NOW)
    assert User.objects.get(pk=world.sister.pk).is_active


@pytest.mark.parametrize("act", [actions.send_invitation, actions.take_back_invitation])
def test_inviting_without_the_right_is_refused(
    invite: Callable[..., User], world: make.World, act: Callable[..., Any]
) -> None:
    where = {"join_address": LINK} if act is actions.send_invitation else {}
    with pytest.raises(NotAllowed):
        act(user=invite(), by=world.team_lead, at=make.NOW, **where)


def test_two_open_links_are_refused_by_the_database(invite: Callable[..., User]) -> None:
    user = invite()
    with pytest.raises(IntegrityError, match="invitation_open_once"), transaction.atomic():
        Invitation.objects.create(user=user, token_hash="b", sent_at=make.NOW, expires_at=LATER)


def test_link_that_ends_before_it_begins_is_refused_by_the_database(world: make.World) -> None:
    with pytest.raises(IntegrityError, match="invitation_expires_after_sending"), transaction.atomic():
        Invitation.objects.create(user=world.sister, token_hash="b", sent_at=LATER, expires_at=make.NOW)


def test_link_used_and_withdrawn_is_refused_by_the_database(world: make.World) -> None:
    with pytest.raises(IntegrityError, match="invitation_used_or_withdrawn"), transaction.atomic():
        Invitation.objects.create(
            user=world.sister, token_hash="b", sent_at=make.NOW, expires_at=LATER, used_at=LATER, withdrawn_at=LATER
        )
