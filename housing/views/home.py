"""Is the home fit to go back to, and if not, is another being found?"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from housing import access
from housing.actions import assessment as assessment_actions
from housing.actions import rehousing as actions
from housing.forms.home import AssessHomeForm, EndRehousingForm, StartRehousingForm, StepForm
from housing.models import HomeAssessment, Rehousing
from housing.queries import case as case_queries
from housing.queries import work as queries
from housing.views.doing import GET_OR_POST, now_and_today
from partners.guards import requires
from partners.roles import Permission
from partners.words import date_long
from referrals.access import WayIn
from referrals.identity import identity
from referrals.lifecycle import Event
from referrals.views.case_form import case_form
from referrals.views.loading import load_case, person_of
from referrals.views.looking import look


@requires(Permission.HOME_ASSESS)
@GET_OR_POST
def assess_home(request: HttpRequest, reference: str) -> HttpResponse:
    """Part by part, then whether the person can go back."""
    referral = load_case(request, reference, page="assess_home", event=Event.ASSESS_HOME)
    user = person_of(request)
    now, today = now_and_today()
    form = AssessHomeForm(request.POST if request.method == "POST" else None, today=today)
    return case_form(
        request,
        referral,
        form,
        act=lambda: assessment_actions.assess_home(
            referral=referral,
            assessed_on=form.cleaned_data["assessed_on"],
            how=form.cleaned_data["how"],
            findings=form.findings(),
            verdict=form.cleaned_data["verdict"],
            summary=form.cleaned_data["summary"],
            by=user,
            at=now,
        ),
        done=lambda: f"Home assessed: {_verdict(form.cleaned_data['verdict']).lower()}.",
        heading="Assess the home",
        submit="Save the assessment",
        template="housing/assess_home.html",
        back_to=reverse("case_section", args=[reference, "home"]),
    )


@requires(Permission.WORK_PLAN)
@GET_OR_POST
def start_rehousing(request: HttpRequest, reference: str) -> HttpResponse:
    """Begin to look for another home."""
    referral = load_case(request, reference, page="start_rehousing", event=Event.START_REHOUSING)
    user = person_of(request)
    now, today = now_and_today()
    form = StartRehousingForm(request.POST if request.method == "POST" else None, today=today)
    return case_form(
        request,
        referral,
        form,
        act=lambda: actions.start_rehousing(
            referral=referral,
            landlord=form.cleaned_data["landlord"],
            route=form.cleaned_data["route"],
            applied_on=form.cleaned_data["applied_on"],
            by=user,
            at=now,
        ),
        done=lambda: f"A new home is being looked for with {form.cleaned_data['landlord']}.",
        heading="Find a new home",
        submit="Start looking",
        back_to=reverse("case_section", args=[reference, "new-home"]),
    )


@requires(Permission.WORK_PLAN)
@require_safe
def rehousing(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the search for a home has come."""
    now, _ = now_and_today()
    found = _rehousing(request, pk, "rehousing")
    context = {
        **case_queries.rehousing_facts(found),
        "referral": found.referral,
        "identity": identity(found.referral, now),
        "back_url": _section(found),
    }
    return render(request, "housing/rehousing.html", context)


@requires(Permission.WORK_PLAN)
@GET_OR_POST
def record_step(request: HttpRequest, pk: int) -> HttpResponse:
    """The next step: on the register, offered, viewed, signed."""
    user = person_of(request)
    now, today = now_and_today()
    found = _rehousing(request, pk, "rehousing_step")
    form = StepForm(request.POST if request.method == "POST" else None, today=today)
    return case_form(
        request,
        found.referral,
        form,
        act=lambda: actions.record_step(
            rehousing=found,
            step=form.cleaned_data["step"],
            on=form.cleaned_data["on"],
            new_address=form.cleaned_data["new_address"],
            by=user,
            at=now,
        ),
        done=lambda: f"{actions.STEPS[form.cleaned_data['step']][1]} on {date_long(form.cleaned_data['on'])}.",
        heading="Record the next step",
        submit="Save the step",
        back_to=reverse("rehousing", args=[pk]),
    )


@requires(Permission.WORK_PLAN)
@GET_OR_POST
def end_rehousing(request: HttpRequest, pk: int) -> HttpResponse:
    """The search ends without a home."""
    user = person_of(request)
    now, today = now_and_today()
    found = _rehousing(request, pk, "rehousing_end")
    form = EndRehousingForm(request.POST if request.method == "POST" else None, today=today)
    return case_form(
        request,
        found.referral,
        form,
        act=lambda: actions.end_rehousing(
            rehousing=found,
            reason=form.cleaned_data["reason"],
            ended_on=form.cleaned_data["ended_on"],
            by=user,
            at=now,
        ),
        done=lambda: "The search for a new home has ended.",
        heading="End the search for a home",
        submit="End the search",
        back_to=reverse("rehousing", args=[pk]),
    )


def _rehousing(request: HttpRequest, pk: int, page: str) -> Rehousing:
    user = person_of(request)
    try:
        found = queries.rehousing_for(user, pk)
    except Rehousing.DoesNotExist as missing:
        raise Http404 from missing
    look(request, found.referral, by=user, page=page, way=WayIn(access.why_rehousing(found)))
    return found


def _section(rehousing: Rehousing) -> str:
    return reverse("case_section", args=[rehousing.referral.reference, "new-home"])


def _verdict(code: str) -> str:
    return str(HomeAssessment.Verdict(code).label)
