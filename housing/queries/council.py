"""The applications to a council on one case, as its page shows them."""

from typing import Any

from housing import access
from housing.council import DUTY_TO_REFER, FACILITIES_GRANT, OPEN_STAGES, kind_of
from housing.models import CouncilApplication, CouncilStage
from partners.minimum_data import Reader, may_show
from partners.models import User
from referrals.catalogue import NEEDS, label_of
from referrals.models import Referral

#: Blue: under way; green: the council helps; red: it does not; white: nothing is asked of anybody.
_COLOURS = {"accepted": "green", "approved": "green", "finished": "green", "not_accepted": "red", "refused": "red"}
_DUTY_NEEDS = frozenset(need.code for need in NEEDS if need.duty_to_refer)


def applications(user: User, referral: Referral, reader: Reader) -> dict[str, Any]:
    """What the section shows of them, open ones first; empty for who may not be shown them. Three queries.

    `may_need_duty`: something on the case says that the person may be homeless soon, and no council has been told.
    """
    if not may_show(reader, "council"):
        return {"applications": []}
    found = list(
        referral.council_applications.select_related("clock").prefetch_related("stages").order_by("-started_at", "-pk")
    )
    found.sort(key=lambda each: not each.is_open)
    under_way = {each.kind for each in found if each.is_open}
    needs = set(referral.needs.values_list("code", flat=True))
    may_need = bool(needs & _DUTY_NEEDS) and not any(each.kind == DUTY_TO_REFER for each in found)
    can_duty, can_grant = DUTY_TO_REFER not in under_way and not may_need, FACILITIES_GRANT not in under_way
    return {
        "applications": [_facts(each, reader) for each in found],
        "can_take_further": access.can_plan(user, referral),
        "may_need_duty": may_need,
        "can_start_duty": can_duty,
        "can_start_grant": can_grant,
        "can_offer": can_duty or can_grant,
    }


def _facts(application: CouncilApplication, reader: Reader) -> dict[str, Any]:
    kind = kind_of(application.kind)
    default = "blue" if application.stage in OPEN_STAGES else "white"
    stages = sorted(application.stages.all(), key=lambda each: each.pk)
    return {
        "application": application,
        "kind": kind.label,
        "stage": kind.stage(application.stage).label,
        "colour": _COLOURS.get(application.stage, default),
        "clock": application.clock,
        "history": [_line(application.kind, each, reader) for each in stages],
    }


def _line(kind: str, entered: CouncilStage, reader: Reader) -> dict[str, Any]:
    stage = kind_of(kind).stage(entered.stage)
    return {
        "label": stage.label,
        "on": entered.on,
        "reason": label_of(stage.reasons, entered.reason) if entered.reason else "",
        "note": entered.note if may_show(reader, "council_note") else "",
    }
