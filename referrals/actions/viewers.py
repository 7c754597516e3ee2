"""Organisations that may look at a case and do nothing to it: let in, and stopped, by those who decide about it."""

from datetime import datetime

from django.db import transaction

from partners import access as partners
from partners.errors import UnableTo
from partners.models import Organisation, User
from partners.roles import Permission
from referrals.actions.basis import givers_of
from referrals.actions.parties import add_party, end_party
from referrals.actions.team import tell
from referrals.actions.transition import carry_out, check, lock
from referrals.lifecycle import Event, Part
from referrals.models import Referral
from referrals.paths import case_path
from referrals.queries import beyond


class UnableToAddViewer(UnableTo):
    """The organisation cannot be let in to look, or nothing says why it should be."""


@transaction.atomic
def add_viewer(*, referral: Referral, organisation: Organisation, why: str, by: User, at: datetime) -> Referral:
    """Let the people of an organisation who see whole cases look at this one from now on, and tell them.

    An organisation that may look already is let in again with nothing written. Raises UnableToAddViewer for who holds
    the case, without a reason, or where nobody could look; UnableToShare without an agreement or a decision; what
    `check` raises.
    """
    locked = lock(referral)
    check(locked, Event.ADD_VIEWER, by)
    if organisation.pk in givers_of(locked):
        raise UnableToAddViewer(f"{organisation.name} holds this case already.")
    if not why.strip():
        raise UnableToAddViewer("Enter why they should look at this case.")
    people = list(partners.people_with(Permission.REFERRAL_VIEW, organisation.pk))
    if not organisation.active or not people:
        raise UnableToAddViewer(f"Nobody at {organisation.name} can look at cases. Select another organisation.")
    if _looks(locked, organisation):
        return locked
    party = add_party(referral=locked, organisation=organisation, part=Part.VIEWER, at=at)
    carry_out(
        locked,
        Event.ADD_VIEWER,
        by=by,
        at=at,
        note=f"{organisation.name}: {why.strip()}",
        detail={"organisation": organisation.pk, "party": party.pk},
    )
    tell(
        referral=locked,
        people=people,
        key=f"referral:{locked.pk}:viewer:{party.pk}",
        text=f"{locked.reference}: you may look at this case",
        path=case_path(locked.reference),
        at=at,
    )
    return locked


@transaction.atomic
def end_viewer(*, referral: Referral, organisation: Organisation, by: User, at: datetime) -> Referral:
    """Let an organisation look no longer: its people see nothing from this moment, and the notices about the case go
    from their lists. One that does not look changes nothing. Raises what `check` raises.
    """
    locked = lock(referral)
    check(locked, Event.END_VIEWER, by)
    if not _looks(locked, organisation):
        return locked
    end_party(referral=locked, organisation=organisation, part=Part.VIEWER, at=at)
    carry_out(
        locked,
        Event.END_VIEWER,
        by=by,
        at=at,
        note=organisation.name,
        detail={"organisation": organisation.pk},
    )
    if not locked.parties.filter(organisation=organisation, to_at__isnull=True).exists():
        gone = partners.people_with(Permission.REFERRAL_VIEW, organisation.pk)
        beyond.forget_notices(path=case_path(locked.reference), people=[each.pk for each in gone])
    return locked


def _looks(referral: Referral, organisation: Organisation) -> bool:
    return referral.parties.filter(organisation=organisation, part=Part.VIEWER.value, to_at__isnull=True).exists()
