"""Photos and reports on a case: added, opened, shown to providers, removed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from partners.attempt import Refused, attempt
from partners.errors import UnableTo
from partners.guards import requires
from partners.models import User
from partners.roles import Permission
from referrals import access
from referrals.actions import files as actions
from referrals.forms.files import FileForm, RemoveFileForm
from referrals.lifecycle import Event
from referrals.models import CaseFile, Referral
from referrals.paths import case_path
from referrals.queries import files as queries
from referrals.views.case_form import case_form
from referrals.views.file_answer import file_answer
from referrals.views.loading import load_case, person_of
from referrals.views.triage import GET_OR_POST

SEES_CASES = requires(Permission.REFERRAL_VIEW, Permission.REFERRAL_VIEW_WARD)


def section(user: User, referral: Referral, can_add: bool) -> dict[str, Any]:
    """What the section "Files" of a case shows."""
    leads = access.can_share_files(user, referral)
    return {
        "files": queries.files_of(user, referral),
        "leads": leads,
        "file_form": FileForm(leads=leads) if can_add else None,
    }


@requires(Permission.REFERRAL_ANSWER)
@GET_OR_POST
def add_file(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a photo or a report."""
    referral = load_case(request, reference, page="add_file", event=Event.ADD_FILE)
    me = person_of(request)
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = FileForm(*given, leads=access.can_share_files(me, referral))
    return case_form(
        request,
        referral,
        form,
        act=lambda: actions.add_file(
            referral=referral, checked=form.checked(), details=form.details(), by=me, at=timezone.now()
        ),
        done=lambda: f"File added to {reference}.",
        heading="Add a file",
        submit="Add file",
        back_to=_section(reference),
    )


@SEES_CASES
@require_safe
def case_file(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """The file itself; every time it is opened is recorded. One that cannot be opened says why in the section."""
    referral = load_case(request, reference, page="file")
    file = _file(request, referral, pk)
    if not file.can_be_opened:
        words = "This file has been removed." if file.removed_at else "This file is still being checked for viruses."
        messages.info(request, words)
        return redirect(_section(reference))
    try:
        return file_answer(file, f"{referral.reference}-{file.kind.replace('_', '-')}")
    except UnableTo as missing:
        messages.error(request, missing.message)
        return redirect(_section(reference))


@requires(Permission.CASE_TRIAGE)
@require_POST
def share_file(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Show a photo to the providers of the case's jobs, or no longer."""
    referral = load_case(request, reference, page="file_for_providers")
    file = _file(request, referral, pk)
    shown = request.POST.get("shown") == "yes"
    form = Form(request.POST)
    form.is_valid()
    try:
        attempt(form, lambda: actions.share_file(file=file, shown=shown, by=person_of(request), at=timezone.now()))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Providers can see this photo." if shown else "Providers cannot see this photo.")
    return redirect(_section(reference))


@SEES_CASES
@GET_OR_POST
def remove_file(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Ask why, then delete the content."""
    referral = load_case(request, reference, page="remove_file")
    file = _file(request, referral, pk)
    me = person_of(request)
    if not access.can_remove_file(me, file):
        raise PermissionDenied
    form = RemoveFileForm(request.POST if request.method == "POST" else None)
    return case_form(
        request,
        referral,
        form,
        act=lambda: actions.remove_file(file=file, why=form.cleaned_data["why"], by=me, at=timezone.now()),
        done=lambda: "File removed.",
        heading="Remove a file",
        submit="Remove file",
        back_to=_section(reference),
        warning="The file is deleted and cannot be brought back. That it was here, and why it went, stays on record.",
    )


def _file(request: HttpRequest, referral: Referral, pk: int) -> CaseFile:
    try:
        return queries.file_of(person_of(request), referral, pk)
    except CaseFile.DoesNotExist as missing:
        raise Http404 from missing


def _section(reference: str) -> str:
    return f"{case_path(reference)}files/"
