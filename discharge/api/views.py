"""The endpoints. Each reads through the same queries, and writes through the same forms and actions, as the pages."""

from collections.abc import Callable
from typing import Any, cast

from django.forms import BaseForm
from django.http import Http404
from django.utils import timezone
from rest_framework import status
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from discharge.api.doors import answers_of, carry_out, endpoint
from discharge.api.serializers import (
    ACTIONS,
    CaseLineSerializer,
    CaseSerializer,
    SchemeSerializer,
    TransitionSerializer,
)
from discharge.queries.api import schemes_of, sent_cases
from partners.models import User
from partners.roles import Permission
from referrals.actions import readiness, triage
from referrals.actions.messages import send_message
from referrals.forms.messages import AskForm, MessageForm
from referrals.forms.readiness import ReadinessForm
from referrals.forms.triage import AssigneeForm, DeclineForm, WithdrawForm
from referrals.lifecycle import STATUS_LABELS, TRANSITIONS, Event, Status
from referrals.london import london_date
from referrals.models import Referral
from referrals.queries.case import coordinators_for, person_called
from referrals.views.loading import load_case

SEES_CASES = (Permission.REFERRAL_VIEW, Permission.REFERRAL_VIEW_WARD)
BY_WORD = {word: event for event, word in ACTIONS.items()}


class NewestFirst(CursorPagination):
    """By place in the list, not by number of page: as fast on the last page as on the first."""

    page_size = 50
    ordering = ("-submitted_at", "-pk")


@endpoint("GET", needs=SEES_CASES)
def referrals(request: Request) -> Response:
    """The cases this person may see, newest first; `?status=` keeps one status."""
    wanted = request.query_params.get("status", "")
    if wanted and wanted not in set(Status):
        return Response({"errors": {"status": ["There is no such status."]}}, status=status.HTTP_400_BAD_REQUEST)
    pages = NewestFirst()
    found = pages.paginate_queryset(sent_cases(_person(request), wanted), request)
    lines = CaseLineSerializer(found, many=True, context={"request": request, "user": _person(request)})
    return pages.get_paginated_response(lines.data)


@endpoint("GET", needs=SEES_CASES)
def referral(request: Request, reference: str) -> Response:
    """One case with its promises, its timeline and what this person may do next. The look is recorded."""
    return Response(_shown(request, _load(request, reference, page="api_case")))


@endpoint("POST", needs=(Permission.CASE_TRIAGE, Permission.REFERRAL_ANSWER, Permission.REFERRAL_WITHDRAW))
def action(request: Request, reference: str, word: str) -> Response:
    """Do one thing to a case; answers with the case as it is then."""
    if word not in BY_WORD:
        raise Http404
    event = BY_WORD[word]
    case = _load(request, reference, page=f"api_{word}", event=event)
    form, act = _BUILD[event](_person(request), case, answers_of(request))
    return carry_out(form, act, lambda: Response(_shown(request, _load(request, reference, page="api_case"))))


@endpoint("GET")
def lifecycle(request: Request) -> Response:
    """The table that every check, button and test reads."""
    return Response(
        {
            "statuses": [{"code": each.value, "label": words} for each, words in STATUS_LABELS.items()],
            "transitions": [TransitionSerializer(row).data for row in TRANSITIONS],
        }
    )


@endpoint("GET")
def schemes(request: Request) -> Response:
    """The services this person's organisation leads or takes part in."""
    return Response({"results": SchemeSerializer(schemes_of(_person(request)), many=True).data})


def _person(request: Request) -> User:
    return cast(User, request.user)


def _load(request: Request, reference: str, *, page: str, event: Event | None = None) -> Referral:
    case = load_case(request._request, reference, page=page, event=event)
    if case.status == Status.DRAFT:
        raise Http404
    return case


def _shown(request: Request, case: Referral) -> Any:
    return CaseSerializer(case, context={"request": request, "user": _person(request)}).data


Built = tuple[BaseForm, Callable[[], object]]


def _accept(me: User, case: Referral, given: dict[str, Any]) -> Built:
    form = AssigneeForm(given, people=coordinators_for(case, me), me=me.pk)
    return form, lambda: triage.accept_referral(
        referral=case, assignee=person_called(form.assignee_id()), by=me, at=timezone.now()
    )


def _assign(me: User, case: Referral, given: dict[str, Any]) -> Built:
    form = AssigneeForm(given, people=coordinators_for(case, me), me=me.pk)
    return form, lambda: triage.assign_case(
        referral=case, assignee=person_called(form.assignee_id()), by=me, at=timezone.now()
    )


def _ask(me: User, case: Referral, given: dict[str, Any]) -> Built:
    form = AskForm(given)
    return form, lambda: triage.ask_for_information(
        referral=case, question=form.cleaned_data["question"], by=me, at=timezone.now()
    )


def _decline(me: User, case: Referral, given: dict[str, Any]) -> Built:
    form = DeclineForm(given)
    return form, lambda: triage.decline_referral(referral=case, **form.cleaned_data, by=me, at=timezone.now())


def _withdraw(me: User, case: Referral, given: dict[str, Any]) -> Built:
    form = WithdrawForm(given)
    return form, lambda: triage.withdraw_referral(referral=case, **form.cleaned_data, by=me, at=timezone.now())


def _message(me: User, case: Referral, given: dict[str, Any]) -> Built:
    form = MessageForm(given)
    return form, lambda: send_message(referral=case, body=form.cleaned_data["body"], by=me, at=timezone.now())


def _readiness(me: User, case: Referral, given: dict[str, Any]) -> Built:
    now = timezone.now()
    form = ReadinessForm(given, today=london_date(now))

    def act() -> object:
        if form.cleaned_data["state"] == "ready":
            return readiness.record_ready(referral=case, ready_on=form.cleaned_data["ready_on"], by=me, at=now)
        return readiness.record_not_ready(referral=case, ended_on=form.cleaned_data["ended_on"], by=me, at=now)

    return form, act


_BUILD: dict[Event, Callable[[User, Referral, dict[str, Any]], Built]] = {
    Event.ACCEPT: _accept,
    Event.ASSIGN: _assign,
    Event.ASK: _ask,
    Event.DECLINE: _decline,
    Event.WITHDRAW: _withdraw,
    Event.SEND_MESSAGE: _message,
    Event.RECORD_READINESS: _readiness,
}
