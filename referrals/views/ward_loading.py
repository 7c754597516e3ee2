"""How every page of the ward form begins: the draft, its six pages with what was typed, and what they must know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from partners.models import Organisation, User
from referrals.forms.ward_context import WardFormContext
from referrals.forms.ward_form import forms_from
from referrals.forms.ward_pages import WardPageForm
from referrals.lifecycle import Event, Status
from referrals.models import Referral
from referrals.queries import drafts as queries
from referrals.views.loading import load_case, person_of


@dataclass(frozen=True)
class WardForms:
    """The pages of one referral and what was found for them. `others`: open referrals for the same patient."""

    forms: dict[str, WardPageForm]
    about: WardFormContext
    others: list[queries.OpenReferral]


def ward_forms(
    *, user: User, organisation: Organisation, draft: Referral | None, answers: Mapping[str, Any], at: datetime
) -> WardForms:
    """All six pages with these answers, for this person now."""
    number = queries.number_typed(answers)
    others = queries.open_referrals_seen(user, number, apart_from=draft) if number else []
    about = queries.form_context(
        user=user, organisation=organisation, answers=answers, at=at, second_needed=bool(others)
    )
    return WardForms(forms_from(answers, about), about, others)


def forms_of(request: HttpRequest, draft: Referral, answers: Mapping[str, Any] | None = None) -> WardForms:
    """The pages of this draft, as saved or with these answers instead."""
    return ward_forms(
        user=person_of(request),
        organisation=draft.referrer_organisation,
        draft=draft,
        answers=draft.draft_answers if answers is None else answers,
        at=timezone.now(),
    )


def load_draft(request: HttpRequest, reference: str) -> Referral:
    """The referral with this reference, for somebody who may finish it; it may have been sent meanwhile.

    Raises Http404 and PermissionDenied as `load_case` does.
    """
    return load_case(request, reference, page="draft", event=Event.SUBMIT)


def is_draft(referral: Referral) -> bool:
    return Status(referral.status) is Status.DRAFT
