"""The parts of a case's page that belong to this app: the home, the work, the flat, the new home.

Everybody who may open the case may read them; what work costs is for those who plan it.
"""

from collections.abc import Callable
from typing import Any

from housing import access
from housing.catalogue import (
    ASSESSMENT_ANSWERS,
    ASSESSMENT_AREAS,
    FUNDING_SOURCES,
    INTERVENTION_KINDS,
    OVERSTAY_REASONS,
    REHOUSING_ROUTES,
    find,
    label_of,
)
from housing.models import HomeAssessment, Intervention, Rehousing, Stay
from housing.stays import LIMIT_NIGHTS, nights, nights_over
from partners.models import User
from partners.roles import Permission
from referrals.catalogue import DESTINATIONS, URGENCIES
from referrals.models import Referral

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
    may_plan = access.can_plan(user, referral)
    work = list(referral.interventions.select_related("kind", "provider", "clock").order_by("-planned_at", "-pk"))
    rows = [work_row(each, may_plan) for each in work]
    return {
        "can_plan": may_plan,
        "open_work": [row for row in rows if row["work"].status in Intervention.OPEN],
        "ended_work": [row for row in rows if row["work"].status not in Intervention.OPEN],
    }


def work_row(work: Intervention, may_plan: bool) -> dict[str, Any]:
    """A piece of work in words; what it costs and who pays only with `may_plan`."""
    row: dict[str, Any] = {
        "work": work,
        "clock": work.clock,
        "status_label": str(work.get_status_display()),
        "colour": STATUS_COLOURS[work.status],
        "is_open": work.status in Intervention.OPEN,
        "urgency": label_of(URGENCIES, work.urgency),
        "provider": work.provider.name if work.provider else "",
    }
    if may_plan:
        row["cost"] = work.actual_cost if work.actual_cost is not None else work.estimated_cost
        row["cost_is_estimate"] = work.actual_cost is None
        row["funding"] = label_of(FUNDING_SOURCES, work.funding_source)
    return row


def _flat(user: User, referral: Referral) -> dict[str, Any]:
    stays = list(
        referral.stays.select_related(
            "unit__building__organisation", "support_plan_clock", "limit_clock", "booked_by"
        ).order_by("-from_on", "-pk")
    )
    rows = [stay_facts(each) for each in stays]
    current = [row for row in rows if row["stay"].status in ("provisional", "confirmed", "arrived")]
    return {
        "current_stay": current[0] if current else None,
        "earlier_stays": [row for row in rows if row not in current],
        "can_open_stay": access.leads(user, Permission.STAY_BOOK, referral),
    }


def stay_facts(stay: Stay) -> dict[str, Any]:
    """A stay with what follows from its dates."""
    last = stay.departed_on or stay.until_on
    return {
        "stay": stay,
        "nights": nights(stay.from_on, last),
        "nights_over": nights_over(stay.from_on, last),
        "limit": LIMIT_NIGHTS,
        "overstay_reason": label_of(OVERSTAY_REASONS, stay.overstay_reason) if stay.overstay_reason else "",
        "move_on_to": label_of(DESTINATIONS, stay.move_on_to) if stay.move_on_to else "",
    }


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
