"""What the patient decided about sharing: record it, withdraw it, and the page that says why nothing is shared."""

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from partners.guards import requires
from partners.minimum_data import fields_for, may_show
from partners.models import Organisation
from partners.roles import Permission
from partners.sharing import SharingPurpose
from referrals.actions import viewers
from referrals.actions.sharing import record_decision, withdraw_decisions
from referrals.forms.sharing import DecisionForm, ViewerForm, WithdrawForm
from referrals.identity import identity
from referrals.lifecycle import Event, Status
from referrals.models import Referral
from referrals.queries import sharing as queries
from referrals.queries.case import people_and_sharing
from referrals.reading import reader_of
from referrals.views.case_form import case_form
from referrals.views.kept import kept_address
from referrals.views.loading import load_case, person_of
from referrals.views.triage import GET_OR_POST


@requires(Permission.SHARING_RECORD)
@GET_OR_POST
def record_sharing(request: HttpRequest, reference: str) -> HttpResponse:
    """Record what was decided for one purpose. Who came here from a stop goes back to what they were doing."""
    referral = load_case(request, reference, page="record_sharing", event=Event.RECORD_SHARING)
    back = kept_address(request, referral.reference)
    form = DecisionForm(
        request.POST if request.method == "POST" else None,
        partners=queries.partners_to_decide_about(referral),
        initial={"purpose": _purpose(request), "partner": request.GET.get("partner", "")},
    )
    return case_form(
        request,
        referral,
        form,
        act=lambda: record_decision(referral=referral, **form.cleaned_data, by=person_of(request), at=timezone.now()),
        done=lambda: "The decision is recorded." + (" Go on with what you were doing." if back else ""),
        heading="Record a decision about sharing",
        submit="Record the decision",
        back_to=_section(referral),
        then=back,
    )


@requires(Permission.SHARING_RECORD)
@GET_OR_POST
def withdraw_sharing(request: HttpRequest, reference: str) -> HttpResponse:
    """Take back what was decided, for some purposes or all."""
    referral = load_case(request, reference, page="withdraw_sharing", event=Event.WITHDRAW_SHARING)
    posted = request.method == "POST"
    current = queries.to_withdraw(queries.decisions_of(referral), request.POST.getlist("decisions"))
    if not current and not posted:
        return redirect("case_section", reference=reference, section="sharing")
    form = WithdrawForm(request.POST if posted else None, current=current)
    return case_form(
        request,
        referral,
        form,
        act=lambda: withdraw_decisions(
            referral=referral,
            decisions=form.chosen(),
            why=form.cleaned_data["why"],
            by=person_of(request),
            at=timezone.now(),
        ),
        done=lambda: "It is withdrawn. Organisations that took part on it alone can see nothing from now on.",
        heading="Withdraw a decision about sharing",
        submit="Withdraw it",
        template="referrals/case/withdraw_sharing.html",
        back_to=_section(referral),
    )


@requires(Permission.CASE_TRIAGE)
@GET_OR_POST
def add_viewer(request: HttpRequest, reference: str) -> HttpResponse:
    """Let an organisation look at the case. Without an agreement or a decision it is the stop page."""
    referral = load_case(request, reference, page="add_viewer", event=Event.ADD_VIEWER)
    posted = request.method == "POST"
    form = ViewerForm(request.POST if posted else None, organisations=queries.could_look(referral, again=posted))
    return case_form(
        request,
        referral,
        form,
        act=lambda: viewers.add_viewer(
            referral=referral,
            organisation=form.chosen(),
            why=form.cleaned_data["why"],
            by=person_of(request),
            at=timezone.now(),
        ),
        done=lambda: f"{form.chosen().name} may look at {reference} and has been told.",
        heading="Let an organisation look",
        submit="Let them look",
        template="referrals/case/add_viewer.html",
        back_to=_section(referral),
        nobody=not form.organisations,
    )


@requires(Permission.CASE_TRIAGE)
@GET_OR_POST
def end_viewer(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Stop an organisation looking, after asking."""
    referral = load_case(request, reference, page="end_viewer", event=Event.END_VIEWER)
    try:
        organisation = queries.viewer_called(referral, pk)
    except Organisation.DoesNotExist:  # somebody ended it already: the section says so
        return redirect(_section(referral))
    return case_form(
        request,
        referral,
        Form(request.POST if request.method == "POST" else None),
        act=lambda: viewers.end_viewer(
            referral=referral, organisation=organisation, by=person_of(request), at=timezone.now()
        ),
        done=lambda: f"{organisation.name} can see nothing of {reference} from now on.",
        heading=f"Stop {organisation.name} looking",
        submit="Stop them looking",
        back_to=_section(referral),
        warning=f"From this moment the people of {organisation.name} see nothing of this case.",
    )


@requires(Permission.REFERRAL_VIEW, Permission.REFERRAL_VIEW_WARD)
@require_safe
def sharing_print(request: HttpRequest, reference: str) -> HttpResponse:
    """Who takes part and on what ground, on paper: for the patient and for the notes."""
    referral = load_case(request, reference, page="sharing_print")
    if Status(referral.status) is Status.DRAFT:
        return redirect("referral_check", reference=reference)
    reader = reader_of(person_of(request), referral)
    if not may_show(reader, "sharing_basis"):
        raise PermissionDenied
    now = timezone.now()
    context = {
        "referral": referral,
        "may_read": fields_for(reader),
        "people": people_and_sharing(referral, now),
        "identity": identity(referral, now),
        "now": now,
        "back_url": _section(referral),
    }
    return render(request, "referrals/case/sharing_print.html", context)


def _section(referral: Referral) -> str:
    return reverse("case_section", args=[referral.reference, "sharing"])


def _purpose(request: HttpRequest) -> str:
    wanted = request.GET.get("purpose", "")
    return wanted if wanted in set(SharingPurpose) else ""
