"""The photos of a job: added and opened by the provider. Addresses name the job, never the case."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from housing import access
from housing.actions import photos as actions
from housing.models import Intervention
from housing.queries import jobs
from housing.queries import photos as queries
from housing.views.doing import GET_OR_POST, do
from partners.errors import UnableTo
from partners.guards import requires
from partners.models import User
from partners.roles import Permission
from referrals.access import WayIn
from referrals.forms.files import PhotoForm, RemoveFileForm
from referrals.models import CaseFile
from referrals.views.file_answer import file_answer
from referrals.views.loading import person_of
from referrals.views.looking import look


@requires(Permission.WORK_DO)
@GET_OR_POST
def add_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a photo of the place."""
    user = person_of(request)
    job = _job(user, pk)
    if not access.can_add_photo(user, job):
        raise PermissionDenied
    form = PhotoForm(request.POST, request.FILES) if request.method == "POST" else PhotoForm()
    return do(
        request,
        form,
        act=lambda: actions.add_photo(
            job=job, checked=form.checked(), title=form.cleaned_data["title"], by=user, at=timezone.now()
        ),
        done=lambda: f"Photo added to job {pk}. The coordinator can see it.",
        back_to=reverse("job", args=[pk]),
        heading="Add a photo",
        caption=f"Job {pk}",
        submit_text="Add photo",
    )


@requires(Permission.WORK_VIEW)
@require_safe
def photo(request: HttpRequest, pk: int, photo: int) -> HttpResponse:
    """The photo itself; every time it is opened is recorded."""
    user = person_of(request)
    job = _job(user, pk)
    file = _photo(user, job, photo)
    look(request, job.referral, by=user, page="file", way=WayIn(access.why_job(user, job)))
    if not file.can_be_opened:
        messages.info(request, "This photo is still being checked for viruses.")
        return redirect("job", pk=pk)
    try:
        return file_answer(file, f"job-{pk}-photo")
    except UnableTo as missing:
        messages.error(request, missing.message)
        return redirect("job", pk=pk)


@requires(Permission.WORK_DO)
@GET_OR_POST
def remove_photo(request: HttpRequest, pk: int, photo: int) -> HttpResponse:
    """Take one's own photo away again."""
    user = person_of(request)
    job = _job(user, pk)
    file = _photo(user, job, photo)
    if not access.can_remove_photo(user, job, file):
        raise PermissionDenied
    form = RemoveFileForm(request.POST if request.method == "POST" else None)
    return do(
        request,
        form,
        act=lambda: actions.remove_photo(job=job, photo=file, why=form.cleaned_data["why"], by=user, at=timezone.now()),
        done=lambda: "Photo removed.",
        back_to=reverse("job", args=[pk]),
        heading="Remove a photo",
        caption=f"Job {pk}",
        submit_text="Remove photo",
    )


def _job(user: User, pk: int) -> Intervention:
    try:
        return jobs.job_for(user, pk)
    except Intervention.DoesNotExist as missing:
        raise Http404 from missing


def _photo(user: User, job: Intervention, pk: int) -> CaseFile:
    try:
        return queries.photo_of(user, job, pk)
    except CaseFile.DoesNotExist as missing:
        raise Http404 from missing
