"""The officer answers a person's request: asks for the copy, watches it being made, takes it away; holds records."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from discharge import tasks
from discharge.actions import exports as actions
from discharge.actions import holds as hold_actions
from discharge.forms.rights import HoldForm, PersonForm, RequestForm
from discharge.queries import rights as queries
from partners.attempt import Refused, attempt
from partners.errors import NotAllowed, UnableTo
from partners.guards import requires
from partners.models import Organisation, User
from partners.roles import Permission
from referrals.london import london_date
from referrals.models import DataExport, LegalHold, Patient
from referrals.views.loading import person_of

PER_PAGE = 25
TYPES = {"json": "application/json", "pdf": "application/pdf", "zip": "application/zip"}


@requires(Permission.RIGHTS_MANAGE)
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Requests for a copy, newest first."""
    page = Paginator(queries.exports(person_of(request)), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "discharge/rights/requests.html", {"page": page, "query": request.GET})


@requires(Permission.RIGHTS_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@never_cache
def new_request(request: HttpRequest) -> HttpResponse:
    """Ask for a copy for one person."""
    form = RequestForm(request.POST or None, today=london_date(timezone.now()))
    found = _person(request, form)
    if found is not None:
        patient, organisation = found
        try:
            export = attempt(
                form,
                lambda: actions.request_export(
                    patient=patient,
                    organisation=organisation,
                    request_reference=form.cleaned_data["request_reference"],
                    identity_checked=form.cleaned_data["identity_checked"],
                    by=person_of(request),
                    at=timezone.now(),
                ),
            )
        except Refused:
            pass
        else:
            send(tasks.make_export, export.pk)
            return redirect("rights_request", export.pk)
    return render(request, "discharge/rights/new_request.html", {"form": form})


@requires(Permission.RIGHTS_MANAGE)
@require_safe
@never_cache
def one_request(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: how far it is, what to read first, the files."""
    return render(request, "discharge/rights/request.html", _request_context(person_of(request), pk))


@requires(Permission.RIGHTS_MANAGE)
@require_safe
@never_cache
def request_state(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of that page which changes while the copy is made."""
    return render(request, "discharge/rights/request_state.html", _request_context(person_of(request), pk))


@requires(Permission.RIGHTS_MANAGE)
@require_safe
@never_cache
def request_file(request: HttpRequest, pk: int, word: str) -> HttpResponse | FileResponse:
    """One file: `word` is json, pdf, or zip for all of it. The name it is saved under says nothing about the person."""
    user = person_of(request)
    export = _export(user, pk)
    if word not in TYPES:
        raise Http404
    answer: HttpResponse | FileResponse
    try:
        if word == "zip":
            # Finished before it is sent: nothing is asked of the database any more.
            whole = actions.fetch_everything(export=export, by=user, at=timezone.now())
            answer = FileResponse(whole, content_type=TYPES[word])
        else:
            content = actions.fetch_export(export=export, kind=word, by=user, at=timezone.now())
            answer = HttpResponse(content, content_type=TYPES[word])
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.message) from refusal
    except UnableTo as refusal:
        messages.warning(request, refusal.message)
        return redirect("rights_request", pk)
    answer["Content-Disposition"] = f'attachment; filename="record-{export.reference}-{export.pk}.{word}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@requires(Permission.RIGHTS_MANAGE)
@require_safe
def holds(request: HttpRequest) -> HttpResponse:
    """Records that must stay."""
    page = Paginator(queries.holds(person_of(request)), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "discharge/rights/holds.html", {"page": page, "query": request.GET})


@requires(Permission.RIGHTS_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@never_cache
def place_hold(request: HttpRequest) -> HttpResponse:
    """Hold one person's record."""
    form = HoldForm(request.POST or None, today=london_date(timezone.now()))
    found = _person(request, form)
    if found is not None:
        patient, organisation = found
        try:
            hold = attempt(
                form,
                lambda: hold_actions.place_hold(
                    patient=patient,
                    organisation=organisation,
                    reason=form.cleaned_data["reason"],
                    by=person_of(request),
                    at=timezone.now(),
                ),
            )
        except Refused:
            pass
        else:
            messages.success(request, f"The record with {hold.reference} is kept until you lift the hold.")
            return redirect("rights_holds")
    return render(request, "discharge/rights/place_hold.html", {"form": form})


@requires(Permission.RIGHTS_MANAGE)
@require_POST
def lift_hold(request: HttpRequest, pk: int) -> HttpResponse:
    """End a hold."""
    user = person_of(request)
    try:
        hold = queries.hold(user, pk)
    except LegalHold.DoesNotExist as missing:
        raise Http404 from missing
    try:
        hold_actions.lift_hold(hold=hold, by=user, at=timezone.now())
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.message) from refusal
    except UnableTo as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, f"The hold on {hold.reference} is lifted.")
    return redirect("rights_holds")


def send(task: Any, *ids: int) -> None:
    """Send work once what it is about is committed. Should the queue be away, the sweep sends it again."""
    transaction.on_commit(partial(task.delay, *ids), robust=True)


def _person(request: HttpRequest, form: PersonForm) -> tuple[Patient, Organisation] | None:
    """The person a posted form names and for whom the officer answers, or None with the reason on the form."""
    if request.method != "POST" or not form.is_valid():
        return None
    user = person_of(request)
    patient = queries.find_person(user, text=form.cleaned_data["who"], born_on=form.cleaned_data["born_on"])
    organisation = queries.organisation_for(user, patient) if patient else None
    if patient is None or organisation is None:
        form.say_nobody()
        return None
    return patient, organisation


def _export(user: User, pk: int) -> DataExport:
    try:
        return queries.export(user, pk)
    except DataExport.DoesNotExist as missing:
        raise Http404 from missing


def _request_context(user: User, pk: int) -> dict[str, Any]:
    export = _export(user, pk)
    return {
        "export": export,
        "files": queries.files_of(export),
        "photos_size": sum(each["size"] for each in export.attachments),
        "is_open": export.state in DataExport.OPEN,
    }
