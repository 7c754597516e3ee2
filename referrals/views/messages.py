"""A line to the other side of a case."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from partners.guards import requires
from partners.roles import Permission
from referrals.actions.messages import send_message as send
from referrals.forms.messages import MessageForm
from referrals.lifecycle import Event
from referrals.queries.case import is_of_lead
from referrals.views.case_form import case_form
from referrals.views.loading import load_case, person_of
from referrals.views.triage import GET_OR_POST


@requires(Permission.REFERRAL_ANSWER)
@GET_OR_POST
def send_message(request: HttpRequest, reference: str) -> HttpResponse:
    """Write to the ward, or from the ward to the coordinator."""
    referral = load_case(request, reference, page="message", event=Event.SEND_MESSAGE)
    me = person_of(request)
    to = "the ward" if is_of_lead(me, referral) else "the coordinator"
    form = MessageForm(request.POST if request.method == "POST" else None)
    return case_form(
        request,
        referral,
        form,
        act=lambda: send(referral=referral, body=form.cleaned_data["body"], by=me, at=timezone.now()),
        done=lambda: f"Message on {reference} sent to {to}.",
        heading=f"Write to {to}",
        submit="Send message",
        back_to=reverse("case_section", args=[reference, "messages"]),
    )
