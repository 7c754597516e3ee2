"""The administrator's page about a scheme's contract."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from partners.attempt import Refused, attempt
from partners.guards import requires
from partners.models import Scheme
from partners.queries import places
from partners.roles import Permission
from referrals.actions.contracts import set_contract
from referrals.forms.contract import ContractForm
from referrals.views.loading import person_of


@requires(Permission.PARTNERS_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def scheme_contract(request: HttpRequest, slug: str) -> HttpResponse:
    """When did the present contract begin? Its renewal is due from then on."""
    me = person_of(request)
    try:
        scheme = places.scheme(me, slug)
    except Scheme.DoesNotExist as missing:
        raise Http404 from missing
    form = ContractForm(request.POST or None, initial={"started_on": scheme.contract_started_on})
    if request.method == "POST" and form.is_valid():
        started_on = form.cleaned_data["started_on"]
        try:
            attempt(form, lambda: set_contract(scheme=scheme, started_on=started_on, by=me, at=timezone.now()))
        except Refused:
            pass
        else:
            messages.success(request, f"The contract of {scheme.name} is saved.")
            return redirect("scheme", slug=slug)
    return render(request, "referrals/contract.html", {"form": form, "scheme": scheme})
