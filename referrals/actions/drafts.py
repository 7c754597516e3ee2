"""The ward's draft: started, saved after each page, found again, finished by whoever is on shift."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from partners import access as partners
from partners.errors import NotAllowed, UnableToActNow
from partners.models import Organisation, User, Ward
from partners.roles import Permission
from referrals import access
from referrals.actions.transition import lock
from referrals.lifecycle import Status
from referrals.models import Referral
from referrals.paths import draft_path
from referrals.queries import beyond

# Without the letters and digits that are misheard on the telephone or misread on paper.
REFERENCE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference() -> str:
    """A reference for one case: HW- and five characters that nothing about the patient can be read from."""
    return "HW-" + "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(5))


def start_draft(
    *,
    organisation: Organisation,
    ward: Ward | None,
    by: User,
    at: datetime,
    answers: Mapping[str, Any] | None = None,
    reference: str | None = None,
) -> Referral:
    """Begin a referral. Raises NotAllowed when this person does not refer from this ward.

    `reference`: one drawn beforehand with `new_reference`. Beginning with it again gives the same person the draft they
    have, so that a button pressed twice makes one draft; what was typed the second time takes the place of the first,
    because somebody who went back to the first page corrects it there.
    """
    if not access.can_make_referral(by, organisation.pk, ward.pk if ward else None):
        raise NotAllowed("You can make referrals only from your own wards.")
    for drawn in (reference or new_reference(), *(new_reference() for _ in range(4))):
        try:
            with transaction.atomic():
                return Referral.objects.create(
                    reference=drawn,
                    referrer_organisation=organisation,
                    ward=ward,
                    made_by=by,
                    made_at=at,
                    saved_at=at,
                    draft_answers=dict(answers or {}),
                )
        except IntegrityError:  # the reference is taken: by the first press of this button, or draw another
            mine = Referral.objects.filter(
                reference=reference, made_by=by, referrer_organisation=organisation, status=Status.DRAFT
            ).first()
            if mine is not None:
                return _typed_again(mine, answers or {}, by=by, at=at)
    raise RuntimeError("No free reference found in five draws.")


def _typed_again(draft: Referral, answers: Mapping[str, Any], *, by: User, at: datetime) -> Referral:
    for page, typed in answers.items():
        if draft.draft_answers.get(page) != typed:
            draft = save_page(draft=draft, page=page, answers=typed, by=by, at=at)
    return draft


@transaction.atomic
def save_page(
    *,
    draft: Referral,
    page: str,
    answers: Mapping[str, Any],
    by: User,
    at: datetime,
    ward: Ward | None = None,
) -> Referral:
    """Keep what was typed on one page of the form, as typed. Other pages stay as they were.

    Raises NotAllowed for somebody who may not finish this draft; UnableToActNow when it has been sent or thrown away.
    """
    locked = lock(draft)
    _check_may_write(locked, by)
    locked.draft_answers = {**locked.draft_answers, page: dict(answers)}
    locked.saved_at = at
    if ward is not None:
        if not access.can_make_referral(by, locked.referrer_organisation_id, ward.pk):
            raise NotAllowed("You can make referrals only from your own wards.")
        locked.ward = ward
    locked.save(update_fields=["draft_answers", "saved_at", "ward"])
    return locked


@transaction.atomic
def delete_draft(*, draft: Referral, by: User) -> None:
    """Throw a draft away. Nothing was sent, so nothing of it is kept."""
    locked = lock(draft)
    _check_may_write(locked, by)
    throw_away(locked)


def throw_away(draft: Referral) -> None:
    """Delete a draft with its past and the notices about it, inside the caller's transaction with the row locked."""
    with connection.cursor() as cursor:
        cursor.execute("select wall.throw_away_draft(%s)", [draft.pk])
    told = partners.people_with(Permission.REFERRAL_MAKE, draft.referrer_organisation_id)
    beyond.forget_notices(path=draft_path(draft.reference), people=[each.pk for each in told])


def _check_may_write(draft: Referral, by: User) -> None:
    if not access.can_view(by, draft) or not access.can_make_referral(
        by, draft.referrer_organisation_id, draft.ward_id
    ):
        raise NotAllowed("You can change drafts of your own wards only.")
    if draft.status != Status.DRAFT:
        raise UnableToActNow("This referral has been sent, so it cannot be changed here. Write a message instead.")
