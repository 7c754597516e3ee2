"""What the people who answer for records find in the demo: files, decisions taken back, a restricted case, emergencies,
copies and holds. All on cases that are told already, within the last days, by the actions a person's click calls.
"""

import random
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from discharge.actions.exports import request_export
from discharge.actions.holds import place_hold
from discharge.demo import words
from discharge.demo.load import Service, stand_in_email
from discharge.demo.pictures import ROOMS, report
from discharge.demo.services_midlands import NOTTINGHAM, NUH
from housing.access import can_add_photo
from housing.actions.photos import add_photo
from housing.models import Intervention
from partners import audit
from partners.looks import Why
from partners.models import Membership, User
from partners.roles import RoleCode
from partners.sharing import SharingPurpose
from referrals.actions.break_glass import open_in_emergency, review_opening
from referrals.actions.files import FileDetails, add_file
from referrals.actions.restriction import restrict_case
from referrals.actions.sharing import withdraw_decisions
from referrals.contents import check_contents
from referrals.lifecycle import Status
from referrals.models import BreakGlass, CaseFile, Patient, Referral, ReferralEvent

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LOOKED_BACK = timedelta(days=30)
_WHY = {
    RoleCode.WARD_STAFF: Why.WARD,
    RoleCode.DISCHARGE_TEAM: Why.REFERRER,
    RoleCode.PROVIDER_WORKER: Why.PROVIDER,
    RoleCode.ACCOMMODATION_MANAGER: Why.ACCOMMODATION,
}
# What somebody had open who did this; for everything else it was the summary.
_PAGES = {
    "accept": "accept", "ask": "ask", "answer": "answer", "decline": "decline", "send_message": "case_messages",
    "assess_home": "assess_home", "plan_work": "plan_work", "record_discharge": "discharge",
    "record_follow_up": "record_follow_up", "close": "close_case",
}  # fmt: skip


def write_looks(service: Service, now: datetime) -> None:
    """Whoever did something to a case in the last month had looked at it a little before."""
    events = ReferralEvent.objects.filter(
        referral__scheme=service.scheme, at__gt=now - LOOKED_BACK, by__isnull=False
    ).select_related("referral", "by")
    works_as: dict[int, Membership] = {}
    for each in Membership.objects.filter(user__in=events.values("by"), active=True).order_by("-pk"):
        works_as[each.user_id] = each
    for event in events.order_by("at", "pk"):
        person, membership = event.by, works_as.get(event.by_id or 0)
        if person is None or membership is None:
            continue
        person.working_as = membership
        audit.record_view(
            by=person,
            at=event.at - timedelta(minutes=3),
            page=_PAGES.get(event.event, "case_summary"),
            look=_look(event.referral, _WHY.get(RoleCode(membership.role), Why.LEAD)),
        )


def guard_records(service: Service, chance: random.Random, now: datetime) -> None:
    """One of each thing that a case can carry beside its story, for a service with an officer of its own."""
    people = {plan.role: plan.email for plan in reversed(service.plan.people)}
    if RoleCode.IG_OFFICER not in people:
        return
    team_lead, officer = (_person(people[role]) for role in (RoleCode.TEAM_LEAD, RoleCode.IG_OFFICER))
    matron, other_lead = (
        _person(stand_in_email(NUH, RoleCode.DISCHARGE_TEAM)),
        _person(next(plan.email for plan in NOTTINGHAM.people if plan.role is RoleCode.TEAM_LEAD)),
    )
    with_jobs = _open_cases(service).filter(
        Exists(Intervention.objects.filter(referral=OuterRef("pk"), status=Intervention.Status.ACCEPTED))
    )
    settled = _cases(service).filter(submitted_at__lt=now - 4 * DAY)
    taken_on = settled.filter(assignee__isnull=False)
    cases = dict.fromkeys([*with_jobs, *taken_on.filter(status=Status.ACCEPTED), *taken_on, *settled])
    for case, happens in zip(
        cases,
        (
            lambda case: _withdraw(case, now - 5 * HOUR),
            lambda case: _restrict(case, team_lead, now - 26 * HOUR),
            lambda case: _review(_open(case, matron, words.FROM_HOSPITAL, now - 3 * DAY), officer, now - 2 * DAY),
            lambda case: _open(case, other_lead, words.FROM_OFFICE, now - 20 * HOUR),
        ),
        strict=False,
    ):
        happens(case)
    _answer_requests(service, officer, now)
    _add_files(service, chance, now)


