"""Records whose time is over: what is on the list, the approval, how far the work is."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from discharge import tasks
from discharge.actions import retention as actions
from discharge.errors import UnableToActNow
from discharge.forms.rights import ApprovalForm
from discharge.queries import rights as queries
from discharge.views.rights import send
from partners.attempt import Refused, attempt
from partners.guards import requires
from partners.models import User
from partners.roles import Permission
from referrals.models import RetentionRun
from referrals.views.loading import person_of

PER_PAGE = 50


@requires(Permission.RIGHTS_MANAGE)
@require_safe
def deletions(request: HttpRequest) -> HttpResponse:
    """The list to approve, and what became of the ones before."""
    page = Paginator(queries.runs(person_of(request)), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "discharge/rights/deletions.html", {"page": page, "query": request.GET})


@requires(Permission.RIGHTS_MANAGE)
@require_POST
def look_again(request: HttpRequest) -> HttpResponse:
    """Have the lists made now instead of tonight."""
    send(tasks.propose_retention)
    messages.success(request, "The list is being made anew. Open this page again in a minute.")
    return redirect("rights_deletions")


@requires(Permission.RIGHTS_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def deletion(request: HttpRequest, pk: int) -> HttpResponse:
    """One list: who is on it by reference, and the approval or how far it is."""
    run = _run(person_of(request), pk)
    form = ApprovalForm(request.POST or None, initial={"made_at": run.made_at.isoformat()})
    if request.method == "POST" and form.is_valid():
        try:
            attempt(form, lambda: _approve(run, form, person_of(request)))
        except Refused:
            pass
        else:
            send(tasks.apply_retention, pk)
            return redirect("rights_deletion", pk)
    page = Paginator(queries.items_of(run), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "query": request.GET, **_progress(run)}
    return render(request, "discharge/rights/deletion.html", context)


@requires(Permission.RIGHTS_MANAGE)
@require_safe
@never_cache
def deletion_state(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of that page which changes while the work goes on."""
    return render(request, "discharge/rights/deletion_state.html", _progress(_run(person_of(request), pk)))


def _approve(run: RetentionRun, form: ApprovalForm, user: User) -> RetentionRun:
    if run.approved_at is None and form.cleaned_data["made_at"] != run.made_at.isoformat():
        raise UnableToActNow("The list has changed since you opened it. Check it again.")
    return actions.approve_run(run=run, by=user, at=timezone.now())


def _run(user: User, pk: int) -> RetentionRun:
    try:
        return queries.run(user, pk)
    except RetentionRun.DoesNotExist as missing:
        raise Http404 from missing


def _progress(run: RetentionRun) -> dict[str, Any]:
    people, done, kept = (getattr(run, name) for name in ("people", "done", "kept"))
    return {"run": run, "people": people, "done": done, "kept": kept, "left": people - done - kept}
