"""How far a case has come, over all apps: for the buttons and the counts beside the sections of its page."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from discharge.next_actions import Progress
from housing.models import HomeAssessment, Intervention
from outcomes.models import FollowUp
from partners.models import User
from referrals import access
from referrals.models import Message, Referral


@dataclass(frozen=True)
class CaseCounts:
    """What stands beside the names of the sections."""

    progress: Progress
    open_work: int
    messages: int


def _number(rows: QuerySet[Intervention] | QuerySet[FollowUp] | QuerySet[Message]) -> Subquery:
    return Subquery(rows.order_by().values("referral").annotate(number=Count("pk")).values("number"))


def case_counts(user: User, referral: Referral) -> CaseCounts:
    """One query. Raises Referral.DoesNotExist when this person may not see the case."""
    work = Intervention.objects.filter(referral=OuterRef("pk"))
    open_work = work.filter(status__in=Intervention.OPEN)
    due = FollowUp.objects.filter(referral=OuterRef("pk"), done_at__isnull=True, cancelled_at__isnull=True)
    found = (
        access.visible_to(user)
        .annotate(
            has_assessment=Exists(HomeAssessment.objects.filter(referral=OuterRef("pk"))),
            has_work=Exists(work.exclude(status=Intervention.Status.CANCELLED)),
            open_work=_number(open_work),
            blocking=_number(open_work.filter(blocks_discharge=True)),
            follow_ups_due=_number(due),
            lines=_number(Message.objects.filter(referral=OuterRef("pk"))),
        )
        .values("has_assessment", "has_work", "open_work", "blocking", "follow_ups_due", "lines")
        .get(pk=referral.pk)
    )
    return CaseCounts(
        progress=Progress(
            has_assessment=found["has_assessment"],
            has_work=found["has_work"],
            blocking=found["blocking"] or 0,
            follow_ups_due=found["follow_ups_due"] or 0,
        ),
        open_work=found["open_work"] or 0,
        messages=found["lines"] or 0,
    )


def what_stops(referral: Referral) -> list[str]:
    """What ends with a referral that is taken back, in words: open work, bookings and promises. Three queries."""
    work = referral.interventions.filter(status__in=Intervention.OPEN).select_related("kind", "provider")
    stays = referral.stays.filter(status__in=["provisional", "confirmed"]).select_related("unit__building")
    jobs = [
        f"{each.kind.label}, {each.provider.name if each.provider else 'not given to anybody yet'}"
        for each in work.order_by("pk")
    ]
    bookings = [f"The booking of {each.unit.name}, {each.unit.building.name}" for each in stays.order_by("pk")]
    clocks = referral.clocks.filter(stopped_at__isnull=True).order_by("due_at", "pk")
    return [*jobs, *bookings, *(f"The deadline: {clock.label}" for clock in clocks)]
