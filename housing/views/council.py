"""A council is asked for help, and how far that has come."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from housing import access
from housing.actions import council as actions
from housing.council import DUTY_TO_REFER, FACILITIES_GRANT, kind_of
from housing.forms.council import StageForm, StartApplicationForm
from housing.models import CouncilApplication
from housing.queries import work as queries
from housing.views.doing import GET_OR_POST, now_and_today
from partners.guards import requires
from partners.roles import Permission
from referrals.access import WayIn
from referrals.lifecycle import Event
from referrals.models import Referral
from referrals.views.case_form import case_form
from referrals.views.loading import load_case, person_of
from referrals.views.looking import look


@requires(Permission.WORK_PLAN)
@GET_OR_POST
def refer_to_council(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that a council was told of somebody who is homeless or soon may be, as they agreed."""
    referral = load_case(request, reference, page="refer_to_council", event=Event.PLAN_WORK)
    return _start(request, referral, DUTY_TO_REFER, "Refer to a council", "Record that it was sent")


@requires(Permission.WORK_PLAN)
@GET_OR_POST
def ask_for_grant(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that a council was asked for a Disabled Facilities Grant."""
    referral = load_case(request, reference, page="ask_for_grant", event=Event.PLAN_WORK)
    return _start(
        request, referral, FACILITIES_GRANT, "Ask for a Disabled Facilities Grant", "Record that it was asked"
    )


@requires(Permission.WORK_PLAN)
@GET_OR_POST
def record_stage(request: HttpRequest, pk: int) -> HttpResponse:
    """The next stage of an application. One that is over has none: back to the case."""
    user = person_of(request)
    now, today = now_and_today()
    try:
        found = queries.application_for(user, pk)
    except CouncilApplication.DoesNotExist as missing:
        raise Http404 from missing
    look(request, found.referral, by=user, page="council_stage", way=WayIn(access.why_application(found)))
    back = _section(found.referral)
    if not found.is_open and request.method != "POST":
        return redirect(back)
    kind = kind_of(found.kind)
    form = StageForm(
        request.POST if request.method == "POST" else None,
        kind=kind,
        now=kind.stage(found.stage),
        since=found.stage_on,
        today=today,
    )
    return case_form(
        request,
        found.referral,
        form,
        act=lambda: actions.record_stage(
            application=found,
            stage=form.cleaned_data["stage"],
            on=form.cleaned_data["on"],
            reason=form.reason(),
            note=form.cleaned_data["note"],
            by=user,
            at=now,
        ),
        done=lambda: f"{kind.label}: {kind.stage(form.cleaned_data['stage']).label.lower()}.",
        heading="Record the next stage",
        caption=f"{kind.label}, {found.council}",
        submit="Save the stage",
        back_to=back,
    )


def _start(request: HttpRequest, referral: Referral, kind: str, heading: str, submit: str) -> HttpResponse:
    user = person_of(request)
    now, today = now_and_today()
    form = StartApplicationForm(request.POST if request.method == "POST" else None, kind=kind, today=today)
    return case_form(
        request,
        referral,
        form,
        act=lambda: actions.start_application(
            referral=referral,
            kind=kind,
            council=form.cleaned_data["council"],
            on=form.cleaned_data["on"],
            agreed=form.cleaned_data.get("agreed", ()),
            note=form.cleaned_data["note"],
            by=user,
            at=now,
        ),
        done=lambda: f"{kind_of(kind).asked.format(council=form.cleaned_data['council'])}.",
        heading=heading,
        submit=submit,
        template="housing/ask_council.html",
        back_to=_section(referral),
        is_duty=kind == DUTY_TO_REFER,
    )


def _section(referral: Referral) -> str:
    return reverse("case_section", args=[referral.reference, "work"])
