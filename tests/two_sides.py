"""Two sides with nothing in common: on each a case in every status, cases that not everybody of the side may see, and
one of everything that hangs on a case or has an address of its own.

Neighbours work in the same service and have a small part in a case or none: a part that is over, an hour that is over.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

from discharge.actions.exports import make_export, request_export
from discharge.actions.holds import place_hold
from housing.actions.bookings import book_stay
from housing.actions.council import start_application
from housing.actions.jobs import finish_job
from housing.actions.photos import add_photo
from housing.actions.rehousing import start_rehousing
from housing.actions.voids import add_void
from housing.actions.work import plan_work
from housing.catalogue import VOID_REASONS
from housing.models import Building, Intervention, InterventionKind, Unit
from partners.actions.duty import add_shift, record_absence
from partners.models import Notification, Organisation, OutboxMessage, SchemePartner, SharingAgreement, User
from partners.roles import RoleCode
from partners.sharing import SharingPurpose
from referrals.actions import drafts, messages
from referrals.actions.parties import end_party
from referrals.actions.restriction import restrict_case
from referrals.actions.submit import submit_referral
from referrals.catalogue import RESTRICT_REASONS
from referrals.lifecycle import Part
from referrals.models import OneOffHoliday, Referral, Rescheduling, RetentionItem, RetentionRun, SlaTarget
from tests import factories as make

#: When everybody tries: a day after the cases began.
TRIED_AT = make.NOW + timedelta(days=1)
STATUSES = ("submitted", "information_requested", "accepted", "discharged", "closed", "declined", "withdrawn")
_day = make.NOW.date()
_places = count(1)


@dataclass
class Side:
    """One side: `name` stands in the family name of every patient of it. Cases by the last part of that name."""

    name: str
    world: make.World
    people: dict[str, User]
    cases: dict[str, Referral]

    def patient(self, case: str) -> str:
        """The family name of the patient of this case, in small letters and found in no other name."""
        return f"{self.name}{case.replace('_', '')}x".casefold()


def side(name: str) -> Side:
    """A world with its cases: one in each status, one from another ward, one with work and a flat, one whose job is
    done, one restricted to two people, a draft.
    """
    world = make.world()
    built = Side(name, world, {**world.people, **_neighbours(world)}, {})
    for status in STATUSES:
        built.cases[status] = make.referral(world, status, family_name=built.patient(status).title())
    built.cases["elsewhere"] = submit_referral(
        draft=drafts.start_draft(organisation=world.trust, ward=world.other_ward, by=world.discharge_team, at=make.NOW),
        answers=make.answers(world, ward_id=world.other_ward.pk, family_name=built.patient("elsewhere").title()),
        by=world.discharge_team,
        at=make.NOW,
    )
    for case in ("busy", "done", "restricted"):
        assignee = world.team_lead if case == "restricted" else world.coordinator
        built.cases[case] = make.referral(world, "accepted", assignee=assignee, family_name=built.patient(case).title())
    draft = make.draft(world)
    typed = {"family_name": built.patient("draft").title(), "given_name": "Ada"}
    built.cases["draft"] = drafts.save_page(draft=draft, page="who", answers=typed, by=world.sister, at=make.NOW)
    at = make.NOW + timedelta(hours=3)
    _fill(world, built.cases["busy"], at)
    _fill(world, built.cases["restricted"], at)
    restrict_case(
        referral=built.cases["restricted"],
        reason=RESTRICT_REASONS[0].code,
        people=[world.sister],
        by=world.team_lead,
        at=at,
    )
    done = _job(world, built.cases["done"], at)
    add_photo(job=done, checked=make.checked_photo(), title="The door", by=world.provider_worker, at=at)
    finish_job(job=done, by=world.provider_worker, at=at)
    _visit(built)
    _answer_for(built, at)
    _few_notices(built)
    _plan(world, at)
    return built


def _neighbours(world: make.World) -> dict[str, User]:
    """A sister of the other ward, and one organisation more of each kind in the same service, with its agreement."""
    trust = make.OrganisationFactory(trust=True)
    provider = make.OrganisationFactory(contractor=True)
    landlord = make.OrganisationFactory(landlord=True)
    for organisation, part, giver, receiver, purpose in (
        (trust, SchemePartner.Part.REFERRER, trust, world.council, SharingPurpose.ARRANGE),
        (provider, SchemePartner.Part.PROVIDER, world.council, provider, SharingPurpose.HOME_WORK),
        (landlord, SchemePartner.Part.ACCOMMODATION, world.council, landlord, SharingPurpose.FLAT),
    ):
        SchemePartner.objects.create(scheme=world.scheme, organisation=organisation, part=part)
        make.agreement(giver, receiver, purpose).save()
    _flats(world, landlord)
    return {
        "other_sister": make.person(RoleCode.WARD_STAFF, world.trust, wards=[world.other_ward]),
        "visitor": make.person(RoleCode.DISCHARGE_TEAM, trust),
        "other_provider": make.person(RoleCode.PROVIDER_WORKER, provider),
        "other_manager": make.person(RoleCode.ACCOMMODATION_MANAGER, landlord),
    }


def _visit(built: Side) -> None:
    """The neighbouring trust may look at one case now and at another no longer; an hour in a third has passed, and one
    in a fourth has not.
    """
    visitor = built.people["visitor"]
    trust = visitor.memberships.get().organisation
    make.viewer(built.cases["accepted"], trust)
    SharingAgreement.objects.filter(receiver=trust).update(ends_on=_day - timedelta(days=1))  # one at a time
    make.viewer(built.cases["closed"], trust)
    end_party(referral=built.cases["closed"], organisation=trust, part=Part.VIEWER, at=make.NOW)
    make.opening(built.cases["submitted"], by=visitor, at=TRIED_AT - timedelta(hours=2))
    make.opening(built.cases["discharged"], by=visitor, at=TRIED_AT - timedelta(minutes=30))


def _answer_for(built: Side, at: datetime) -> None:
    """What the officer of the council keeps: a copy, a hold, a list of old records."""
    council, officer = built.world.council, built.world.ig_officer
    export = request_export(
        patient=built.cases["closed"].patient,
        organisation=council,
        request_reference="A 1",
        identity_checked="seen",
        by=officer,
        at=at,
    )
    make_export(export_id=export.pk, at=at, with_pdf=False)
    declined = built.cases["declined"]
    place_hold(patient=declined.patient, organisation=council, reason="A claim", by=officer, at=at)
    run = RetentionRun.objects.create(organisation=council, made_at=at)
    withdrawn = built.cases["withdrawn"]
    RetentionItem.objects.create(
        run=run, patient=withdrawn.patient, reference=withdrawn.reference, last_contact_on=_day
    )


def _plan(world: make.World, at: datetime) -> None:
    """Somebody is away, somebody on duty; a message was given up; a far day is a holiday."""
    lead, colleague, later = world.team_lead, world.coordinator, _day + timedelta(days=30)
    record_absence(person=colleague, from_on=later, until_on=later, cover=lead, by=lead, at=at)
    add_shift(
        organisation=world.council,
        person=lead,
        from_at=at + timedelta(days=30),
        to_at=at + timedelta(days=31),
        by=lead,
        at=at,
    )
    OutboxMessage.objects.create(
        recipient=colleague,
        channel="email",
        key=f"side:{world.council.pk}",
        created_at=at,
        failed_at=at,
        error="refused",
    )
    day = date(2040, 6, next(_places))
    OneOffHoliday.objects.create(on=day, name=f"A day of {world.council.pk}")
    Rescheduling.objects.create(
        cause="holiday_added", on=day, name="A day", worked=False, by=world.administrator, at=at, finished_at=at
    )
    target = SlaTarget.objects.create(
        scheme=world.scheme,
        name="survey",
        unit="calendar_days",
        amount=30,
        valid_from=day,
        changed_by=lead,
        changed_at=at,
    )
    Rescheduling.objects.create(
        cause="target_changed",
        on=day,
        name="Satisfaction survey: 30 days",
        worked=False,
        target=target,
        by=lead,
        at=at,
        finished_at=at,
    )


def _few_notices(built: Side) -> None:
    """The newest notice of each person is enough of a kind of which each step of a case makes several."""
    for person in built.people.values():
        newest = Notification.objects.filter(recipient=person).order_by("-pk")[:1]
        Notification.objects.filter(recipient=person).exclude(pk__in=newest.values("pk")).delete()


def _job(world: make.World, case: Referral, at: datetime) -> Intervention:
    return plan_work(
        referral=case,
        kind=InterventionKind.objects.get(code="key_safe"),
        urgency="urgent",
        funding_source="scheme",
        provider=world.provider,
        commission=True,
        by=world.team_lead,
        at=at,
    )


def _flats(world: make.World, landlord: Organisation) -> tuple[Unit, Unit]:
    building = Building.objects.create(
        organisation=landlord,
        scheme=world.scheme,
        name=f"House {next(_places)}",
        address="1 Poppy Road",
        postcode="NG18 1AA",
    )
    return (
        Unit.objects.create(building=building, name="Flat 1"),
        Unit.objects.create(building=building, name="2"),
    )


def _fill(world: make.World, case: Referral, at: datetime) -> None:
    """A job with a photo, a flat, a search for a home, a grant, a file, a message; and a flat that is out of use."""
    lead = world.team_lead
    job = _job(world, case, at)
    add_photo(job=job, checked=make.checked_photo(), title="The hall", by=world.provider_worker, at=at)
    flat, empty = _flats(world, world.landlord)
    book_stay(referral=case, unit=flat, from_on=_day, until_on=_day + timedelta(days=14), by=lead, at=at)
    add_void(
        unit=empty,
        from_on=_day,
        until_on=None,
        reason=VOID_REASONS[0].code,
        owner="The caretaker",
        by=world.flat_manager,
        at=at,
    )
    start_rehousing(referral=case, landlord="A landlord", route="register", applied_on=_day, by=lead, at=at)
    start_application(referral=case, kind="facilities_grant", council="A council", on=_day, by=lead, at=at)
    make.file(case, title="The steps", by=lead, at=at)
    messages.send_message(referral=case, body="A line between two", by=world.sister, at=at)
