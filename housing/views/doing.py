"""How every page here that does one thing looks and answers, where the case's own header must not be shown."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from partners.attempt import Refused, attempt
from referrals.london import london_date

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


def now_and_today() -> tuple[datetime, date]:
    """This moment (UTC) and the day it is in London."""
    now = timezone.now()
    return now, london_date(now)


def do(
    request: HttpRequest,
    form: BaseForm,
    *,
    act: Callable[[], object],
    done: Callable[[], str],
    back_to: str,
    then: str = "",
    template: str = "housing/form.html",
    **context: Any,
) -> HttpResponse:
    """Show the form; on a good POST do `act`, say `done` and go on to `then`, or back. A refusal keeps
    what was typed.

    Raises PermissionDenied when the person lacks the right.
    """
    if request.method == "POST" and form.is_valid():
        try:
            attempt(form, act)
        except Refused:
            pass
        else:
            messages.success(request, done())
            return redirect(then or back_to)
    page = {"form": form, "back_url": back_to, "cancel_url": back_to, **context}
    return render(request, template, page)
