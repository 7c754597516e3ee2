"""The commissioner's report: on a page, and as a file for a spreadsheet. Nothing in it opens a case."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from outcomes.forms.report import ReportForm
from outcomes.periods import Period
from outcomes.queries.report import counts, schemes_for
from outcomes.reports.board import board
from outcomes.reports.file import as_csv
from outcomes.reports.parts import Board
from outcomes.suppression import Policy
from partners.guards import requires
from partners.models import Scheme
from partners.roles import Permission
from referrals.london import london_date
from referrals.views.loading import person_of


@dataclass(frozen=True)
class Asked:
    """What a visitor asked for, within what they may see. `scheme`: None for all of theirs."""

    form: ReportForm
    period: Period
    scheme: Scheme | None
    board: Board | None


@requires(Permission.REPORT_VIEW)
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The figures of the schemes this person pays for or leads."""
    asked = _asked(request)
    context = {
        "form": asked.form,
        "board": asked.board,
        "period": asked.period,
        "scheme": asked.scheme,
        "as_at": timezone.now(),
        "query": request.GET.urlencode(),
    }
    return render(request, "outcomes/report.html", context)


@requires(Permission.REPORT_VIEW)
@require_safe
def report_csv(request: HttpRequest) -> HttpResponse:
    """The same figures as a file. 404 where there is no scheme to report on."""
    asked = _asked(request)
    if asked.board is None:
        raise Http404
    scheme = asked.scheme.slug if asked.scheme else "all-schemes"
    return HttpResponse(
        "\ufeff" + as_csv(asked.board),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="homeward-{scheme}-{asked.period.code}.csv"'},
    )


def _asked(request: HttpRequest) -> Asked:
    """Read the question and answer it. Raises Http404 for a scheme this person may not see or a period that is none."""
    now = timezone.now()
    today = london_date(now)
    schemes = schemes_for(person_of(request))
    form = ReportForm(request.GET, schemes=schemes, today=today)
    if not form.is_valid():
        raise Http404
    period, scheme = form.period(), form.scheme()
    if not schemes:
        return Asked(form, period, None, None)
    every = [each.pk for each in schemes]
    chosen = scheme or (schemes[0] if len(schemes) == 1 else None)
    found = counts(schemes=every, chosen=[chosen.pk] if chosen else every, period=period, now=now)
    made = board(
        names={each.pk: each.name for each in schemes},
        chosen=chosen.pk if chosen else None,
        period=period,
        today=today,
        counts=found,
        policy=Policy(settings.REPORT_HIDE_UP_TO, settings.REPORT_ROUND_TO),
    )
    return Asked(form, period, chosen, made)
