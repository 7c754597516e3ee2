"""Lines between the ward and the coordinator."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from partners import access as partners
from partners.errors import NotAllowed, UnableTo
from partners.models import User
from partners.roles import Permission
from referrals import access
from referrals.actions import clocks
from referrals.actions.team import acting_organisation, tell, who_acts
from referrals.actions.transition import check, lock
from referrals.lifecycle import Event
from referrals.london import london_date
from referrals.models import Message, Referral
from referrals.paths import case_path

# Within this time the same words from the same person are a repeated click, not a second message.
REPEAT = timedelta(minutes=1)


@transaction.atomic
def send_message(*, referral: Referral, body: str, by: User, at: datetime) -> Message:
    """Write to the other side. Raises NotAllowed without the right, UnableToActNow on an ended case.

    The same words again within a minute are a repeated click and change nothing.
    """
    locked = lock(referral)
    check(locked, Event.SEND_MESSAGE, by)
    repeated = locked.messages.filter(
        kind=Message.Kind.MESSAGE, body=body.strip(), written_by=by, written_at__gt=at - REPEAT, written_at__lte=at
    ).first()
    if repeated is not None:
        return repeated
    message = post(referral=locked, kind=Message.Kind.MESSAGE, body=body, by=by, at=at)
    _tell_other_side(locked, by, f"{locked.reference}: new message", f"message:{message.pk}", at)
    return message


def nudge(*, referral: Referral, by: User, at: datetime) -> None:
    """ "Still waiting?": one press tells the coordinator. Once a case and day, whoever presses; a second press is
    quiet."""
    with transaction.atomic():
        locked = lock(referral)
        check(locked, Event.SEND_MESSAGE, by)
        if not access.has_right(by, Event.ANSWER, locked):
            raise NotAllowed("Only the ward that referred the patient can ask whether it is still waiting.")
        try:
            with transaction.atomic():
                message = post(
                    referral=locked,
                    kind=Message.Kind.NUDGE,
                    body="Still waiting?",
                    by=by,
                    at=at,
                    nudged_on=london_date(at),
                )
        except IntegrityError:
            return
        _tell_other_side(
            locked,
            by,
            f"{locked.reference}: the ward asks whether this is still waiting",
            f"message:{message.pk}",
            at,
        )


def post(*, referral: Referral, kind: str, body: str, by: User, at: datetime, nudged_on: date | None = None) -> Message:
    """Add a message to a case, inside the caller's transaction."""
    if not body.strip():
        raise UnableTo("Write something before you send it.")
    return Message.objects.create(
        referral=referral,
        kind=kind,
        body=body.strip(),
        written_by=by,
        organisation_id=acting_organisation(by, referral),
        written_at=at,
        nudged_on=nudged_on,
    )


def _tell_other_side(referral: Referral, by: User, text: str, key: str, at: datetime) -> None:
    from_lead = referral.lead_organisation_id in partners.organisations_where(by, Permission.CASE_TRIAGE)
    if from_lead:
        clocks.stop_first_response(referral=referral, at=at)
        people = [each for each in {referral.submitted_by, referral.made_by} if each is not None]
    else:
        people = who_acts(referral)
    tell(referral=referral, people=people, key=key, text=text, path=case_path(referral.reference), at=at)
