"""The first page after logging in: each role lands where its work is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from discharge.navigation import pages_for
from partners.guards import signed_in
from referrals.views.loading import person_of


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Go to the first page of the person's role; a role that has lost its rights is like none."""
    pages = pages_for(person_of(request))
    return redirect(pages[0].url_name) if pages else render(request, "partners/no_role.html")
