"""The provider's desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from partners.guards import requires
from partners.roles import Permission


@requires(Permission.WORK_VIEW)
def job(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "layouts/base.html")


@requires(Permission.STAY_VIEW, Permission.STAY_BOOK)
def stay(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "layouts/base.html")
