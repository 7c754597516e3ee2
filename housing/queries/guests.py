"""Who is in the flats or due in one, as far as the person who looks may be shown it."""

from dataclasses import dataclass
from datetime import date

from housing import access
from housing.models import Stay
from partners.minimum_data import Reader, may_show
from partners.models import User
from partners.roles import Permission
from referrals.models import Clock


@dataclass(frozen=True)
class Guest:
    """Somebody who is in a flat or due in one. Days are London's."""

    stay_id: int
    name: str
    unit: str
    from_on: date
    until_on: date
    status_label: str
    support_plan_clock: Clock | None


def reads_stay_as(user: User, stay: Stay) -> Reader:
    """As what this person, who may see this stay, reads it."""
    return Reader.LEAD if access.leads_at(user, Permission.STAY_BOOK, stay.referral) else Reader.ACCOMMODATION


def name_of(user: User, stay: Stay) -> str:
    """Whose stay this is, as the flats name them; empty where this person may not be shown it."""
    patient = stay.referral.patient
    return patient.full_name if patient and may_show(reads_stay_as(user, stay), "patient_name") else ""


def guest_of(stay: Stay, name: str) -> Guest:
    """This stay's line beside the board; its relations are loaded already."""
    return Guest(
        stay_id=stay.pk,
        name=name,
        unit=stay.unit.name,
        from_on=stay.from_on,
        until_on=stay.until_on,
        status_label=str(stay.get_status_display()),
        support_plan_clock=stay.support_plan_clock,
    )
