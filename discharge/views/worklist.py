"""The worklist: what needs the coordinator now, in the order in which it is due."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from discharge.queries.caseload import tab_counts
from discharge.queries.worklist import worklist as needs_now
from partners import access as partners
from partners.guards import requires
from partners.roles import Permission
from referrals.views.loading import person_of


@requires(Permission.CASE_TRIAGE)
@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    """My cases and those nobody has; a team lead opens on the whole team's."""
    user = person_of(request)
    usual = "team" if partners.has_permission(user, Permission.REPORT_VIEW) else "mine"
    whose = request.GET.get("whose", usual)
    whose = whose if whose in ("mine", "team") else usual
    now = timezone.now()
    found = needs_now(user, at=now, everybody=whose == "team")
    counts = tab_counts(user)
    context = {
        "found": found,
        "groups": [
            {"title": "Stopped: sharing was withdrawn", "items": found.stopped, "red": True},
            {
                "title": "Overdue, and nobody is dealing with it",
                "items": found.unattended,
                "red": True,
                "take_up": True,
            },
            {"title": "Overdue, and being dealt with", "items": found.overdue, "red": True},
            {"title": "Due today", "items": found.today, "red": False},
            {"title": "New referrals to answer", "items": found.new, "red": False},
            {"title": "The ward wrote", "items": found.replied, "red": False},
            {"title": "Due in the next 3 days", "items": found.soon, "red": False},
        ],
        "whose": whose,
        "lists": [
            {"text": "Mine and unassigned", "href": "?whose=mine", "current": whose == "mine"},
            {"text": "The whole team’s", "href": "?whose=team", "current": whose == "team"},
        ],
        "counts": counts,
        "now": now,
        "columns": ["Due", "What to do", "Case", "Patient", "From", "Who"],
        "refresh_url": f"{reverse('worklist')}?whose={whose}",
    }
    page = "discharge/worklist_groups.html" if request.headers.get("HX-Request") else "discharge/worklist.html"
    return render(request, page, context)
