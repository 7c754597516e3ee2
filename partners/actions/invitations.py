"""Inviting people by e-mail: a link that works once, for 7 days, and lets them choose a password.

Of the link only a hash is stored, so a copy of the database lets nobody in. The e-mail names no patient, and holds no
password.
"""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

from partners import audit
from partners.actions.membership import add_person, check_may_manage, give_role
from partners.actors import Actor, person
from partners.errors import UnableTo
from partners.models import Invitation, Organisation, User, Ward
from partners.roles import RoleCode

LINK_WORKS_FOR = timedelta(days=7)
LINK_BYTES = 32  # from the system's random source; 43 signs in the address


class UnableToInvite(UnableTo):
    """No invitation can be sent to this person, or none taken back."""


class UnableToJoin(UnableTo):
    """The link does not let anybody in any more, or the password is too weak."""


def hash_of(token: str) -> str:
    """What is stored of a link. The token is long and random, so one round is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite_person(
    *,
    email: str,
    name: str,
    organisation: Organisation,
    role: RoleCode,
    wards: Iterable[Ward] = (),
    join_address: str,
    by: Actor,
    at: datetime,
) -> User:
    """Add a person with their first role and send them their link: all or nothing, the e-mail once it is committed.

    `join_address`: where links begin, with `{token}` in the place of the token. Raises what `add_person` and
    `give_role` raise.
    """
    user = add_person(email=email, name=name, by=by, at=at)
    give_role(user=user, organisation=organisation, role=role, wards=wards, by=by, at=at)
    send_invitation(user=user, join_address=join_address, by=by, at=at)
    return user


@transaction.atomic
def send_invitation(*, user: User, join_address: str, by: Actor, at: datetime) -> Invitation:
    """Send a link to somebody who has not joined yet. The link before it stops working.

    Raises NotAllowed without the right to manage people; UnableToInvite for somebody who has a password already or was
    deactivated.
    """
    check_may_manage(by)
    locked = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    if locked.has_joined:
        raise UnableToInvite("This person has joined already. They can ask for a new password when they log in.")
    if not locked.is_active:
        raise UnableToInvite("This person is deactivated. Activate them first.")
    _withdraw_open(locked, at)
    token = secrets.token_urlsafe(LINK_BYTES)
    sender = person(by)
    invitation = Invitation.objects.create(
        user=locked, sent_by=sender, token_hash=hash_of(token), sent_at=at, expires_at=at + LINK_WORKS_FOR
    )
    audit.record(
        action="invitation_sent",
        by=by,
        at=at,
        object_type="invitation",
        object_id=invitation.pk,
        detail={"user": locked.pk},
    )
    words = {"link": join_address.replace("{token}", token), "days": LINK_WORKS_FOR.days, "sender": sender}
    message = EmailMessage(
        subject="Join Homeward",
        body=render_to_string("partners/email/invitation.txt", words),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[locked.email],
    )
    # A mail server that is down must not turn what is saved into an error page: the link can be sent again.
    transaction.on_commit(message.send, robust=True)
    return invitation


@transaction.atomic
def take_back_invitation(*, user: User, by: Actor, at: datetime) -> None:
    """Stop somebody from joining: the link dies and the person is deactivated. Again changes nothing.

    Raises NotAllowed without the right; UnableToInvite when they have joined meanwhile.
    """
    check_may_manage(by)
    locked = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    if locked.has_joined:
        raise UnableToInvite("This person has joined already. Deactivate them instead.")
    _withdraw_open(locked, at)
    if locked.is_active:
        locked.is_active = False
        locked.save(update_fields=["is_active"])
        audit.record(action="invitation_taken_back", by=by, at=at, object_type="user", object_id=locked.pk)


@transaction.atomic
def join(*, invitation: Invitation, password: str, at: datetime) -> User:
    """Choose the first password with the link; it works once. Raises UnableToJoin when it no longer does, or with what
    is wrong with the password.
    """
    who = User.objects.select_for_update(of=("self",), no_key=True).get(pk=invitation.user_id)
    locked = Invitation.objects.select_for_update(of=("self",), no_key=True).get(pk=invitation.pk)
    if locked.used_at or locked.withdrawn_at or locked.expires_at <= at or not who.is_active:
        raise UnableToJoin("This link no longer works. Ask your administrator for a new one.")
    try:
        validate_password(password, who)
    except ValidationError as weak:
        raise UnableToJoin(" ".join(weak.messages)) from weak
    who.set_password(password)
    who.save(update_fields=["password"])
    locked.used_at = at
    locked.save(update_fields=["used_at"])
    audit.record(action="person_joined", by=who, at=at, object_type="user", object_id=who.pk)
    return who


def _withdraw_open(user: User, at: datetime) -> None:
    user.invitations.filter(used_at__isnull=True, withdrawn_at__isnull=True).update(withdrawn_at=at)
