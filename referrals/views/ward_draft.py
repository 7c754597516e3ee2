"""The end of the ward form: check and send, what happens next, paper for the notes; stopping, and deleting a draft."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods

from partners.attempt import Refused, attempt
from partners.guards import requires
from partners.roles import Permission
from referrals.actions.drafts import delete_draft
from referrals.actions.submit import submit_referral
from referrals.forms.ward_form import PAGES, answers_from, unfinished
from referrals.forms.ward_summary import Line, summaries
from referrals.models import Referral
from referrals.queries import sent as queries
from referrals.reading import reader_of
from referrals.views.loading import load_case, person_of
from referrals.views.ward_loading import WardForms, forms_of, is_draft, load_draft


@requires(Permission.REFERRAL_MAKE)
@require_http_methods(["GET", "POST"])
def referral_check(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything that was answered, each part with a link to change it, and the button that sends it."""
    draft = load_draft(request, reference)
    if not is_draft(draft):
        return _already_sent(request, draft)
    ready = forms_of(request, draft)
    form = forms.Form(request.POST if request.method == "POST" else None)
    to_do = unfinished(ready.forms)
    if request.method == "GET" or to_do:
        return _show_check(request, draft, ready, form)
    answers = answers_from(ready.forms)
    form.is_valid()
    if request.POST.get("saved", _as_shown(draft)) != _as_shown(draft):
        form.add_error(None, "Somebody changed this draft since you opened it. Check the answers again before sending")
        return _show_check(request, draft, ready, form)
    try:
        attempt(
            form,
            lambda: submit_referral(draft=draft, answers=answers, by=person_of(request), at=timezone.now()),
        )
    except Refused:
        return _show_check(request, draft, ready, form)
    return redirect("referral_sent", draft.reference)


@requires(Permission.REFERRAL_MAKE)
@require_http_methods(["GET"])
def referral_sent(request: HttpRequest, reference: str) -> HttpResponse:
    """The reference, what happens next, and by when."""
    referral = load_case(request, reference, page="sent")
    if is_draft(referral):
        return redirect("referral_check", reference)
    return render(request, "referrals/ward/sent.html", {"referral": referral, "clock": queries.answer_clock(referral)})


@requires(Permission.REFERRAL_MAKE)
@require_http_methods(["GET"])
def referral_print(request: HttpRequest, reference: str) -> HttpResponse:
    """The referral on paper, for the notes."""
    referral = load_case(request, reference, page="print")
    if is_draft(referral):
        return redirect("referral_check", reference)
    context = {
        "referral": referral,
        "clock": queries.answer_clock(referral),
        "sections": _cards(queries.paper_of(referral, reader_of(person_of(request), referral)), {}),
        "back_url": reverse("referral_sent", args=[referral.reference]),
    }
    return render(request, "referrals/ward/print.html", context)


@requires(Permission.REFERRAL_MAKE)
@require_http_methods(["GET"])
def referral_stop(request: HttpRequest, reference: str) -> HttpResponse:
    """Nobody agreed and nobody decided: what to do about it. The draft is kept."""
    draft = load_draft(request, reference)
    if not is_draft(draft):
        return _already_sent(request, draft)
    refused = str((draft.draft_answers.get("sharing") or {}).get("basis", "")) == "refused"
    context = {"draft": draft, "refused": refused, "back_url": reverse("referral_page", args=[reference, "sharing"])}
    return render(request, "referrals/ward/stop.html", context)


@requires(Permission.REFERRAL_MAKE)
@require_http_methods(["GET", "POST"])
def referral_delete(request: HttpRequest, reference: str) -> HttpResponse:
    """Throw a draft away, after asking."""
    draft = load_draft(request, reference)
    if not is_draft(draft):
        return _already_sent(request, draft)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            attempt(form, lambda: delete_draft(draft=draft, by=person_of(request)))
        except Refused:
            pass
        else:
            messages.success(request, f"Draft {reference} is deleted. Nothing of it is kept.")
            return redirect(f"{reverse('our_referrals')}?show=drafts")
    context = {
        "form": form,
        "draft": draft,
        "name": queries.name_typed(draft.draft_answers),
        "back_url": f"{reverse('our_referrals')}?show=drafts",
    }
    return render(request, "referrals/ward/delete.html", context)


def _already_sent(request: HttpRequest, referral: Referral) -> HttpResponse:
    """A second press of the same person ends where the first one did; somebody else is told."""
    if referral.submitted_by_id == person_of(request).pk:
        return redirect("referral_sent", referral.reference)
    if request.method == "POST" and referral.submitted_by is not None:
        messages.info(request, f"{referral.submitted_by.name} has already sent {referral.reference}.")
    return redirect("case", referral.reference)


def _as_shown(draft: Referral) -> str:
    """Which state of the draft a page shows, so that nobody sends what a colleague changed meanwhile unread."""
    return draft.saved_at.isoformat()


def _show_check(request: HttpRequest, draft: Referral, ready: WardForms, form: forms.Form) -> HttpResponse:
    to_do = unfinished(ready.forms)
    changes = {page.code: f"{reverse('referral_page', args=[draft.reference, page.code])}?from=check" for page in PAGES}
    context: dict[str, Any] = {
        "form": form,
        "draft": draft,
        "saved": _as_shown(draft),
        "about": ready.about,
        "cards": _cards({page.name: lines for page, lines in _by_page(ready)}, changes),
        "to_do": [{"text": page.heading, "href": changes[page.code]} for page in to_do],
        "others": ready.others,
        "back_url": reverse("referral_page", args=[draft.reference, PAGES[-1].code]),
    }
    return render(request, "referrals/ward/check.html", context)


def _by_page(ready: WardForms) -> list[tuple[Any, list[Line]]]:
    found = summaries(ready.forms)
    return [(page, found[page.code]) for page in PAGES]


def _cards(sections: dict[str, list[Line]], changes: dict[str, str]) -> list[dict[str, Any]]:
    """Sections as the options of summary cards: a name, its lines, a link to change it where there is one."""
    codes = {page.name: page.code for page in PAGES}
    cards = []
    for name, lines in sections.items():
        href = changes.get(codes.get(name, ""), "")
        action = {"text": "Change" if lines else "Answer", "href": href, "visually_hidden_text": f"“{name}”"}
        cards.append(
            {
                "name": name,
                "href": href,
                "rows": [{"key": key, "value": _value(value)} for key, value in lines],
                "card": {
                    "heading": {"text": name, "level": 2, "size": "m"},
                    "actions": {"items": [action]} if href else None,
                },
            }
        )
    return cards


def _value(value: str | list[str]) -> dict[str, Any]:
    if isinstance(value, str):
        return {"text": value}
    return {"html": format_html_join(mark_safe("<br>"), "{}", ((line,) for line in value))}
