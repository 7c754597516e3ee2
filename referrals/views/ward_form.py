"""Making a referral, page by page. Each page is saved as it is sent, also when something on it is still wrong."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from partners.attempt import Refused, attempt
from partners.guards import requires
from partners.models import Organisation, Ward
from partners.roles import Permission
from referrals.actions.drafts import new_reference, save_page, start_draft
from referrals.forms.need_groups import need_columns
from referrals.forms.ward_form import (
    PAGE_CODES,
    PAGES,
    WardPage,
    as_typed,
    is_finished,
    page_after,
    page_before,
    page_of,
    unfinished,
)
from referrals.forms.ward_pages import NeedsForm, WardPageForm
from referrals.forms.ward_pages_home import SharingForm
from referrals.models import Referral
from referrals.queries import drafts as queries
from referrals.views.loading import person_of
from referrals.views.ward_loading import WardForms, forms_of, forms_typed, is_draft, load_draft, ward_forms

# The reference is drawn when the first page is shown, so that pressing its button twice begins one referral.
SALT = "referral-start"
LEAVE = "leave"


@requires(Permission.REFERRAL_MAKE)
@require_http_methods(["GET", "POST"])
def referral_start(request: HttpRequest) -> HttpResponse:
    """The first page of a new referral. Nothing is kept until something was typed."""
    organisation = _organisation(request)
    user, page = person_of(request), PAGES[0]
    wards = queries.wards_of(user, organisation)
    if not wards or not queries.schemes_of(organisation, timezone.now()):
        return render(request, "referrals/ward/cannot_refer.html", {"wards": wards})
    ready = ward_forms(user=user, organisation=organisation, draft=None, answers={}, at=timezone.now())
    if request.method == "GET":
        return _show(request, page, ready, ready.forms["who"], None)
    raw = as_typed(page, request.POST, ready.about)
    ready = forms_typed(user=user, organisation=organisation, draft=None, answers={"who": raw}, at=timezone.now())
    form = ready.forms["who"]
    if ready.refused or not any(value.strip() for value in raw.values()):
        return _show(request, page, ready, form, None)
    try:
        draft = attempt(
            form,
            lambda: start_draft(
                organisation=organisation,
                ward=queries.first_ward(user, organisation, wards),
                by=user,
                at=timezone.now(),
                answers={"who": raw},
                reference=_reference_shown(request),
            ),
        )
    except Refused:
        return _show(request, page, ready, form, None)
    # What is wrong is shown on the page's own address, where it can be found again.
    return _go_on(request, draft, page, ready) if form.is_valid() else _left_or(request, "referral_page", draft, page)


@requires(Permission.REFERRAL_MAKE)
@require_http_methods(["GET", "POST"])
def referral_page(request: HttpRequest, reference: str, page: str) -> HttpResponse:
    """One of the six pages of a draft."""
    if page not in PAGE_CODES:
        raise Http404
    draft, current = load_draft(request, reference), page_of(page)
    if request.method == "GET":
        if not is_draft(draft):
            return redirect("case", draft.reference)
        ready = forms_of(request, draft)
        return _show(request, current, ready, ready.forms[page], draft)
    raw = as_typed(current, request.POST, forms_of(request, draft).about)
    ready = forms_typed(
        user=person_of(request),
        organisation=draft.referrer_organisation,
        draft=draft,
        answers={**draft.draft_answers, page: raw},
        at=timezone.now(),
    )
    form = ready.forms[page]
    if ready.refused:
        return _show(request, current, ready, form, draft)
    valid = form.is_valid()
    try:
        saved = attempt(
            form,
            lambda: save_page(
                draft=draft,
                page=page,
                answers=raw,
                by=person_of(request),
                at=timezone.now(),
                ward=_ward_chosen(current, form) if valid else None,
            ),
        )
    except Refused:
        return _show(request, current, ready, form, draft)
    if LEAVE in request.POST:
        return _left_or(request, "referral_page", saved, current)
    if isinstance(form, SharingForm) and form.stops:
        return redirect("referral_stop", saved.reference)
    if not valid:
        return _show(request, current, ready, form, draft)
    return _go_on(request, saved, current, ready)


@requires(Permission.REFERRAL_MAKE)
@require_http_methods(["GET"])
def referral_continue(request: HttpRequest, reference: str) -> HttpResponse:
    """Goes on with a draft where it was left: at the first page that is not finished."""
    draft = load_draft(request, reference)
    if not is_draft(draft):
        return redirect("case", draft.reference)
    to_do = unfinished(forms_of(request, draft).forms)
    return redirect("referral_page", draft.reference, to_do[0].code) if to_do else redirect("referral_check", reference)


def _organisation(request: HttpRequest) -> Organisation:
    working_as = person_of(request).working_as
    if working_as is None:  # the closed door let nobody in without a role
        raise Http404
    return working_as.organisation


def _ward_chosen(page: WardPage, form: WardPageForm) -> Ward | None:
    return queries.ward_with(int(form.cleaned_data["ward"])) if page.code == "where" else None


def _reference_shown(request: HttpRequest) -> str | None:
    try:
        return signing.Signer(salt=SALT).unsign(request.POST.get("start", ""))
    except signing.BadSignature:
        return None


def _left_or(request: HttpRequest, name: str, draft: Referral, page: WardPage) -> HttpResponse:
    """To the drafts for somebody who wants to go on later, else back to the page."""
    if LEAVE in request.POST:
        messages.success(request, f"Draft {draft.reference} is saved. You or a colleague can finish it.")
        return redirect(f"{reverse('our_referrals')}?show=drafts")
    return redirect(name, draft.reference, page.code)


def _go_on(request: HttpRequest, draft: Referral, page: WardPage, ready: WardForms) -> HttpResponse:
    if LEAVE in request.POST:
        return _left_or(request, "referral_page", draft, page)
    following = page_after(page.code)
    if following is None or request.GET.get("from") == "check" or not unfinished(ready.forms):
        return redirect("referral_check", draft.reference)
    return redirect("referral_page", draft.reference, following.code)


def _show(
    request: HttpRequest, page: WardPage, ready: WardForms, form: WardPageForm, draft: Referral | None
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "heading": page.heading,
        "caption": f"Make a referral: page {PAGE_CODES.index(page.code) + 1} of {len(PAGES)}",
        "back_url": _back(request, page, draft),
        "draft": draft,
        "about": ready.about,
        "others": ready.others,
        "start": "" if draft else signing.Signer(salt=SALT).sign(new_reference()),
        "need_columns": need_columns(form) if isinstance(form, NeedsForm) else [],
        "steps": [
            {"name": each.name, "done": is_finished(ready.forms[each.code]), "current": each == page} for each in PAGES
        ],
    }
    return render(request, f"referrals/ward/{page.code}.html", context)


def _back(request: HttpRequest, page: WardPage, draft: Referral | None) -> str:
    before = page_before(page.code)
    if draft is not None and request.GET.get("from") == "check":
        return reverse("referral_check", args=[draft.reference])
    if draft is None or before is None:
        return reverse("our_referrals")
    return reverse("referral_page", args=[draft.reference, before.code])
