"""Who looked at which case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partners.guards import requires
from partners.roles import Permission
from referrals.forms.read_log import ReadLogForm
from referrals.queries.read_log import LookPage
from referrals.queries.read_log import read_log as looks
from referrals.views.loading import person_of


@requires(Permission.AUDIT_VIEW)
@require_safe
def read_log(request: HttpRequest) -> HttpResponse:
    """The newest 50, filtered; older ones by the link at the foot."""
    asked = any(name in request.GET for name in ("reference", "person", "on", "on_day", "on_month", "on_year"))
    form = ReadLogForm(request.GET if asked else None)
    filters = form.cleaned_data if asked and form.is_valid() else {}
    if asked and not filters:
        page = LookPage([], "")
    else:
        page = looks(person_of(request), before=request.GET.get("before", ""), **filters)
    older = request.GET.copy()
    older["before"] = page.before
    applied = sum(bool(value) for value in filters.values())
    return render(
        request,
        "referrals/read_log.html",
        {
            "form": form,
            "page": page,
            "applied": applied,
            "older": older.urlencode() if page.before else "",
            "is_later_page": "before" in request.GET,
        },
    )
