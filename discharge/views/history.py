"""What changed on a case, who changed it, and what it said before."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from discharge.forms.history import HistoryForm
from discharge.queries.history import case_history as changes_of
from partners.guards import requires
from partners.roles import Permission
from referrals import access
from referrals.identity import identity
from referrals.lifecycle import Status
from referrals.reading import reader_of
from referrals.views.loading import load_case, person_of

PER_PAGE = 50


@requires(Permission.HISTORY_VIEW)
@require_safe
def case_history(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything, newest first, or one field's past."""
    user = person_of(request)
    referral = load_case(request, reference, page="case_history")
    if not access.can_see_history(user, referral):
        raise PermissionDenied
    if Status(referral.status) is Status.DRAFT:
        return redirect("referral_check", reference=referral.reference)
    changes = changes_of(user, referral)
    fields = sorted({(each.key, each.label) for each in changes}, key=lambda each: each[1])
    form = HistoryForm(request.GET if "field" in request.GET else None, fields=fields)
    wanted = form.cleaned_data["field"] if form.is_bound and form.is_valid() else ""
    shown = [each for each in changes if wanted in ("", each.key)]
    now = timezone.now()
    return render(
        request,
        "discharge/case_history.html",
        {
            "referral": referral,
            "identity": identity(referral, now, reader_of(user, referral)),
            "form": form,
            "applied": int(bool(wanted)),
            "wanted": dict(fields).get(wanted, ""),
            "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
            "query": request.GET,
            "total": len(shown),
            "list_url": reverse("case_history", args=[referral.reference]),
            "back_url": reverse("case_section", args=[referral.reference, "activity"]),
            "can_correct": access.can_correct_patient(user, referral),
        },
    )
