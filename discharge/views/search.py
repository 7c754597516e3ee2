"""The search for a case. What is typed names a patient, so it is posted and kept in the session, never in an address:
addresses end up in histories, logs and other people's screenshots."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from discharge.forms.caseload import search_words
from discharge.queries import caseload as queries
from partners.guards import a_search, requires
from partners.roles import Permission
from referrals.views.loading import person_of

# Gone when the person logs out: Django empties the session then.
SESSION_KEY = "caseload_search"


@requires(Permission.CASE_TRIAGE)
@a_search
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Keep the words and show what they find; with no words, forget the last ones.

    The NHS number or reference of one case alone opens that case. A GET, as after logging in again, shows the last
    search.
    """
    results = f"{reverse('caseload')}?tab={queries.SEARCH_TAB}"
    if request.method != "POST":
        return redirect(results)
    words = search_words(request.POST.get("q", ""))
    if not words:
        request.session.pop(SESSION_KEY, None)
        return redirect("caseload")
    request.session[SESSION_KEY] = words
    only = queries.only_case(person_of(request), words)
    return redirect("case", only) if only else redirect(results)
