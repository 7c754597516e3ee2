"""Restricting a case to named people, changing who they are, and ending it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from partners.attempt import Refused, attempt
from partners.guards import requires
from partners.roles import Permission
from partners.words import count
from referrals import access
from referrals.actions import restriction
from referrals.catalogue import RESTRICT_REASONS, label_of
from referrals.forms.restriction import NamedPeopleForm, NameSomebodyForm, RestrictForm
from referrals.models import Referral
from referrals.queries import restriction as queries
from referrals.queries.restriction import candidates, named_now, people_called
from referrals.views.case_form import case_form
from referrals.views.loading import load_case, person_of
from referrals.views.triage import GET_OR_POST


@requires(Permission.CASE_RESTRICT)
@GET_OR_POST
def restrict_case(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a case to named people alone."""
    referral = _load(request, reference, "restrict")
    if referral.restricted:
        return redirect("named_people", reference)
    me = person_of(request)
    chosen = [pk for pk in {me.pk, referral.assignee_id} if pk is not None]
    form = RestrictForm(
        request.POST if request.method == "POST" else None, people=candidates(referral), me=me.pk, chosen=chosen
    )
    return case_form(
        request,
        referral,
        form,
        act=lambda: restriction.restrict_case(
            referral=referral,
            reason=form.cleaned_data["reason"],
            people=people_called(form.chosen_ids()),
            by=me,
            at=timezone.now(),
        ),
        done=lambda: f"{reference} is restricted. Only the people you named see it now.",
        heading="Restrict this case",
        submit="Restrict the case",
        template="referrals/case/restrict.html",
    )


@requires(Permission.CASE_RESTRICT)
@GET_OR_POST
def named_people(request: HttpRequest, reference: str) -> HttpResponse:
    """Who may see a restricted case; tick and untick."""
    referral = _load(request, reference, "named_people")
    if not referral.restricted:
        return redirect("restrict_case", reference)
    me = person_of(request)
    named = named_now(referral)
    form = NamedPeopleForm(
        request.POST if request.method == "POST" else None,
        people=candidates(referral),
        me=me.pk,
        chosen=[each.user_id for each in named],
    )
    # Somebody who takes themselves off sees the case no longer.
    leaves = request.method == "POST" and str(me.pk) not in request.POST.getlist("people")

    def act() -> None:
        add, remove = form.changes()
        restriction.change_named(
            referral=referral, add=people_called(add), remove=people_called(remove), by=me, at=timezone.now()
        )

    return case_form(
        request,
        referral,
        form,
        act=act,
        done=lambda: f"Who may see {reference} is saved.",
        heading="Who may see this case",
        submit="Save who may see it",
        template="referrals/case/named_people.html",
        back_to=reverse("home") if leaves else "",
        named=named,
        reason=label_of(RESTRICT_REASONS, referral.restricted_reason) if referral.restricted_reason else "",
    )


@requires(Permission.CASE_RESTRICT)
@GET_OR_POST
def lift_restriction(request: HttpRequest, reference: str) -> HttpResponse:
    """End the restriction, after asking."""
    referral = _load(request, reference, "lift_restriction")
    form = Form(request.POST if request.method == "POST" else None)
    return case_form(
        request,
        referral,
        form,
        act=lambda: restriction.lift_restriction(referral=referral, by=person_of(request), at=timezone.now()),
        done=lambda: f"{reference} is no longer restricted.",
        heading="End the restriction",
        submit="End the restriction",
        warning=(
            f"Now {count(len(named_now(referral)), 'named person', 'named people')} can see this case. After this, "
            "everybody who takes part in it can, with everything that was written while it was restricted."
        ),
    )


@requires(Permission.RIGHTS_MANAGE)
@require_safe
def decided_by_nobody(request: HttpRequest) -> HttpResponse:
    """For the officer: the restricted cases that nobody could work on. References, and nothing of the patient."""
    return render(request, "referrals/decided_by_nobody.html", {"cases": queries.without_anybody(person_of(request))})


@requires(Permission.RIGHTS_MANAGE)
@GET_OR_POST
def name_somebody(request: HttpRequest, reference: str) -> HttpResponse:
    """For the officer: name a coordinator on one of them."""
    user, back = person_of(request), reverse("decided_by_nobody")
    try:
        referral = queries.without_anybody_called(user, reference)
    except Referral.DoesNotExist as missing:
        raise Http404 from missing
    people = queries.who_could_decide(referral)
    form = NameSomebodyForm(request.POST if request.method == "POST" else None, people=people)
    if request.method == "POST" and form.is_valid():
        person = next(each for each in people if str(each.pk) == form.cleaned_data["person"])
        try:
            attempt(
                form,
                lambda: restriction.name_somebody(referral=referral, person=person, by=user, at=timezone.now()),
            )
        except Refused:
            pass
        else:
            messages.success(request, f"{person.name} sees {reference} now and has been told.")
            return redirect(back)
    context = {
        "form": form,
        "people": people,
        "heading": "Name somebody on a restricted case",
        "caption": reference,
        "submit_text": "Name this person",
        "back_url": back,
        "cancel_url": back,
    }
    return render(request, "referrals/name_somebody.html", context)


def _load(request: HttpRequest, reference: str, page: str) -> Referral:
    referral = load_case(request, reference, page=page)
    if not access.can_restrict(person_of(request), referral):
        raise PermissionDenied
    return referral
