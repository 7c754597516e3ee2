"""The counts behind the commissioner's report: whole groups, never a name, in a number of queries that no row changes.

Everything is counted by scheme and month, so that the same rows give the period, the year before and the series of the
charts. Each query returns at most schemes × months × codes of a list.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import (
    Aggregate,
    Case,
    Count,
    DateField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Extract, Greatest, TruncMonth

from outcomes import access
from outcomes.models import FollowUp, Outcome, UnitCost
from outcomes.periods import Period, add_months
from outcomes.prices import HOSPITAL_BED
from outcomes.reports.counts import Counts, Medians, Price, Row
from outcomes.schedule import STILL_AT_HOME
from partners import asking
from partners.models import Scheme, User
from referrals.lifecycle import Status
from referrals.london import LONDON
from referrals.models import Clock, Referral, ReferralNeed
from referrals.models.referral import Purpose

#: Rows about people who died in hospital are no homecomings.
DIED = "died"


class Median(Aggregate):
    """The middle value: PostgreSQL's percentile_cont."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()
    allow_distinct = False


def schemes_for(user: User) -> list[Scheme]:
    """The schemes whose figures this person may see, by name."""
    return list(access.schemes_with_figures_for(user).select_related("lead_organisation"))


def counts(*, schemes: Iterable[int], chosen: Iterable[int], period: Period, now: datetime) -> Counts:
    """Count the cases of all these schemes from the year before the period on; medians and lists of the chosen alone.

    Eleven queries. `now` (UTC) decides which running promises are already late.
    """
    every, some = list(schemes), list(chosen)
    start, end = period.year_before.year_start, add_months(period.year_start, 12)
    with asking.as_figures():
        sent = _by_month(_sent(every), "submitted_at", start, end)
        return Counts(
            referrals=_rows(sent.values("scheme", "month").annotate(n=Count("pk"))),
            answers=_answers(every, start, end, now),
            left=_left(every, start, end),
            ready=_ready(every, start, end),
            claims=_claims(every, start, end),
            ended=_ended(every, start, end),
            day_91=_day_91(every, start, end),
            urgencies=_urgencies(some, period),
            needs=_needs(some, period),
            medians=_medians(some, period),
            prices=[
                Price(pk=row.pk, setting=row.setting, pounds=row.pounds, price_year=row.price_year, source=row.source)
                for row in UnitCost.objects.order_by("-valid_from", "setting")
            ],
        )


def _sent(schemes: list[int]) -> QuerySet[Referral]:
    return Referral.objects.filter(scheme__in=schemes, submitted_at__isnull=False)


def _by_month(rows: QuerySet[Any], field: str, start: date, end: date) -> QuerySet[Any]:
    """Rows whose moment falls between two London days, with the first day of its London month."""
    begin, finish = _midnight(start), _midnight(end)
    month = TruncMonth(field, tzinfo=LONDON, output_field=DateField())
    return rows.filter(**{f"{field}__gte": begin, f"{field}__lt": finish}).annotate(month=month).order_by()


def _by_day_s_month(rows: QuerySet[Any], field: str, start: date, end: date) -> QuerySet[Any]:
    """The same for a field that is a day."""
    return rows.filter(**{f"{field}__gte": start, f"{field}__lt": end}).annotate(month=TruncMonth(field)).order_by()


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=LONDON)


def _rows(found: QuerySet[Any], code: str = "", other: str = "") -> list[Row]:
    return [
        Row(
            scheme=row["scheme"],
            month=row["month"],
            n=row["n"],
            code=str(row[code]) if code else "",
            other=str(row[other]) if other else "",
            total=int(row.get("total") or 0),
        )
        for row in found
    ]


def _answers(schemes: list[int], start: date, end: date, now: datetime) -> list[Row]:
    """First answers by the month the referral came in: met, missed, or open while nobody can know. `other` says the
    same had their pauses counted.

    Left out: referrals taken back before anybody answered, which need no answer.
    """
    clocks = Clock.objects.filter(kind=Clock.Kind.ANSWER, referral__scheme__in=schemes).exclude(
        referral__status=Status.WITHDRAWN, referral__decided_at__isnull=True
    )
    found = _by_month(clocks, "started_at", start, end).annotate(
        result=_result("due_at", now), pauses_counted=_result("planned_due_at", now)
    )
    found = found.values("scheme", "month", "result", "pauses_counted").annotate(n=Count("pk"))
    return _rows(found, code="result", other="pauses_counted")


def _result(due: str, now: datetime) -> Case:
    """How a promise did by this due time: `outcomes.measures.clock_result`, in the database."""
    return Case(
        When(stopped_at__isnull=False, stopped_at__gt=F(due), then=Value("missed")),
        When(stopped_at__isnull=False, then=Value("met")),
        When(**{f"{due}__lt": now}, then=Value("missed")),
        default=Value("open"),
    )


def _gone(schemes: list[int]) -> QuerySet[Referral]:
    return Referral.objects.filter(scheme__in=schemes, discharged_on__isnull=False)


