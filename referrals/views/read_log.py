"""Who looked at which case."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from partners import audit
from partners.guards import requires
from partners.roles import Permission
from referrals.forms.read_log import ReadLogForm
from referrals.queries.break_glass import number_to_review
from referrals.queries.read_log import LookPage, looks_at_record, organisations_named
from referrals.queries.read_log import read_log as looks
from referrals.views.loading import person_of

_DATES = [f"{name}{part}" for name in ("since", "until") for part in ("", "_day", "_month", "_year")]
_ASKS = frozenset(("reference", "person", "organisation", "page", "emergency", *_DATES))


@requires(Permission.AUDIT_VIEW)
@require_safe
def read_log(request: HttpRequest) -> HttpResponse:
    """The newest 50, filtered; older ones by the link at the foot. Emergency openings to review stand on top."""
    user = person_of(request)
    asked = not _ASKS.isdisjoint(request.GET)
    form = ReadLogForm(request.GET if asked else None, organisations=organisations_named())
    filters = form.cleaned_data if asked and form.is_valid() else {}
    if asked and not filters:
        page = LookPage([], "")
    else:
        page = looks(user, before=request.GET.get("before", ""), **filters)
    if page.too_many:
        form.add_error("person", "Many people have this name. Enter more of it")
    older = request.GET.copy()
    older["before"] = page.before
    return render(
        request,
        "referrals/read_log.html",
        {
            "form": form,
            "page": page,
            "applied": sum(bool(value) for value in filters.values()),
            "older": older.urlencode() if page.before else "",
            "is_later_page": "before" in request.GET,
            "to_review": number_to_review(user),
            # The whole record of one patient can be printed once a case is known to be one of this officer's.
            "printable": page.looks[0].reference if filters.get("reference") and page.looks else "",
        },
    )


@requires(Permission.AUDIT_VIEW)
@require_safe
def who_looked_print(request: HttpRequest, reference: str) -> HttpResponse:
    """Everybody who looked at one patient's record, to give to the patient. Printing it is written down too."""
    user, now = person_of(request), timezone.now()
    found = looks_at_record(user, reference) if "\x00" not in reference else None
    if found is None:
        raise Http404
    audit.record(
        action="looks_printed",
        by=user,
        at=now,
        object_type="referral",
        object_id=found.referral_id,
        referral_id=found.referral_id,
        detail={"looks": len(found.looks)},
    )
    back = f"{reverse('read_log')}?reference={found.reference}"
    return render(request, "referrals/who_looked_print.html", {"found": found, "now": now, "back_url": back})
