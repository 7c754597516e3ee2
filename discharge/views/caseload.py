"""The caseload page. The same address answers a whole page, or its list alone when the page refreshes itself."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from discharge.forms.caseload import CaseloadFilters
from discharge.queries import caseload as queries
from discharge.views.search import SESSION_KEY
from partners.guards import requires
from partners.roles import Permission
from referrals.views.loading import person_of

_SORTABLE = {"Case": "reference", "Ready": "ready", "Due": "due", "Ended": "ended"}
# What the addresses of this page may carry. Nothing typed: a patient's name or NHS number never stands in an address.
_IN_ADDRESS = frozenset({"tab", "sort", "page", *CaseloadFilters.base_fields})


@requires(Permission.CASE_TRIAGE)
@require_safe
def caseload(request: HttpRequest) -> HttpResponse:
    """One line a case: by tab, filtered, sorted, searched, 25 a page."""
    user = person_of(request)
    people = [(each.pk, each.name) for each in queries.team_of(user)]
    form = CaseloadFilters(request.GET, wards=queries.wards_of(user), people=people)
    now = timezone.now()
    tab = request.GET.get("tab", "")
    words = request.session.get(SESSION_KEY, "") if tab == queries.SEARCH_TAB else ""
    found = queries.caseload(
        user,
        tab=tab,
        filters=form.answers(),
        sort=request.GET.get("sort", ""),
        page=request.GET.get("page", "1"),
        at=now,
        words=words,
    )
    query = _address(request.GET, tab=found.tab)
    context = {
        "found": found,
        "filters": form,
        "now": now,
        "query": query,
        "tabs": _tabs(found),
        "heads": _heads(found, query),
        "chips": _chips(form, query),
        "clear_url": f"?tab={found.tab}",
        "refresh_url": f"{reverse('caseload')}?{query.urlencode()}",
        "tab_name": queries.TABS.get(found.tab, "Search results"),
        "search_words": words,
    }
    return render(
        request, "discharge/caseload_list.html" if _refreshes(request) else "discharge/caseload.html", context
    )


def _refreshes(request: HttpRequest) -> bool:
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-Boosted")


def _address(given: QueryDict, **changes: Any) -> QueryDict:
    """The query with some entries changed (None takes one out); empty and unknown ones are left out."""
    kept = QueryDict(mutable=True)
    for name, value in {**given.dict(), **changes}.items():
        if name in _IN_ADDRESS and value not in (None, ""):
            kept[name] = str(value)
    return kept


def _tabs(found: queries.Caseload) -> list[dict[str, Any]]:
    return [
        {
            "text": words,
            "href": f"?tab={name}",
            "current": found.tab == name,
            "count": f"{found.counts[name]:,}",
            "count_label": "case" if found.counts[name] == 1 else "cases",
        }
        for name, words in queries.TABS.items()
    ]


def _heads(found: queries.Caseload, query: QueryDict) -> list[Any]:
    """The columns; those that sort are links to page 1 in the other order."""
    last = ["Ended"] if found.tab == "closed" else ["Due", "Blocks discharge"]
    heads: list[Any] = []
    for text in ["Case", "Patient", "Ready", "Main need", "Next step", *last]:
        if text not in _SORTABLE:
            heads.append(text)
            continue
        name = _SORTABLE[text]
        down = f"-{name}"
        order = {name: "ascending", down: "descending"}.get(found.sort, "none")
        if name == "ended" and order != "none":  # the newest first is its usual order
            order = "descending" if order == "ascending" else "ascending"
        href = "?" + _address(query, sort=down if found.sort == name else name, page=None).urlencode()
        heads.append({"text": text, "sort": order, "href": href})
    return heads


def _chips(form: CaseloadFilters, query: QueryDict) -> list[dict[str, str]]:
    return [
        {"text": words, "remove_url": "?" + _address(query, page=None, **{name: None}).urlencode()}
        for name, words in form.chosen()
    ]
