"""What somebody wants sent to them, and, for who manages people, what could not be sent."""

from typing import cast

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partners.actions import message_choices as actions
from partners.attempt import Refused, attempt
from partners.forms.messages import MessagesForm
from partners.guards import requires, signed_in
from partners.models import User
from partners.queries import messages as queries
from partners.roles import Permission

PER_PAGE = 25


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def choose_messages(request: HttpRequest) -> HttpResponse:
    """How each kind of line is sent on."""
    me, account = _me(request), reverse("account")
    form = MessagesForm(
        request.POST if request.method == "POST" else None, choices=queries.choices_of(me), mobile=me.mobile
    )
    if request.method == "POST" and form.is_valid():
        actions.choose_messages(user=me, choices=form.chosen(), mobile=form.cleaned_data["mobile"], at=timezone.now())
        messages.success(request, "Your choices are saved.")
        return redirect(account)
    context = {
        "form": form,
        "heading": "What is sent to you",
        "submit_text": "Save choices",
        "back_url": account,
        "cancel_url": account,
    }
    return render(request, "partners/choose_messages.html", context)


@requires(Permission.PEOPLE_MANAGE)
@require_safe
def not_sent(request: HttpRequest) -> HttpResponse:
    """Messages that were given up, 25 a page."""
    page = Paginator(queries.not_sent(_me(request)), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "partners/not_sent.html", {"page": page, "query": request.GET})


@requires(Permission.PEOPLE_MANAGE)
@require_POST
def try_message_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send one again."""
    me = _me(request)
    message = queries.not_sent(me).filter(pk=pk).first()
    if message is None:
        raise Http404
    form = forms.Form(request.POST)
    form.is_valid()
    try:
        attempt(form, lambda: actions.try_again(message=message, by=me, at=timezone.now()))
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, f"The message to {message.recipient.name} is sent again within a minute.")
    return redirect("not_sent")


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)
