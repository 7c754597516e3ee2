"""How every page that does one thing to a case looks and answers: the form, with what was typed, or on to the case."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from partners import words
from partners.attempt import Refused, attempt
from referrals.catalogue import URGENCIES, label_of
from referrals.errors import UnableToShare
from referrals.identity import identity
from referrals.models import Referral
from referrals.views.kept import bring_back
from referrals.views.stop import stop_page


def case_form(
    request: HttpRequest,
    referral: Referral,
    form: BaseForm,
    *,
    act: Callable[[], object],
    done: Callable[[], str],
    heading: str,
    submit: str,
    template: str = "referrals/case/form.html",
    back_to: str = "",
    then: str = "",
    **context: Any,
) -> HttpResponse:
    """Show the form; on a good POST do `act`, say `done` and go to `then`, or back to the case. A refusal keeps what
    was typed; where something may not be shared it is the stop page, and what was typed waits for the next visit.

    `done` is asked for its words after the action. Raises PermissionDenied when the person lacks the right.
    """
    back = back_to or reverse("case", args=[referral.reference])
    if request.method == "POST" and form.is_valid():
        try:
            attempt(form, act)
        except Refused as refused:
            if isinstance(refused.__cause__, UnableToShare):
                return stop_page(request, referral, refused.__cause__)
        else:
            messages.success(request, done())
            return redirect(then or back)
    brought_back = bring_back(request, form)
    now = timezone.now()
    page = {
        "form": form,
        "referral": referral,
        "heading": heading,
        "submit_text": submit,
        "back_url": back,
        "cancel_url": back,
        "now": now,
        "identity": identity(referral, now),
        "facts": _facts(referral, now),
        "warning": "This is what you typed before. Nobody has been told yet." if brought_back else "",
    }
    return render(request, template, {**page, **context})


def _facts(referral: Referral, now: datetime) -> list[dict[str, str]]:
    """What somebody deciding wants beside the form: how urgent, due when, ready since, who has it."""
    due = referral.next_due_at
    ready = referral.ready_since
    return [
        {"key": "Urgency", "value": label_of(URGENCIES, referral.urgency)},
        {"key": "Now", "value": referral.status_label},
        {"key": "Next deadline", "value": words.due_words(due, now) if due else "None running"},
        {"key": "Ready to leave", "value": f"Since {words.date_long(ready)}" if ready else "Not yet"},
        {"key": "Who has it", "value": referral.assignee.name if referral.assignee else "Nobody yet"},
    ]
