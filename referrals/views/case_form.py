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
from referrals.identity import identity
from referrals.models import Referral


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
    **context: Any,
) -> HttpResponse:
    """Show the form; on a good POST do `act`, say `done` and go to the case. A refusal keeps what was typed.

    `done` is asked for its words after the action. Raises PermissionDenied when the person lacks the right.
    """
    back = back_to or reverse("case", args=[referral.reference])
    if request.method == "POST" and form.is_valid():
        try:
            attempt(form, act)
        except Refused:
            pass
        else:
            messages.success(request, done())
            return redirect(back)
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
        "warning": "",
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