def _left(schemes: list[int], start: date, end: date) -> list[Row]:
    found = _by_day_s_month(_gone(schemes), "discharged_on", start, end)
    found = found.values("scheme", "month", "destination", "purpose").annotate(n=Count("pk"))
    return _rows(found, code="destination", other="purpose")


def _days(later: Any, earlier: Any) -> Any:
    """Whole days between two dates, never fewer than 0."""
    apart = ExpressionWrapper(F(later) - F(earlier), output_field=DurationField())
    return Greatest(Extract(apart, "day"), Value(0), output_field=IntegerField())


def _with_ready_date(schemes: list[int]) -> QuerySet[Referral]:
    return (
        _gone(schemes)
        .exclude(destination=DIED)
        .filter(purpose=Purpose.DISCHARGE, ready_since__isnull=False)
        .annotate(days=_days("discharged_on", "ready_since"))
    )


def _ready(schemes: list[int], start: date, end: date) -> list[Row]:
    found = _by_day_s_month(_with_ready_date(schemes), "discharged_on", start, end)
    return _rows(found.values("scheme", "month").annotate(n=Count("pk"), total=Sum("days")))


def _medians(schemes: list[int], period: Period) -> Medians:
    def within(part: Period) -> Q:
        return Q(discharged_on__gte=part.start, discharged_on__lt=part.end)

    found = _with_ready_date(schemes).aggregate(
        now=Median("days", filter=within(period)), before=Median("days", filter=within(period.year_before))
    )
    return Medians(found["now"], found["before"])


def _claims(schemes: list[int], start: date, end: date) -> list[Row]:
    """Bed days saved by the month of leaving hospital, each case priced by the day it left."""
    price = (
        UnitCost.objects.filter(setting=HOSPITAL_BED, valid_from__lte=OuterRef("referral__discharged_on"))
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=OuterRef("referral__discharged_on")))
        .order_by("-valid_from")
        .values("pk")[:1]
    )
    claimed = Outcome.objects.filter(referral__scheme__in=schemes, would_have_left_on__isnull=False).exclude(
        referral__destination=DIED
    )
    found = (
        _by_day_s_month(claimed, "referral__discharged_on", start, end)
        .annotate(
            scheme=F("referral__scheme"),
            purpose=F("referral__purpose"),
            price=Subquery(price),
            days=_days("would_have_left_on", "referral__discharged_on"),
        )
        .values("scheme", "month", "counterfactual", "purpose", "price")
        .annotate(n=Count("pk"), total=Sum("days"))
    )
    return [
        Row(
            scheme=row["scheme"],
            month=row["month"],
            n=row["n"],
            code=row["counterfactual"],
            other=f"{row['purpose']}:{row['price'] or ''}",
            total=int(row["total"] or 0),
        )
        for row in found
    ]


def _ended(schemes: list[int], start: date, end: date) -> list[Row]:
    closed = Referral.objects.filter(scheme__in=schemes, status=Status.CLOSED)
    found = _by_month(closed, "ended_at", start, end).annotate(code=F("outcome__code"))
    return [
        Row(scheme=row["scheme"], month=row["month"], n=row["n"], code=row["code"] or "")
        for row in found.values("scheme", "month", "code").annotate(n=Count("pk"))
    ]


def _day_91(schemes: list[int], start: date, end: date) -> list[Row]:
    """Where people were on day 91, by the month that day fell in. Somebody known to have died is not at home."""
    died = FollowUp.objects.filter(referral=OuterRef("referral"), result=FollowUp.Result.DIED)
    at_home = (FollowUp.Result.FINE, FollowUp.Result.NEEDS_HELP)
    elsewhere = (FollowUp.Result.IN_HOSPITAL, FollowUp.Result.ELSEWHERE, FollowUp.Result.DIED)
    where = Case(
        When(result__in=at_home, then=Value("home")),
        When(Q(result__in=elsewhere) | Exists(died), then=Value("not_home")),
        default=Value("not_reached"),
    )
    rows = FollowUp.objects.filter(kind=STILL_AT_HOME, referral__scheme__in=schemes)
    found = _by_day_s_month(rows, "due_on", start, end).annotate(where=where, scheme=F("referral__scheme"))
    return _rows(found.values("scheme", "month", "where").annotate(n=Count("pk")), code="where")


def _in_period(rows: QuerySet[Any], field: str, period: Period) -> QuerySet[Any]:
    begin, finish = _midnight(period.start), _midnight(period.end)
    return rows.filter(**{f"{field}__gte": begin, f"{field}__lt": finish}).order_by()


def _urgencies(schemes: list[int], period: Period) -> dict[str, int]:
    found = _in_period(_sent(schemes), "submitted_at", period).values("urgency").annotate(n=Count("pk"))
    return {row["urgency"]: row["n"] for row in found}


def _needs(schemes: list[int], period: Period) -> dict[str, int]:
    """Cases by the code of their main need; those without one are not in it."""
    needs = ReferralNeed.objects.filter(is_main=True, referral__scheme__in=schemes)
    found = _in_period(needs, "referral__submitted_at", period).values("code").annotate(n=Count("pk"))
    return {row["code"]: row["n"] for row in found}
