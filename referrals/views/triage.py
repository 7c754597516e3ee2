"""The coordinator answers the ward, and says who has a case."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from partners.guards import requires
from partners.models import User
from partners.roles import Permission
from referrals.actions import triage
from referrals.forms.messages import AskForm
from referrals.forms.triage import AssigneeForm, DeclineForm
from referrals.lifecycle import Event
from referrals.models import Referral
from referrals.queries.case import coordinators_for, person_called
from referrals.views.case_form import case_form
from referrals.views.loading import load_case, person_of

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


def _assignee_form(request: HttpRequest, referral: Referral, me: User, chosen: int | None) -> AssigneeForm:
    return AssigneeForm(
        request.POST if request.method == "POST" else None,
        people=coordinators_for(referral, me),
        me=me.pk,
        chosen=chosen,
    )


@requires(Permission.CASE_TRIAGE)
@GET_OR_POST
def accept_referral(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a referral on and say who has it, in one step."""
    referral = load_case(request, reference, page="accept", event=Event.ACCEPT)
    me = person_of(request)
    form = _assignee_form(request, referral, me, me.pk)
    return case_form(
        request,
        referral,
        form,
        act=lambda: triage.accept_referral(
            referral=referral, assignee=person_called(form.assignee_id()), by=me, at=timezone.now()
        ),
        done=lambda: f"{reference} accepted. {form.assignee_name()} has it. The ward has been told.",
        heading="Accept this referral",
        submit="Accept and assign",
    )


@requires(Permission.CASE_ASSIGN)
@GET_OR_POST
def assign_case(request: HttpRequest, reference: str) -> HttpResponse:
    """Give a case to a coordinator."""
    referral = load_case(request, reference, page="assign", event=Event.ASSIGN)
    me = person_of(request)
    form = _assignee_form(request, referral, me, referral.assignee_id)
    return case_form(
        request,
        referral,
        form,
        act=lambda: triage.assign_case(
            referral=referral, assignee=person_called(form.assignee_id()), by=me, at=timezone.now()
        ),
        done=lambda: f"{form.assignee_name()} has {reference} now.",
        heading="Give this case to a coordinator",
        submit="Give the case",
    )


@requires(Permission.CASE_TRIAGE)
@GET_OR_POST
def ask_ward(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask the ward for what is missing; the answer clock stands still until they reply."""
    referral = load_case(request, reference, page="ask", event=Event.ASK)
    form = AskForm(request.POST if request.method == "POST" else None)
    return case_form(
        request,
        referral,
        form,
        act=lambda: triage.ask_for_information(
            referral=referral, question=form.cleaned_data["question"], by=person_of(request), at=timezone.now()
        ),
        done=lambda: f"Question on {reference} sent to the ward. The answer clock stands still until they reply.",
        heading="Ask the ward",
        submit="Send the question",
    )


@requires(Permission.CASE_TRIAGE)
@GET_OR_POST
def decline_referral(request: HttpRequest, reference: str) -> HttpResponse:
    """Say no, with the reason."""
    referral = load_case(request, reference, page="decline", event=Event.DECLINE)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    return case_form(
        request,
        referral,
        form,
        act=lambda: triage.decline_referral(
            referral=referral,
            reason=form.cleaned_data["reason"],
            note=form.cleaned_data["note"],
            by=person_of(request),
            at=timezone.now(),
        ),
        done=lambda: f"{reference} declined. The ward has been told why.",
        heading="Decline this referral",
        submit="Decline the referral",
        warning="The case ends and every clock stops. The ward is told at once.",
    )
