"""The ward's home: its referrals, the question a coordinator asks, and the one it may ask back each day."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from partners.attempt import Refused, attempt
from partners.guards import requires
from partners.roles import Permission
from referrals.actions import messages as message_actions
from referrals.actions import triage
from referrals.actions.old_drafts import kept_for
from referrals.forms.answer import LONGEST_ANSWER, AnswerForm
from referrals.lifecycle import Event
from referrals.models import Referral
from referrals.queries import our_referrals as queries
from referrals.queries import sent
from referrals.views.loading import load_case, person_of

COLUMNS = ["Patient", "Ready since", "Standing in the way", "Next step, who", "Answer due"]


@requires(Permission.REFERRAL_MAKE)
@require_GET
def our_referrals(request: HttpRequest) -> HttpResponse:
    """One line a patient: the ward's own, the whole trust's, drafts, or those who went home."""
    now = timezone.now()
    page = request.GET.get("page", "1")
    listing = queries.our_referrals(
        person_of(request),
        show=request.GET.get("show", ""),
        page=int(page) if page.isdecimal() and len(page) < 10 else 1,
        now=now,
    )
    context = {
        "listing": listing,
        "tabs": _tabs(listing),
        "columns": COLUMNS,
        "now": now,
        "longest_answer": LONGEST_ANSWER,
        "draft_days": kept_for().days,
    }
    return render(request, f"referrals/ward/{_TEMPLATES[listing.show]}.html", context)


@requires(Permission.REFERRAL_ANSWER)
@require_http_methods(["GET", "POST"])
def answer_question(request: HttpRequest, reference: str) -> HttpResponse:
    """The ward answers what it was asked; from the list or from the page of the case."""
    referral = load_case(request, reference, page="answer", event=Event.ANSWER)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            attempt(
                form,
                lambda: triage.answer_question(
                    referral=referral,
                    answer=form.cleaned_data["answer"],
                    question=form.cleaned_data["question"],
                    by=person_of(request),
                    at=timezone.now(),
                ),
            )
        except Refused:
            pass
        else:
            messages.success(request, f"Answer sent to {_other_side(referral)}. The time to answer you runs again.")
            return redirect("our_referrals")
    context = {
        "form": form,
        "referral": referral,
        "question": sent.open_question(referral),
        "back_url": reverse("our_referrals"),
    }
    return render(request, "referrals/ward/answer.html", context)


@requires(Permission.REFERRAL_ANSWER)
@require_POST
def nudge(request: HttpRequest, reference: str) -> HttpResponse:
    """ "Still waiting?": tells the coordinator, once a case and day."""
    referral = load_case(request, reference, page="nudge", event=Event.ANSWER)
    form = forms.Form(request.POST)
    form.is_valid()
    try:
        attempt(form, lambda: message_actions.nudge(referral=referral, by=person_of(request), at=timezone.now()))
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, f"{_other_side(referral)} knows that {reference} is still waiting.")
    return redirect("our_referrals")


_TEMPLATES = {
    queries.Show.OURS: "our_referrals",
    queries.Show.TRUST: "our_referrals",
    queries.Show.DRAFTS: "drafts",
    queries.Show.ENDED: "ended",
}


def _tabs(listing: queries.Listing) -> list[dict[str, object]]:
    show, drafts = queries.Show, listing.drafts
    tabs: list[tuple[queries.Show, str]] = []
    if listing.sees_trust:
        tabs = [(show.TRUST, "Whole trust"), (show.OURS, "Sent by me")]
    else:
        tabs = [(show.OURS, "Our wards")]
    tabs += [(show.DRAFTS, f"Drafts ({drafts})"), (show.ENDED, "Gone home and ended")]
    return [
        {"text": text, "href": f"{reverse('our_referrals')}?show={each}", "current": each == listing.show}
        for each, text in tabs
    ]


def _other_side(referral: Referral) -> str:
    if referral.assignee is not None:
        return referral.assignee.name
    return referral.lead_organisation.name if referral.lead_organisation else "the coordinator"
