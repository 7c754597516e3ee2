"""What a team plans around its deadlines in the demo: why patients wait, what stands still, who is away and on duty."""

import random
from datetime import date, datetime, time, timedelta

from discharge.demo.load import Service
from partners.actions.duty import add_shift, record_absence
from partners.models import Membership, User
from partners.roles import RoleCode
from referrals.actions.delays import record_delay
from referrals.actions.pauses import pause_by_hand
from referrals.lifecycle import Status
from referrals.london import london_date, london_instant
from referrals.models import Clock, Referral

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
#: What patients wait for, the main reason first.
_WAITS = (("work",), ("work", "care_package"), ("landlord",), ("housing_offer", "deciding"), ("home_assessment",))
#: How many cases have a promise that stands still.
_PAUSED = 2


def plan_deadlines(service: Service, chance: random.Random, now: datetime) -> None:
    """Delays of who waits, a promise or two that stand still, and the rota of a team with a team lead."""
    open_cases = Referral.objects.filter(scheme=service.scheme, status=Status.ACCEPTED, restricted=False)
    for case in open_cases.select_related("assignee").order_by("pk"):
        if case.ready_since is not None and case.assignee is not None and chance.random() < 0.7:
            _wait(case, chance, now)
    running = Clock.objects.filter(referral__in=open_cases, kind="work", stopped_at__isnull=True, due_at__gt=now)
    for clock in running.select_related("referral__assignee").order_by("pk")[:_PAUSED]:
        by = _at_work(clock.referral.assignee)
        if by is not None:
            pause_by_hand(clock=clock, reason="landlord", by=by, at=now - 2 * HOUR)
    lead = _of_role(service, RoleCode.TEAM_LEAD)
    if lead is not None:
        _rota(service, lead, now)


def _wait(case: Referral, chance: random.Random, now: datetime) -> None:
    by, today = _at_work(case.assignee), london_date(now)
    if by is None or case.ready_since is None or case.ready_since > today:
        return
    reasons = chance.choice(_WAITS)
    record_delay(
        referral=case,
        from_on=case.ready_since,
        reasons=reasons,
        main=reasons[0],
        by=by,
        at=now - chance.uniform(2, 20) * HOUR,
    )


def _rota(service: Service, lead: User, now: datetime) -> None:
    """The lead is on duty tonight and tomorrow night; a coordinator is away next week, and a colleague covers."""
    team, today = service.scheme.lead_organisation, london_date(now)
    for days in (0, 1):
        evening = london_instant(today + timedelta(days=days), time(17))
        add_shift(
            organisation=team, person=lead, from_at=evening, to_at=_morning_after(evening), by=lead, at=now - 3 * DAY
        )
    away, *others = service.coordinators
    cover = next((each for each in others if each != lead), lead)
    monday = today + timedelta(days=7 - today.weekday())
    record_absence(person=away, from_on=monday, until_on=_friday_of(monday), cover=cover, by=lead, at=now - 3 * DAY)


def _morning_after(evening: datetime) -> datetime:
    return london_instant(london_date(evening) + timedelta(days=1), time(9))


def _friday_of(monday: date) -> date:
    return monday + timedelta(days=4)


def _of_role(service: Service, role: RoleCode) -> User | None:
    email = next((plan.email for plan in service.plan.people if plan.role is role), None)
    return None if email is None else _at_work(User.objects.get(email=email))


def _at_work(user: User | None) -> User | None:
    """Somebody, in the first of their roles."""
    if user is not None:
        user.working_as = Membership.objects.filter(user=user, active=True).order_by("pk").first()
    return user
