"""The parts of a case's page that belong to this app: the home, the work, the flat, the new home.

Everybody who may open the case may read them; what work costs is for those who plan it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from housing import access
from housing.catalogue import (
    ASSESSMENT_ANSWERS,
    ASSESSMENT_AREAS,
    FUNDING_SOURCES,
    INTERVENTION_KINDS,
    NO_CLAIM_REASONS,
    OVERSTAY_REASONS,
    REHOUSING_ROUTES,
    find,
    label_of,
)
from housing.models import HomeAssessment, Intervention, Rehousing, Stay, StayReview, Unit
from housing.queries.council import applications
from housing.stays import LIMIT_NIGHTS, day_words, nights, nights_over
from partners.minimum_data import Reader, may_show, shown
from partners.models import User
from partners.roles import Permission
from referrals.catalogue import DESTINATIONS, URGENCIES
from referrals.models import Clock, Referral
from referrals.reading import reader_of

#: Orange: somebody must answer; blue: under way; green: good; red: not; white: nothing is asked of anybody.
STATUS_COLOURS = {
    "planned": "white",
    "commissioned": "orange",
    "accepted": "blue",
    "done": "green",
    "not_done": "red",
    "cancelled": "white",
}
SECTIONS = ("home", "work", "flat", "new-home")


def section(name: str, user: User, referral: Referral) -> dict[str, Any]:
    """What `templates/housing/case/<name>.html` shows. The caller has checked that the person may open the case.

    Raises KeyError for a name that is none of `SECTIONS`.
    """
    build: dict[str, Callable[[User, Referral], dict[str, Any]]] = {
        "home": _home,
        "work": _work,
        "flat": _flat,
        "new-home": _new_home,
    }
    return build[name](user, referral)


def open_blocking(referral: Referral) -> list[Intervention]:
    """The work that must be done before the person can go home and is not, earliest due first."""
    return list(
        referral.interventions.filter(status__in=Intervention.OPEN, blocks_discharge=True)
        .select_related("kind", "provider", "clock")
        .order_by("clock__due_at", "pk")
    )


def _home(user: User, referral: Referral) -> dict[str, Any]:
    assessments = list(referral.assessments.select_related("recorded_by").order_by("-recorded_at"))
    return {
        "assessment": _assessment(assessments[0]) if assessments else None,
        "earlier_assessments": [_assessment(each) for each in assessments[1:]],
    }


def _assessment(assessment: HomeAssessment) -> dict[str, Any]:
    findings = [
        {
            "area": area.label,
            "code": assessment.findings.get(area.code, "not_checked"),
            "answer": label_of(ASSESSMENT_ANSWERS, assessment.findings.get(area.code, "not_checked")),
            "suggests": [find(INTERVENTION_KINDS, kind).label for kind in area.suggests],
        }
        for area in ASSESSMENT_AREAS
    ]
    return {
        "assessment": assessment,
        "checked": [each for each in findings if each["code"] != "not_checked"],
        "unchecked": [each["area"] for each in findings if each["code"] == "not_checked"],
        "to_do": [each for each in findings if each["code"] == "needs_work"],
    }


def _work(user: User, referral: Referral) -> dict[str, Any]:
    reader = reader_of(user, referral)
    work = list(referral.interventions.select_related("kind", "provider", "clock").order_by("-planned_at", "-pk"))
    stopped = stopped_work(referral) if reader is Reader.LEAD else frozenset()
    rows = [work_row(each, reader, stopped) for each in work]
    return {
        "can_plan": access.can_plan(user, referral),
        "shows_cost": may_show(reader, "work_cost"),
        "open_work": [row for row in rows if row["work"].status in Intervention.OPEN],
        "ended_work": [row for row in rows if row["work"].status not in Intervention.OPEN],
        **applications(user, referral, reader),
    }


def stopped_work(referral: Referral) -> frozenset[int]:
    """The ids of the jobs of this case whose provider may not see the person any more."""
    return frozenset(access.stopped_jobs(referral).values_list("pk", flat=True))


def work_row(work: Intervention, reader: Reader, stopped: frozenset[int]) -> dict[str, Any]:
    """A piece of work in words, as far as this reader may be shown it: what may not be shown is empty.

    `stopped`: the ids of the case's jobs that wait for the patient's word again.
    """
    told = shown(
        reader,
        {
            "work_instructions": work.instructions,
            "work_note": work.finish_note,
            "work_cost": work.actual_cost,
            "work_estimate": work.estimated_cost,
            "work_funding": label_of(FUNDING_SOURCES, work.funding_source),
            "other_partners": work.provider.name if work.provider else "",
        },
    )
    actual, estimate = told.get("work_cost"), told.get("work_estimate")
    return {
        "work": work,
        "clock": work.clock,
        "status_label": "Stopped" if work.pk in stopped else str(work.get_status_display()),
        "colour": "orange" if work.pk in stopped else STATUS_COLOURS[work.status],
        "is_stopped": work.pk in stopped,
        "is_open": work.status in Intervention.OPEN,
        "urgency": label_of(URGENCIES, work.urgency),
        "provider": told.get("other_partners", ""),
        "instructions": told.get("work_instructions", ""),
        "note": told.get("work_note", ""),
        "cost": estimate if actual is None else actual,
        "cost_is_estimate": actual is None,
        "funding": told.get("work_funding", ""),
    }


def _flat(user: User, referral: Referral) -> dict[str, Any]:
    stays = list(
        referral.stays.select_related(
            "unit__building__organisation",
            *("support_plan_clock", "limit_clock", "review_clock", "claim_clock"),
            "booked_by",
        ).order_by("-from_on", "-pk")
    )
    rows = [stay_facts(each, reader_of(user, referral)) for each in stays]
    current = [row for row in rows if row["stay"].status in ("provisional", "confirmed", "arrived")]
    return {
        "current_stay": current[0] if current else None,
        "earlier_stays": [row for row in rows if row not in current],
        "can_open_stay": access.leads(user, Permission.STAY_BOOK, referral),
    }


@dataclass(frozen=True)
class StayShown:
    """A stay as far as its reader may be shown it: nothing leads from here to the case or the patient.

    What may not be shown is empty. Times are UTC, days London's.
    """

    pk: int
    unit: Unit
    status: str
    status_label: str
    from_on: date
    until_on: date
    arrived_on: date | None
    departed_on: date | None
    support_plan_clock: Clock | None
    limit_clock: Clock | None
    review_clock: Clock | None
    claim_clock: Clock | None
    claim: str
    booked_at: datetime
    booked_by: str
    support_plan: str
    cancelled_reason: str


def stay_facts(stay: Stay, reader: Reader) -> dict[str, Any]:
    """A stay with what follows from its dates, as far as this reader may be shown it."""
    last = stay.departed_on or stay.until_on
    told = shown(
        reader,
        {
            "booked_by": stay.booked_by.name,
            "support_plan": stay.support_plan,
            "benefit_claim": _claim_words(stay),
            "stay_cancelled": stay.cancelled_reason,
        },
    )
    ends = may_show(reader, "stay_end")
    return {
        "stay": StayShown(
            pk=stay.pk,
            unit=stay.unit,
            status=stay.status,
            status_label=str(stay.get_status_display()),
            from_on=stay.from_on,
            until_on=stay.until_on,
            arrived_on=stay.arrived_on,
            departed_on=stay.departed_on,
            support_plan_clock=stay.support_plan_clock,
            limit_clock=stay.limit_clock,
            review_clock=stay.review_clock,
            claim_clock=stay.claim_clock,
            claim=told.get("benefit_claim", ""),
            booked_at=stay.booked_at,
            booked_by=told.get("booked_by", ""),
            support_plan=told.get("support_plan", ""),
            cancelled_reason=told.get("stay_cancelled", ""),
        ),
        "nights": nights(stay.from_on, last),
        "nights_over": nights_over(stay.from_on, last),
        "limit": LIMIT_NIGHTS,
        "overstay_reason": label_of(OVERSTAY_REASONS, stay.overstay_reason) if ends and stay.overstay_reason else "",
        "move_on_to": label_of(DESTINATIONS, stay.move_on_to) if ends and stay.move_on_to else "",
    }


def _claim_words(stay: Stay) -> str:
    """Sent on 3 December 2026; No claim: no rent is charged for this flat. Empty while nobody has said."""
    if stay.claim_sent_on is not None:
        return f"Sent on {day_words(stay.claim_sent_on, year=True)}"
    reason = label_of(NO_CLAIM_REASONS, stay.no_claim_reason) if stay.no_claim_reason else ""
    return f"No claim: {reason[:1].lower()}{reason[1:]}" if reason else ""


def reviews_of(stay: Stay, reader: Reader) -> list[StayReview]:
    """The team reviews of a stay, the latest first; none where this reader may not be shown them."""
    if not may_show(reader, "stay_reviews"):
        return []
    return list(stay.reviews.select_related("recorded_by").order_by("-held_on", "-pk"))


def _new_home(user: User, referral: Referral) -> dict[str, Any]:
    searches = list(referral.rehousings.order_by("-applied_on", "-pk"))
    rows = [rehousing_facts(each) for each in searches]
    return {
        "searches": rows,
        "can_rehouse": access.leads(user, Permission.WORK_PLAN, referral),
    }


def rehousing_facts(rehousing: Rehousing) -> dict[str, Any]:
    """A search for a home with its steps in order, each with its day or None."""
    return {
        "rehousing": rehousing,
        "route": label_of(REHOUSING_ROUTES, rehousing.route),
        "is_open": rehousing.ended_on is None and rehousing.tenancy_on is None,
        "steps": [
            {"label": "Applied", "on": rehousing.applied_on},
            {"label": "On the register", "on": rehousing.registered_on},
            {"label": "Home offered", "on": rehousing.offered_on},
            {"label": "Home viewed", "on": rehousing.viewed_on},
            {"label": "Tenancy signed", "on": rehousing.tenancy_on},
        ],
    }
