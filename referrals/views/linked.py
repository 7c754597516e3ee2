"""What a private link shows without a log-in: deadlines, by reference, of nobody by name."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from partners.actions.links import hash_of
from partners.guards import by_link
from partners.models import PrivateLink
from referrals.calendar_feed import calendar_of
from referrals.london import london_date
from referrals.queries.beyond import LinkedDeadline, deadlines_by_link

SHOWN = 24  # lines of a board: what can be read across a room


@by_link
@require_safe
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """One person's deadlines for a calendar program. The key is in the query, which the server's log leaves out."""
    _, deadlines = _found(request, PrivateLink.Kind.CALENDAR)
    answer = HttpResponse(
        calendar_of(deadlines, site=settings.SITE_URL, at=timezone.now()), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = 'inline; filename="homeward.ics"'
    return answer


@by_link
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The board on the wall of a discharge hub. It loads itself anew each minute."""
    name, deadlines = _found(request, PrivateLink.Kind.BOARD)
    now = timezone.now()
    today = london_date(now)
    context = {
        "name": name,
        "rows": deadlines[:SHOWN],
        "more": max(0, len(deadlines) - SHOWN),
        "overdue": sum(each.due_at < now for each in deadlines),
        "today": sum(each.due_at >= now and london_date(each.due_at) == today for each in deadlines),
        "now": now,
        "here": request.get_full_path(),
        "columns": ["Due", "Case", "What", "Ward", "Who"],
    }
    return render(request, "referrals/board.html", context)


def _found(request: HttpRequest, kind: str) -> tuple[str, list[LinkedDeadline]]:
    found = deadlines_by_link(hash_of(request.GET.get("key", "")), kind)
    if found is None:
        raise Http404
    return found
