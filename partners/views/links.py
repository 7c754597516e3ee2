"""Setting up the private links: one's own calendar, and a board on the wall."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from partners.actions import links as actions
from partners.guards import requires, signed_in
from partners.models import Organisation, PrivateLink, User
from partners.queries.links import current_link
from partners.roles import Permission

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@signed_in
@never_cache
@GET_OR_POST
def calendar_link(request: HttpRequest) -> HttpResponse:
    """The calendar of one's own deadlines."""
    return _page(request, kind=PrivateLink.Kind.CALENDAR, organisation=None, feed="calendar_feed", here="calendar_link")


@requires(Permission.CASE_TRIAGE, Permission.REFERRAL_VIEW)
@never_cache
@GET_OR_POST
def board_link(request: HttpRequest) -> HttpResponse:
    """The board of the organisation the person works for."""
    me = cast(User, request.user)
    organisation = me.working_as.organisation if me.working_as else None
    return _page(request, kind=PrivateLink.Kind.BOARD, organisation=organisation, feed="board", here="board_link")


def _page(request: HttpRequest, *, kind: str, organisation: Organisation | None, feed: str, here: str) -> HttpResponse:
    """Make the link anew or end it; a new one is shown on this answer and never again."""
    me, now, address = cast(User, request.user), timezone.now(), ""
    if request.method == "POST" and request.POST.get("do") == "end":
        actions.end_link(kind=kind, organisation=organisation, by=me, at=now)
        messages.success(request, "The link shows nothing any more.")
        return redirect(here)
    if request.method == "POST":
        key = actions.make_link(kind=kind, organisation=organisation, by=me, at=now)
        address = request.build_absolute_uri(f"{reverse(feed)}?key={key}")
    context = {
        "address": address,
        "link": current_link(me, kind=kind, organisation=organisation),
        "organisation": organisation,
        "back_url": "" if organisation else reverse("account"),
    }
    return render(request, f"partners/{here}.html", context)