def _cases(service: Service) -> QuerySet[Referral]:
    """What was sent to the service, the newest first."""
    return (
        Referral.objects.filter(scheme=service.scheme, submitted_at__isnull=False, restricted=False)
        .select_related("patient", "lead_organisation", "assignee", "submitted_by", "ward")
        .order_by("-submitted_at")
    )


def _open_cases(service: Service) -> QuerySet[Referral]:
    return _cases(service).filter(status=Status.ACCEPTED)


def _person(email: str) -> User:
    """Somebody at work, in the first of their roles."""
    user = User.objects.get(email=email)
    user.working_as = Membership.objects.filter(user=user, active=True).order_by("pk").first()
    return user


def _withdraw(case: Referral, at: datetime) -> None:
    given = case.sharing_decisions.filter(purpose=SharingPurpose.HOME_WORK, withdrawn_at__isnull=True)
    withdraw_decisions(
        referral=case, decisions=[each.pk for each in given], why=words.WITHDRAWN, by=_sender(case), at=at
    )


def _restrict(case: Referral, team_lead: User, at: datetime) -> None:
    people = [_sender(case), *([case.assignee] if case.assignee else [])]
    restrict_case(referral=case, reason="staff", people=people, by=team_lead, at=at)


def _open(case: Referral, by: User, reason: str, at: datetime) -> BreakGlass:
    """Opened from outside, and read on three pages."""
    reference = open_in_emergency(by=by, at=at, reason=reason, reference=case.reference)
    opening = BreakGlass.objects.get(reference=reference, user=by)
    for minute, page in enumerate(("case_summary", "case_home", "case_sharing"), start=1):
        look = _look(case, Why.BREAK_GLASS, opening.pk)
        audit.record_view(by=by, at=at + timedelta(minutes=minute), page=page, look=look)
    return opening


def _review(opening: BreakGlass, officer: User, at: datetime) -> None:
    review_opening(
        opening=opening, outcome=BreakGlass.Outcome.JUSTIFIED, note=words.EMERGENCY_REVIEW, by=officer, at=at
    )


def _answer_requests(service: Service, officer: User, now: datetime) -> None:
    """A copy, which the worker makes at its first sweep, and a record that must be kept."""
    ours = service.scheme.lead_organisation
    ended = Patient.objects.filter(referrals__scheme=service.scheme, referrals__ended_at__gt=now - 300 * DAY)
    people = list(ended.order_by("-referrals__ended_at")[:2])
    for patient in people[:1]:
        request_export(
            patient=patient,
            organisation=ours,
            request_reference="SAR-0417",
            identity_checked="documents",
            by=officer,
            at=now - HOUR,
        )
    for patient in people[1:]:
        place_hold(patient=patient, organisation=ours, reason=words.HOLD, by=officer, at=now - 9 * DAY)


def _add_files(service: Service, chance: random.Random, now: datetime) -> None:
    """Photos and reports on the newest cases; whoever has a job there adds one of their own."""
    for place, case in enumerate(_open_cases(service)[:8]):
        title, draw = ROOMS[place % len(ROOMS)]
        if case.assignee is not None:
            details = FileDetails(kind=CaseFile.Kind.PHOTO, title=title, for_provider=place % 2 == 0)
            _add(case, draw(chance), details, case.assignee, now - 4 * HOUR)
        if place % 2 == 0:
            details = FileDetails(kind=CaseFile.Kind.OT_REPORT, title="Home visit by the occupational therapist")
            _add(case, report(words.THERAPISTS_REPORT), details, _sender(case), now - 3 * HOUR)
        for job in case.interventions.filter(status=Intervention.Status.ACCEPTED).select_related("kind")[:1]:
            worker = service.providers[job.kind.code][1]
            if can_add_photo(worker, job):
                photo = check_contents(ROOMS[(place + 1) % len(ROOMS)][1](chance))
                add_photo(job=job, checked=photo, title="Before we began", by=worker, at=now - 2 * HOUR)


def _add(case: Referral, content: bytes, details: FileDetails, by: User, at: datetime) -> None:
    add_file(
        referral=case, checked=check_contents(content), details=details, by=by, at=max(at, case.submitted_at or at)
    )


def _sender(case: Referral) -> User:
    if case.submitted_by is None:
        raise AssertionError("A case that was sent has somebody who sent it.")
    return case.submitted_by


def _look(case: Referral, why: Why, opening: int | None = None) -> audit.Look:
    return audit.Look(
        referral_id=case.pk,
        patient_id=case.patient_id,
        reference=case.reference,
        lead_organisation_id=case.lead_organisation_id,
        referrer_organisation_id=case.referrer_organisation_id,
        why=why,
        break_glass_id=opening,
    )
