"""What the header of every page needs, from one place."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from discharge.navigation import pages_for
from discharge.queries.header import header_counts
from partners import access, sessions, words
from partners.models import User
from partners.roles import Permission


def site(request: HttpRequest) -> dict[str, Any]:
    """The person, the role they work in, their pages, and how many notices wait. Empty values for somebody not
    logged in."""
    context: dict[str, Any] = {
        "is_demo": settings.IS_DEMO,
        "now": timezone.now(),
        "person_name": "",
        "organisation_name": "",
        "role_name": "",
        "can_switch": False,
        "can_search": False,
        "nav_items": [],
        "notifications_count": 0,
        "overdue_line": "",
        "overdue_url": "",
        "session_left": None,
        "session_warn": None,
        "kept_at": getattr(request, "kept_at", None),
        "kept_path": getattr(request, "kept_path", ""),
        "warned": getattr(request, "warned", None),
    }
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return context
    context["person_name"] = user.name
    context["session_left"] = sessions.seconds_left(request.session, context["now"])
    context["session_warn"] = int(sessions.limits().warn.total_seconds())
    context["can_switch"] = len(getattr(request, "memberships", [])) > 1
    if user.working_as is None:
        return context

    match = request.resolver_match
    unread, overdue = header_counts(user, context["now"])
    context.update(
        organisation_name=user.working_as.organisation.name,
        role_name=user.working_as.role_data.label,
        can_search=access.has_permission(user, Permission.CASE_TRIAGE),
        nav_items=[
            {
                "text": page.text,
                "href": reverse(page.url_name),
                "current": bool(match and match.url_name == page.url_name),
            }
            for page in pages_for(user)
        ],
        notifications_count=unread,
    )
    if overdue and not (match and match.url_name == "worklist"):
        context["overdue_line"] = f"{words.count(overdue, 'deadline')} on your cases passed"
        context["overdue_url"] = f"{reverse('worklist')}?whose=mine"
    return context
