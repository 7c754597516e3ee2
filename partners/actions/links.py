"""Making and ending private links to deadlines. Of the key only a hash is kept, so a link is shown once."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from partners import access, audit
from partners.errors import NotAllowed
from partners.models import Organisation, PrivateLink, User
from partners.roles import Permission


def hash_of(key: str) -> str:
    """What is kept of a key, which is long and random: one round is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def make_link(*, kind: str, organisation: Organisation | None = None, by: User, at: datetime) -> str:
    """Make somebody's link anew; the one before stops working. Gives the key, which is not kept.

    `organisation`: for a board, where it hangs. Raises NotAllowed for a board where the person sees no cases.
    """
    if kind == PrivateLink.Kind.BOARD and not (
        organisation and access.has_permission(by, Permission.REFERRAL_VIEW, organisation.pk)
    ):
        raise NotAllowed("You do not have the right to put up a board for this organisation.")
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    end_link(kind=kind, organisation=organisation, by=by, at=at)
    key = secrets.token_urlsafe(32)
    link = PrivateLink.objects.create(kind=kind, user=by, organisation=organisation, key_hash=hash_of(key), made_at=at)
    audit.record(action="link_made", by=by, at=at, object_type="private_link", object_id=link.pk, detail={"kind": kind})
    return key


@transaction.atomic
def end_link(*, kind: str, organisation: Organisation | None = None, by: User, at: datetime) -> None:
    """Somebody's link shows nothing from now on. Quiet where there is none."""
    current = PrivateLink.objects.select_for_update(of=("self",), no_key=True).filter(
        kind=kind, user=by, organisation=organisation, ended_at__isnull=True
    )
    for link in current:
        link.ended_at = at
        link.save(update_fields=["ended_at"])
        audit.record(
            action="link_ended", by=by, at=at, object_type="private_link", object_id=link.pk, detail={"kind": kind}
        )
