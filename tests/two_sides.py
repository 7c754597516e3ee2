"""Two sides with nothing in common, each with a case in every status and one of everything that hangs on a case."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import models

from housing.actions.bookings import book_stay
from housing.actions.rehousing import start_rehousing
from housing.actions.voids import add_void
from housing.actions.work import plan_work
from housing.catalogue import VOID_REASONS
from housing.models import Building, InterventionKind, Unit
from partners.models import User
from referrals.actions import drafts, messages
from referrals.actions.submit import submit_referral
from referrals.models import Referral
from tests import factories as make

#: When everybody tries: a day after the cases began.
TRIED_AT = make.NOW + timedelta(days=1)
STATUSES = ("submitted", "information_requested", "accepted", "discharged", "closed", "declined", "withdrawn")


@dataclass
class Side:
    """One side: `name` stands in the family name of every patient of it. Cases by the last part of that name."""

    name: str
    world: make.World
    cases: dict[str, Referral]
    #: The ids of its rows by table, once somebody asked.
    rows: dict[type[models.Model], list[int]] = field(default_factory=dict)

    @property
    def people(self) -> dict[str, User]:
        return self.world.people

    def patient(self, case: str) -> str:
        """The family name of the patient of this case, in small letters and found in no other name."""
        return f"{self.name}{case.replace('_', '')}x".casefold()


def side(name: str) -> Side:
    """A world with its cases: one in each status, one from another ward, one with work and a flat, a draft."""
    world = make.world()
    built = Side(name, world, {})
    for status in STATUSES:
        built.cases[status] = make.referral(world, status, family_name=built.patient(status).title())
    built.cases["elsewhere"] = submit_referral(
        draft=drafts.start_draft(organisation=world.trust, ward=world.other_ward, by=world.discharge_team, at=make.NOW),
        answers=make.answers(world, ward_id=world.other_ward.pk, family_name=built.patient("elsewhere").title()),
        by=world.discharge_team,
        at=make.NOW,
    )
    built.cases["busy"] = busy = make.referral(world, "accepted", family_name=built.patient("busy").title())
    draft = make.draft(world)
    typed = {"family_name": built.patient("draft").title(), "given_name": "Ada"}
    built.cases["draft"] = drafts.save_page(draft=draft, page="who", answers=typed, by=world.sister, at=make.NOW)
    _fill(world, busy)
    return built


def _fill(world: make.World, case: Referral) -> None:
    at, today, lead = make.NOW + timedelta(hours=3), make.NOW.date(), world.coordinator
    plan_work(
        referral=case,
        kind=InterventionKind.objects.get(code="key_safe"),
        urgency="urgent",
        funding_source="scheme",
        provider=world.provider,
        commission=True,
        by=lead,
        at=at,
    )
    building = Building.objects.create(
        organisation=world.landlord,
        scheme=world.scheme,
        name=f"House {world.landlord.pk}",
        address="1 Poppy Road",
        postcode="NG18 1AA",
    )
    flat, empty = (
        Unit.objects.create(building=building, name="Flat 1"),
        Unit.objects.create(building=building, name="2"),
    )
    book_stay(referral=case, unit=flat, from_on=today, until_on=today + timedelta(days=14), by=lead, at=at)
    add_void(
        unit=empty,
        from_on=today,
        until_on=None,
        reason=VOID_REASONS[0].code,
        owner="The caretaker",
        by=world.flat_manager,
        at=at,
    )
    start_rehousing(referral=case, landlord="A landlord", route="register", applied_on=today, by=lead, at=at)
    make.file(case, title="The steps", by=lead, at=at)
    messages.send_message(referral=case, body="A line between two", by=world.sister, at=at)
