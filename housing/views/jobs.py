"""The provider's desk: what is late, due today, tomorrow and later; take it on, say it is done, or why it cannot be."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from housing import access
from housing.actions import jobs as actions
from housing.forms.work import CannotDoForm, DoneForm, NoQuestionForm
from housing.models import Intervention
from housing.queries import jobs as queries
from housing.queries.photos import photos_of
from housing.views.doing import GET_OR_POST, do
from partners.attempt import Refused, attempt
from partners.guards import requires
from partners.models import User
from partners.roles import Permission
from referrals.access import WayIn
from referrals.views.loading import person_of
from referrals.views.looking import look, look_at_list


@requires(Permission.WORK_VIEW)
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """Every open job of the person's organisation, earliest due first. The list shows people, so the look is
    recorded.
    """
    user, now = person_of(request), timezone.now()
    desk = queries.desk(user, now, request.GET.get("page"))
    shown = [(each.referral, access.why_job(user, each)) for each in desk.jobs]
    look_at_list(shown, by=user, page="jobs", at=now)
    return render(request, "housing/jobs.html", {"desk": desk, "now": now, "query": request.GET})


@requires(Permission.WORK_VIEW)
@require_safe
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """One job. Once the organisation takes part in the case no longer, only that the job was done and when."""
    user, now = person_of(request), timezone.now()
    try:
        found = queries.job_for(user, pk)
    except Intervention.DoesNotExist:
        return render(request, "housing/job_ended.html", {"job": queries.ended_of(_own_job(user, pk))})
    look(request, found.referral, by=user, page="job", way=WayIn(access.why_job(user, found)))
    context = {"card": queries.card_of(found), "now": now, **photos_of(user, found)}
    return render(request, "housing/job.html", context)


@requires(Permission.WORK_DO)
@require_POST
def accept_job(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a job on: one press."""
    user = person_of(request)
    found = _own_job(user, pk)
    form = NoQuestionForm(request.POST)
    form.is_valid()
    try:
        attempt(form, lambda: actions.accept_job(job=found, by=user, at=timezone.now()))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Job {pk} is yours: {found.kind.label}.")
    return redirect("job", pk=pk)


@requires(Permission.WORK_DO)
@GET_OR_POST
def finish_job(request: HttpRequest, pk: int) -> HttpResponse:
    """The work is done: a note and the cost."""
    user = person_of(request)
    found = _own_job(user, pk)
    form = DoneForm(request.POST if request.method == "POST" else None)
    return do(
        request,
        form,
        act=lambda: actions.finish_job(
            job=found, by=user, at=timezone.now(), note=form.cleaned_data["note"], cost=form.amount()
        ),
        done=lambda: f"Job {pk} is done: {found.kind.label}. The coordinator has been told.",
        back_to=reverse("job", args=[pk]),
        then=reverse("jobs"),
        heading=f"{found.kind.label} is done",
        caption=f"Job {pk}",
        submit_text="Record that it is done",
    )


@requires(Permission.WORK_DO)
@GET_OR_POST
def cannot_do_job(request: HttpRequest, pk: int) -> HttpResponse:
    """The work cannot be done: why."""
    user = person_of(request)
    found = _own_job(user, pk)
    form = CannotDoForm(request.POST if request.method == "POST" else None)
    return do(
        request,
        form,
        act=lambda: actions.cannot_do_job(
            job=found,
            reason=form.cleaned_data["reason"],
            note=form.cleaned_data["note"],
            by=user,
            at=timezone.now(),
        ),
        done=lambda: f"Job {pk} is back with the coordinator, who has been told why.",
        back_to=reverse("job", args=[pk]),
        then=reverse("jobs"),
        heading=f"{found.kind.label} cannot be done",
        caption=f"Job {pk}",
        submit_text="Tell the coordinator",
    )


def _own_job(user: User, pk: int) -> Intervention:
    try:
        return queries.own_job(user, pk)
    except Intervention.DoesNotExist as missing:
        raise Http404 from missing
