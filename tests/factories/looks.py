"""Looks at a case, and emergency openings, as rows: who looked, when, why."""

from datetime import datetime, timedelta

from partners import audit
from partners.looks import Why
from partners.models import User
from partners.roles import RoleCode
from referrals.models import BreakGlass, Referral
from tests.factories.partners import OrganisationFactory, person
from tests.factories.worlds import NOW, World


def look(
    case: Referral,
    by: User,
    *,
    at: datetime = NOW,
    page: str = "case_summary",
    why: Why = Why.LEAD,
    opening: BreakGlass | None = None,
) -> None:
    """One row of the read log."""
    audit.record_view(
        by=by,
        at=at,
        page=page,
        look=audit.Look(
            referral_id=case.pk,
            patient_id=case.patient_id,
            reference=case.reference,
            lead_organisation_id=case.lead_organisation_id,
            referrer_organisation_id=case.referrer_organisation_id,
            why=Why.BREAK_GLASS if opening else why,
            break_glass_id=opening.pk if opening else None,
        ),
    )


def looked_at(world: World, case: Referral) -> Referral:
    """The case, once its coordinator has looked at it."""
    look(case, world.coordinator)
    return case


def outsider(role: RoleCode = RoleCode.DISCHARGE_TEAM) -> User:
    """Somebody of another trust, working there, who may open cases in an emergency."""
    user = person(role, OrganisationFactory(trust=True))
    user.working_as = user.memberships.get()
    return user


def opening(case: Referral, *, by: User, at: datetime = NOW, minutes: int = 60) -> BreakGlass:
    """An emergency opening of a case, from `at` on."""
    assert case.lead_organisation is not None
    membership = by.memberships.get()
    return BreakGlass.objects.create(
        referral=case,
        reference=case.reference,
        lead_organisation=case.lead_organisation,
        user=by,
        membership=membership,
        organisation=membership.organisation,
        reason="Found on the floor at home, ambulance asks for the key",
        opened_at=at,
        ends_at=at + timedelta(minutes=minutes),
    )
