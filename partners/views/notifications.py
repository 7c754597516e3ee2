"""A person's notices, newest first. Opening one marks it as read and goes where it leads."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from partners import words
from partners.actions.notifications import open_notification as mark_open
from partners.actions.notifications import read_all_notifications
from partners.guards import signed_in
from partners.models import Notification, User
from partners.queries import notifications_of

PER_PAGE = 25


@signed_in
@require_safe
def notifications(request: HttpRequest) -> HttpResponse:
    """The list, 25 a page."""
    page = Paginator(notifications_of(cast(User, request.user)), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "partners/notifications.html", {"page": page, "query": request.GET})


@signed_in
@require_POST
def open_notification(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark as read and go there. Somebody else's notice does not exist."""
    user = cast(User, request.user)
    try:
        notice = notifications_of(user).get(pk=pk)
    except Notification.DoesNotExist as missing:
        raise Http404 from missing
    mark_open(notification=notice, by=user, at=timezone.now())
    known = url_has_allowed_host_and_scheme(notice.path, allowed_hosts=None)
    return redirect(notice.path if known else "notifications")


@signed_in
@require_POST
def read_notifications(request: HttpRequest) -> HttpResponse:
    """Mark all as read."""
    number = read_all_notifications(by=cast(User, request.user), at=timezone.now())
    messages.success(request, f"{words.count(number, 'notice')} marked as read.")
    return redirect("notifications")
