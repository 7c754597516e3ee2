"""A coordinator plans work, asks somebody for it, and follows it to its end."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from housing import access
from housing.actions import jobs as provider_actions
from housing.actions import work as actions
from housing.forms.work import AskProviderForm, CannotDoForm, DoneForm, PlanWorkForm, ReasonForm
from housing.models import Intervention
from housing.queries import case as case_queries
from housing.queries import work as queries
from housing.views.doing import GET_OR_POST
from partners.guards import requires
from partners.minimum_data import Reader
from partners.roles import Permission
from referrals.access import WayIn
from referrals.identity import identity
from referrals.lifecycle import Event
from referrals.models import Referral
from referrals.views.case_form import case_form
from referrals.views.loading import load_case, person_of
from referrals.views.looking import look


@requires(Permission.WORK_PLAN)
@GET_OR_POST
def plan_work(request: HttpRequest, reference: str) -> HttpResponse:
    """Put work into the plan, or plan it and ask a provider in one step."""
    referral = load_case(request, reference, page="plan_work", event=Event.PLAN_WORK)
    user = person_of(request)
    ask = request.method == "POST" and "ask" in request.POST
    form = PlanWorkForm(
        request.POST if request.method == "POST" else None,
        kinds=queries.kinds_for(referral),
        providers=queries.providers_of(referral),
        initial={"urgency": referral.urgency, "kind": request.GET.get("kind"), "blocks_discharge": True},
    )
    return case_form(
        request,
        referral,
        form,
        act=lambda: actions.plan_work(
            referral=referral,
            kind=form.chosen_kind(),
            urgency=form.cleaned_data["urgency"],
            funding_source=form.cleaned_data["funding_source"],
            instructions=form.cleaned_data["instructions"],
            blocks_discharge=form.cleaned_data["blocks_discharge"],
            estimated_cost=form.cleaned_data["estimated_cost"],
            provider=form.cleaned_data["provider"],
            commission=ask,
            by=user,
            at=timezone.now(),
        ),
        done=lambda: (
            f"{form.chosen_kind().label}: {form.cleaned_data['provider']} has been asked."
            if ask
            else f"{form.chosen_kind().label} is in the plan. Nobody has been asked yet."
        ),
        heading="Plan work",
        submit="Plan it and ask the provider",
        template="housing/plan_work.html",
        back_to=reverse("case_section", args=[reference, "work"]),
    )


@requires(Permission.WORK_PLAN)
@require_safe
def work(request: HttpRequest, pk: int) -> HttpResponse:
    """One piece of work as the coordinator sees it, with what can be done next."""
    found = _work(request, pk, "work")
    now = timezone.now()
    context = {
        "row": case_queries.work_row(found, Reader.LEAD, case_queries.stopped_work(found.referral)),
        "work": found,
        "referral": found.referral,
        "identity": identity(found.referral, now),
        "now": now,
        "back_url": _section(found.referral),
    }
    return render(request, "housing/work.html", context)


@requires(Permission.WORK_PLAN)
@GET_OR_POST
def ask_provider(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a provider for planned work."""
    user = person_of(request)
    found = _work(request, pk, "work_ask")
    form = AskProviderForm(
        request.POST if request.method == "POST" else None,
        providers=queries.providers_of(found.referral),
        initial={"provider": found.provider_id},
    )
    return case_form(
        request,
        found.referral,
        form,
        act=lambda: actions.commission_work(
            work=found, provider=form.cleaned_data["provider"], by=user, at=timezone.now()
        ),
        done=lambda: f"{found.kind.label}: {form.cleaned_data['provider']} has been asked.",
        heading=f"Ask for: {found.kind.label.lower()}",
        submit="Ask the provider",
        back_to=_page(found),
    )


@requires(Permission.WORK_PLAN)
@GET_OR_POST
def record_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Record for the provider that the work is done."""
    user = person_of(request)
    found = _work(request, pk, "work_done")
    form = DoneForm(request.POST if request.method == "POST" else None)
    return case_form(
        request,
        found.referral,
        form,
        act=lambda: provider_actions.finish_job(
            job=found, by=user, at=timezone.now(), note=form.cleaned_data["note"], cost=form.amount()
        ),
        done=lambda: f"{found.kind.label} is done.",
        heading=f"{found.kind.label} is done",
        submit="Record that it is done",
        back_to=_page(found),
    )


@requires(Permission.WORK_PLAN)
@GET_OR_POST
def record_not_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Record for the provider that the work cannot be done."""
    user = person_of(request)
    found = _work(request, pk, "work_not_done")
    form = CannotDoForm(request.POST if request.method == "POST" else None)
    form.fields["reason"].label = "Why can it not be done?"
    return case_form(
        request,
        found.referral,
        form,
        act=lambda: provider_actions.cannot_do_job(
            job=found, reason=form.cleaned_data["reason"], note=form.cleaned_data["note"], by=user, at=timezone.now()
        ),
        done=lambda: f"{found.kind.label} cannot be done. Plan it anew if somebody else can.",
        heading=f"{found.kind.label} cannot be done",
        submit="Record that it cannot be done",
        back_to=_page(found),
    )


@requires(Permission.WORK_PLAN)
@GET_OR_POST
def cancel_work(request: HttpRequest, pk: int) -> HttpResponse:
    """The work is not wanted any more."""
    user = person_of(request)
    found = _work(request, pk, "work_cancel")
    form = ReasonForm(
        request.POST if request.method == "POST" else None,
        label="Why is it no longer wanted?",
        required="Enter why the work is no longer wanted",
        hint="The ward and the provider can read this.",
    )
    return case_form(
        request,
        found.referral,
        form,
        act=lambda: actions.cancel_work(work=found, reason=form.cleaned_data["reason"], by=user, at=timezone.now()),
        done=lambda: (
            f"{found.kind.label} is cancelled." + (" The provider has been told." if found.commissioned_at else "")
        ),
        heading=f"Cancel: {found.kind.label.lower()}",
        submit="Cancel the work",
        back_to=_page(found),
    )


def _work(request: HttpRequest, pk: int, page: str) -> Intervention:
    user = person_of(request)
    try:
        found = queries.work_for(user, pk)
    except Intervention.DoesNotExist as missing:
        raise Http404 from missing
    look(request, found.referral, by=user, page=page, way=WayIn(access.why_job(user, found)))
    return found


def _page(work: Intervention) -> str:
    return reverse("work", args=[work.pk])


def _section(referral: Referral) -> str:
    return reverse("case_section", args=[referral.reference, "work"])
