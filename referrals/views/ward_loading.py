"""How every page of the ward form begins: the draft, its six pages with what was typed, and what they must know."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from partners.attempt import Refused, attempt
from partners.models import Organisation, User
from referrals.actions.look_ups import look_up_number
from referrals.forms.ward_context import WardFormContext
from referrals.forms.ward_form import forms_from
from referrals.forms.ward_pages import WardPageForm
from referrals.lifecycle import Event, Status
from referrals.models import Referral
from referrals.queries import drafts as queries
from referrals.views.loading import load_case, person_of


@dataclass(frozen=True)
class WardForms:
    """The pages of one referral and what was found for them. `others`: open referrals for the same patient.

    `refused`: the NHS number just typed was not looked at, as the first page says; so nothing of it may be saved.
    """

    forms: dict[str, WardPageForm]
    about: WardFormContext
    others: list[queries.OpenReferral]
    refused: bool = False


def ward_forms(
    *, user: User, organisation: Organisation, draft: Referral | None, answers: Mapping[str, Any], at: datetime
) -> WardForms:
    """All six pages with these answers, for this person now. A number in them was looked up before: `forms_typed`."""
    number = queries.number_typed(answers)
    others = queries.open_referrals_seen(user, number, apart_from=draft) if number else []
    return _with(others, user=user, organisation=organisation, answers=answers, at=at)


def forms_typed(
    *, user: User, organisation: Organisation, draft: Referral | None, answers: Mapping[str, Any], at: datetime
) -> WardForms:
    """The same with what was typed a moment ago. A number that the draft did not have is counted before it is looked
    up.

    So every number in a saved draft has been counted, and showing the draft again is no other look.
    """
    number = queries.number_typed(answers)
    if number and (draft is None or number != queries.number_typed(draft.draft_answers)):
        refused = _with([], user=user, organisation=organisation, answers=answers, at=at)
        try:
            attempt(refused.forms["who"], lambda: look_up_number(number=number, by=user, at=at), field="nhs_number")
        except Refused:
            return replace(refused, refused=True)
    return ward_forms(user=user, organisation=organisation, draft=draft, answers=answers, at=at)


def _with(
    others: list[queries.OpenReferral],
    *,
    user: User,
    organisation: Organisation,
    answers: Mapping[str, Any],
    at: datetime,
) -> WardForms:
    about = queries.form_context(
        user=user, organisation=organisation, answers=answers, at=at, second_needed=bool(others)
    )
    return WardForms(forms_from(answers, about), about, others)


def forms_of(request: HttpRequest, draft: Referral) -> WardForms:
    """The pages of this draft, as saved."""
    return ward_forms(
        user=person_of(request),
        organisation=draft.referrer_organisation,
        draft=draft,
        answers=draft.draft_answers,
        at=timezone.now(),
    )


def load_draft(request: HttpRequest, reference: str) -> Referral:
    """The referral with this reference, for somebody who may finish it; it may have been sent meanwhile.

    Raises Http404 and PermissionDenied as `load_case` does.
    """
    return load_case(request, reference, page="draft", event=Event.SUBMIT)


def is_draft(referral: Referral) -> bool:
    return Status(referral.status) is Status.DRAFT
