"""A person of whom every table has something, long ago: for copies and for the end of keeping."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from django.core.files.base import ContentFile

from housing.models import (
    Building,
    CouncilApplication,
    CouncilStage,
    HomeAssessment,
    Intervention,
    InterventionKind,
    Occupation,
    Rehousing,
    Stay,
    StayReview,
    Unit,
)
from outcomes.models import FollowUp, Outcome
from partners.models import SharingAgreement
from referrals import storage
from referrals.models import Carer, CaseFile, Message, Referral, ReferralEvent
from tests import factories as make

#: Tuesday 1 March 2016, 9am in London.
THEN = datetime(2016, 3, 1, 9, 0, tzinfo=UTC)
#: What must be nowhere afterwards: each is in one kind of column.
SECRETS = {
    "family_name": "Quellmann",
    "given_name": "Ottoline",
    "address": "17 Zephyr Crescent",
    "postcode": "NG18 9ZZ",
    "phone": "+441632960977",
    "interpreter": "Zazaki",
    "what_stands_in_the_way": "secret obstacle",
    "access_notes": "secret key place",
    "safety_notes": "secret danger",
}


@dataclass(frozen=True)
class Old:
    """An old, ended case with everything, and its world."""

    world: make.World
    case: Referral

    @property
    def person(self) -> int:
        assert self.case.patient_id is not None
        return self.case.patient_id


def old_world() -> make.World:
    """A world whose scheme took referrals ten years ago already."""
    world = make.world()
    world.scheme.starts_on = date(2010, 1, 1)
    world.scheme.save(update_fields=["starts_on"])
    SharingAgreement.objects.update(starts_on=date(2010, 1, 1))
    return world


def old_case(world: make.World, *, at: datetime = THEN, **overrides: object) -> Referral:
    """An ended case of `at`, as the actions make it."""
    dates = {"admitted_on": at.date(), "expected_discharge_on": at.date() + timedelta(days=9), "ready_on": at.date()}
    return make.referral(world, "closed", at=at, **{**dates, **overrides})


def old_person(world: make.World | None = None, *, at: datetime = THEN) -> Old:
    """Somebody with a row in every table, all of it at about `at`."""
    world = world or old_world()
    case = old_case(world, at=at, **SECRETS)
    day = at.date()
    Carer.objects.create(referral=case, name="Secret Daughter", relationship="child", phone="+441632960978")
    Message.objects.create(
        referral=case, body="secret message", written_by=world.sister, organisation=world.trust, written_at=at
    )
    ReferralEvent.objects.create(referral=case, at=at, event="noted", by=world.coordinator, note="secret event")
    HomeAssessment.objects.create(
        referral=case, assessed_on=day, how="visit", verdict="fit", summary="secret summary",
        findings={"heating": "works"}, recorded_by=world.coordinator, recorded_at=at,
    )  # fmt: skip
    Intervention.objects.create(
        referral=case, kind=InterventionKind.objects.get(code="key_safe"), provider=world.provider, status="done",
        instructions="secret instructions", funding_source="scheme", actual_cost="80.00", planned_at=at,
        planned_by=world.coordinator, commissioned_at=at, finished_at=at, finished_by=world.coordinator,
        finish_note="secret end",
    )  # fmt: skip
    building, _ = Building.objects.get_or_create(
        organisation=world.landlord,
        scheme=world.scheme,
        name="Poppy Fields",
        address="1 Poppy Road",
        postcode="NG1 1AA",
    )
    stay = Stay.objects.create(
        referral=case, unit=Unit.objects.get_or_create(building=building, name="Flat 1")[0], status="departed",
        from_on=day, until_on=day + timedelta(days=3), arrived_on=day, departed_on=day + timedelta(days=3),
        booked_by=world.coordinator, booked_at=at, support_plan="secret plan",
    )  # fmt: skip
    StayReview.objects.create(
        stay=stay, held_on=day, decided="secret decision", recorded_by=world.coordinator, recorded_at=at
    )
    Occupation.objects.create(
        unit=stay.unit, kind="stay", stay=stay, during=(day, day + timedelta(days=3)), cancelled_at=at
    )
    Rehousing.objects.create(
        referral=case, landlord="Secret Landlord", route="register", applied_on=day, tenancy_on=day,
        new_address="2 Secret Road", started_by=world.coordinator,
    )  # fmt: skip
    told = CouncilApplication.objects.create(
        referral=case, kind="duty_to_refer", council="Secret Council", stage="withdrawn", stage_on=day,
        agreed_referral=True, agreed_council=True, agreed_contact=True, started_by=world.coordinator, started_at=at,
    )  # fmt: skip
    CouncilStage.objects.create(
        application=told, stage="withdrawn", on=day, reason="mistake", note="secret stage", by=world.coordinator, at=at
    )
    FollowUp.objects.filter(referral=case).delete()
    FollowUp.objects.create(
        referral=case, kind="at_home_91", due_on=day, done_at=at, done_by=world.coordinator, result="fine",
        note="secret call",
    )  # fmt: skip
    Outcome.objects.update_or_create(
        referral=case,
        defaults={
            "code": "settled_home", "note": "secret outcome", "counterfactual": "estimate",
            "would_have_left_on": day + timedelta(days=20), "evidence": "secret evidence",
            "recorded_by": world.coordinator, "recorded_at": at,
        },
    )  # fmt: skip
    name = f"ab/{uuid4().hex}"
    storage.store().save(name, ContentFile(b"secret photo"))
    CaseFile.objects.create(
        referral=case, kind="photo", title="secret title", content_type="image/jpeg", size=12, sha256="0" * 64,
        storage_name=name, uploaded_by=world.sister, organisation=world.trust, uploaded_at=at, scan="not_scanned",
    )  # fmt: skip
    make.look(case, world.coordinator, at=at)
    return Old(world, case)
