"""What somebody wants sent to them, and trying again what was given up."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from partners import access, audit
from partners.errors import NotAllowed, UnableTo
from partners.messages import KINDS, How
from partners.models import MessageChoice, OutboxMessage, User
from partners.roles import Permission


class UnableToTryAgain(UnableTo):
    """The message waits, or has gone out."""


@transaction.atomic
def choose_messages(*, user: User, choices: Mapping[str, How], mobile: str, at: datetime) -> None:
    """Somebody chooses, for themselves, how each kind of line is sent on, and their number for text messages.

    `choices`: codes of `partners.messages.KINDS`; those left out stay as they are. `mobile`: international form, or
    empty for no text messages. A deadline of an emergency that passed is sent whatever is chosen.
    """
    known = {kind.code for kind in KINDS}
    for code, how in choices.items():
        if code in known:
            MessageChoice.objects.update_or_create(user=user, kind=code, defaults={"how": how.value})
    user.mobile = mobile
    user.save(update_fields=["mobile"])
    audit.record(
        action="messages_chosen",
        by=user,
        at=at,
        object_type="user",
        object_id=user.pk,
        detail={code: how.value for code, how in choices.items()},
    )


@transaction.atomic
def try_again(*, message: OutboxMessage, by: User, at: datetime) -> OutboxMessage:
    """Send a message that was given up once more, from the first try. Quiet when somebody pressed already.

    Raises NotAllowed for who does not manage people; UnableToTryAgain for one that was never given up.
    """
    if not access.has_permission(by, Permission.PEOPLE_MANAGE):
        raise NotAllowed("You do not have the right to do this.")
    fresh = OutboxMessage.objects.select_for_update(of=("self",), no_key=True).get(pk=message.pk)
    if fresh.failed_at is None:
        if fresh.next_try_at is None:
            raise UnableToTryAgain("This message has gone out, or is no longer needed.")
        return fresh
    fresh.failed_at, fresh.next_try_at, fresh.tries, fresh.error = None, at, 0, ""
    fresh.save(update_fields=["failed_at", "next_try_at", "tries", "error"])
    audit.record(action="message_tried_again", by=by, at=at, object_type="message", object_id=fresh.pk)
    return fresh
