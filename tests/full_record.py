"""One record with something unmistakable in every field, made by the real actions: for trying who is shown what."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from housing.actions import jobs, moves
from housing.actions.assessment import assess_home
from housing.actions.bookings import book_stay, cancel_stay, extend_stay
from housing.actions.council import record_stage, start_application
from housing.actions.guests import record_claim, record_review
from housing.actions.rehousing import end_rehousing, record_step, start_rehousing
from housing.actions.work import plan_work
from housing.council import CONSENTS, DUTY_TO_REFER
from housing.models import Building, Intervention, InterventionKind, Stay, Unit
from outcomes.actions.close import close_with_outcome
from outcomes.actions.follow_ups import record_attempt, record_follow_up
from outcomes.models import FollowUp
from partners.models import SchemePartner, User
from partners.roles import RoleCode
from partners.sharing import SharingPurpose
from referrals.actions import discharge, drafts, holidays, messages, recomputing, triage
from referrals.actions.break_glass import open_in_emergency
from referrals.actions.restriction import restrict_case
from referrals.answers import CarerAnswers, SharingAnswers
from referrals.models import Referral
from referrals.nhs_number import make_test_number
from tests import factories as make

NHS_NUMBER = make_test_number(654_321)
#: When everybody looks: two days after the cases began.
LOOKED_AT = make.NOW + timedelta(days=2)

#: Field of the minimum-data table → what it shows as, in any of these ways. Blanks and capitals do not count.
MARKS: dict[str, tuple[str, ...]] = {
    "patient_name": ("Zanderquist",),
    "phone": ("01632960987", "+441632960987"),
    "visit_risks": ("Needles or sharps",),
    "safety_notes": ("mark-safety-notes",),
    "address": ("77 Mark Address Row",),
    "postcode": ("NG19 7ZX",),
    "access_notes": ("mark-access-notes",),
    "nhs_number": (NHS_NUMBER,),
    "born_on": ("19 July 1931", "1931-07-19"),
    "interpreter": ("Markinterpreterish",),
    "purpose": ("To go home from hospital",),
    "ward": ("Markward",),
    "admitted_on": ("3 October 2026", "2026-10-03"),
    "expected_discharge_on": ("29 January 2027", "2027-01-29"),
    "readiness": ("12 October 2026", "2026-10-12"),
    "delays": ("with the landlord",),
    "pathway": ("Pathway 3",),
    "needs": ("No recourse to public funds", "no_public_funds"),
    "what_stands_in_the_way": ("mark-what-stands-in-the-way",),
    "other_risks": ("Self-neglect", "self_neglect"),
    "tenure": ("Caravan, mobile home or boat", "mobile_home"),
    "household": ("With somebody they care for", "cared_for"),
    "left_hospital": ("17 November 2026", "2026-11-17"),
    "assignee": ("Markassignee",),
    "timeline": ("mark-discharge-note",),
    "ending_reason": ("mark-decline-reason",),
    "other_partners": ("Markpartner",),
    "home_verdict": ("Not fit: another home is needed",),
    "follow_up_result": ("Living somewhere else",),
    "outcome": ("Home, with needs still open",),
    "carer_name": ("Markcarername",),
    "carer_relationship": ("Paid carer or support worker",),
    "carer_phone": ("01632960555", "+441632960555"),
    "messages": ("mark-message",),
    "sharing_basis": ("an attorney or deputy agrees",),
    "sharing_decision_maker": ("Markattorney",),
    "sharing_note": ("mark-sharing-note",),
    "lead_notes": ("mark-attempt-note",),
    "home_assessment": ("mark-assessment-summary",),
    "new_address": ("88 Mark New Street",),
    "follow_up_note": ("mark-follow-up-note",),
    "outcome_note": ("mark-outcome-note",),
    "outcome_evidence": ("mark-outcome-evidence",),
    "council": ("Markcouncil",),
    "council_note": ("mark-council-note",),
    "council_reason": ("Not homeless, nor likely to be within 56 days",),
    "new_landlord": ("Marklandlord Homes",),
    "search_ended": ("mark-search-ended",),
    "work_kind": ("Lifeline and telecare",),
    "work_instructions": ("mark-work-instructions",),
    "work_note": ("mark-work-note",),
    "work_cost": ("£1,234.56",),
    "work_funding": ("One-off personal health budget",),
    "work_estimate": ("£4,321.99",),
    "stay": ("Markflat",),
    "support_plan": ("mark-support-plan",),
    "stay_reviews": ("mark-review-decided",),
    "benefit_claim": ("a claim that was there already goes on",),
    "booked_by": ("Markbooker",),
    "stay_end": ("Does not want to move on",),
    "stay_cancelled": ("mark-stay-cancelled",),
    "files": ("mark-report-title",),
    "photos": ("mark-photo-title",),
    "draft": ("Markdrafted",),
    "looks": ("Marklooker",),
    "restriction": ("Restricted because: the patient is well known",),
    "figures": ("Download these figures",),
}


@dataclass
class Record:
    """The world of the record, the people who are not in every world, and where the record is found."""

    world: make.World
    viewer: User
    looker: User
    outsider: User
    cases: dict[str, Referral]
    jobs: list[Intervention]
    stays: list[Stay]


def full_record() -> Record:
    """Four cases: one under way with work, flats and a search; one closed with an outcome; one declined; one that is
    restricted. One draft.
    """
    world = make.world()
    world.ward.name = "Markward"
    world.ward.save(update_fields=["name"])
    world.coordinator.name = "Markbooker"
    world.coordinator.save(update_fields=["name"])
    assignee = make.person(RoleCode.COORDINATOR, world.council, name="Markassignee")
    looker = make.person(RoleCode.DISCHARGE_TEAM, world.trust, name="Marklooker")
    neighbour = make.OrganisationFactory()
    under_way = _under_way(world, assignee)
    closed = _closed(world)
    declined = make.referral(world, family_name="Zanderquist", nhs_number=make_test_number(654_323))
    triage.decline_referral(
        referral=declined, reason="outside_area", note="mark-decline-reason", by=world.coordinator, at=make.NOW
    )
    cases = {"under_way": under_way, "closed": closed, "declined": declined}
    outsider = make.outsider()
    for case in cases.values():
        make.viewer(case, neighbour)
        reason = "Found on the floor at home; the ambulance asks for the key"
        open_in_emergency(by=outsider, at=LOOKED_AT, reason=reason, reference=case.reference)
    cases["restricted"] = restrict_case(
        referral=make.referral(world, family_name="Zanderquist", nhs_number=make_test_number(654_324)),
        reason="public",
        people=[world.team_lead, world.discharge_team],
        by=world.team_lead,
        at=make.NOW,
    )
    changed = holidays.add_holiday(
        day=holidays.ChangedDay(on=date(2026, 11, 25), name="Royal wedding"), by=world.administrator, at=make.NOW
    )
    recomputing.recompute(rescheduling_id=changed.pk, at=make.NOW + timedelta(hours=3))
    draft = make.draft(world)
    drafts.save_page(
        draft=draft,
        page="who",
        answers={"family_name": "Markdrafted", "given_name": "Ada"},
        by=world.sister,
        at=make.NOW,
    )
    return Record(
        world=world,
        viewer=make.person(RoleCode.COORDINATOR, neighbour),
        looker=looker,
        outsider=outsider,
        cases=cases,
        jobs=list(under_way.interventions.filter(provider=world.provider)),
        stays=list(under_way.stays.all()),
    )


def _under_way(world: make.World, assignee: User) -> Referral:
    at, lead = make.NOW + timedelta(hours=2), world.coordinator
    case = make.referral(
        world,
        "accepted",
        assignee=assignee,
        family_name="Zanderquist",
        nhs_number=NHS_NUMBER,
        born_on=date(1931, 7, 19),
        address="77 Mark Address Row",
        postcode="NG19 7ZX",
        phone="+441632960987",
        interpreter="Markinterpreterish",
        admitted_on=date(2026, 10, 3),
        expected_discharge_on=date(2027, 1, 29),
        ready_on=date(2026, 10, 12),
        pathway=3,
        needs=("no_public_funds", "key_safe"),
        main_need="no_public_funds",
        what_stands_in_the_way="mark-what-stands-in-the-way",
        tenure="mobile_home",
        household="cared_for",
        access_notes="mark-access-notes",
        safety_notes="mark-safety-notes",
        risks=("needles", "self_neglect"),
        carer=CarerAnswers(name="Markcarername", relationship="professional", phone="+441632960555"),
        sharing=SharingAnswers(basis="attorney", decision_maker="Markattorney", note="mark-sharing-note"),
    )
    messages.send_message(referral=case, body="mark-message", by=world.sister, at=at)
    make.delay(case, "landlord", from_on=date(2026, 10, 13))
    assess_home(
        referral=case,
        assessed_on=at.date(),
        how="visit",
        findings={},
        verdict="not_fit",
        summary="mark-assessment-summary",
        by=lead,
        at=at,
    )
    make.file(case, kind="ot_report", title="mark-report-title", by=world.sister, at=at)
    make.file(case, title="mark-photo-title", for_provider=True, by=lead, at=at)
    _work(world, case)
    _flats(world, case)
    _search(world, case)
    _asked_council(world, case)
    return case


def _work(world: make.World, case: Referral) -> None:
    """A job that is open, a finished one, and one of another firm."""
    at, lead = make.NOW + timedelta(hours=3), world.coordinator
    other = make.OrganisationFactory(contractor=True, name=f"Markpartner {world.provider.pk}")
    SchemePartner.objects.create(scheme=world.scheme, organisation=other, part=SchemePartner.Part.PROVIDER)
    make.agreement(world.council, other, SharingPurpose.HOME_WORK).save()
    kinds = {kind.code: kind for kind in InterventionKind.objects.all()}

    def ask(code: str, provider: object, cost: str, instructions: str) -> Intervention:
        return plan_work(
            referral=case,
            kind=kinds[code],
            urgency="urgent",
            funding_source="personal_health_budget",
            provider=provider,  # type: ignore[arg-type]
            instructions=instructions,
            estimated_cost=Decimal(cost),
            commission=True,
            by=lead,
            at=at,
        )

    ask("lifeline", world.provider, "4321.99", "mark-work-instructions")
    ask("deep_clean", other, "10", "for the other firm")
    done = ask("key_safe", world.provider, "11", "done at once")
    jobs.finish_job(
        job=done, note="mark-work-note", cost=Decimal("1234.56"), by=world.provider_worker, at=at + timedelta(hours=1)
    )


def _flats(world: make.World, case: Referral) -> None:
    """A booking that was cancelled, and a long stay with a plan."""
    at, today, lead = make.NOW + timedelta(hours=4), make.NOW.date(), world.coordinator
    building = Building.objects.create(
        organisation=world.landlord,
        scheme=world.scheme,
        name="Poppy Fields",
        address="1 Poppy Road",
        postcode="NG18 1AA",
    )
    unit = Unit.objects.create(building=building, name="Markflat")
    until = today + timedelta(days=14)
    dropped = book_stay(referral=case, unit=unit, from_on=today, until_on=until, by=lead, at=at)
    cancel_stay(stay=dropped, reason="mark-stay-cancelled", by=lead, at=at)
    stay = book_stay(referral=case, unit=unit, from_on=today, until_on=until, by=lead, at=at + timedelta(minutes=5))
    moves.record_arrival(stay=stay, arrived_on=today, by=world.flat_manager, at=at + timedelta(minutes=10))
    moves.write_support_plan(stay=stay, plan="mark-support-plan", by=world.flat_manager, at=at + timedelta(minutes=15))
    later = at + timedelta(minutes=17)
    record_review(stay=stay, held_on=today, decided="mark-review-decided", by=world.flat_manager, at=later)
    record_claim(stay=stay, sent_on=None, no_claim_reason="claim_goes_on", by=world.flat_manager, at=later)
    extend_stay(
        stay=stay,
        until_on=today + timedelta(days=60),
        overstay_reason="person_declines",
        by=lead,
        at=at + timedelta(minutes=20),
    )


def _search(world: make.World, case: Referral) -> None:
    """A search that ended with a tenancy, and one that ended without."""
    at, today, lead = make.NOW + timedelta(hours=5), make.NOW.date(), world.coordinator
    found = start_rehousing(
        referral=case, landlord="Marklandlord Homes", route="register", applied_on=today, by=lead, at=at
    )
    record_step(rehousing=found, step="signed", on=today, new_address="88 Mark New Street", by=lead, at=at)
    lost = start_rehousing(
        referral=case, landlord="Another landlord", route="transfer", applied_on=today, by=lead, at=at
    )
    end_rehousing(rehousing=lost, reason="mark-search-ended", ended_on=today, by=lead, at=at)


def _asked_council(world: make.World, case: Referral) -> None:
    """A council that was told, and did not accept it."""
    at, today, lead = make.NOW + timedelta(hours=5), make.NOW.date(), world.coordinator
    agreed = [each.code for each in CONSENTS]
    told = start_application(
        referral=case, kind=DUTY_TO_REFER, council="Markcouncil", on=today, agreed=agreed, by=lead, at=at
    )
    record_stage(
        application=told,
        stage="not_accepted",
        on=today,
        reason="not_threatened",
        note="mark-council-note",
        by=lead,
        at=at,
    )


def _closed(world: make.World) -> Referral:
    at, lead = make.NOW + timedelta(hours=6), world.coordinator
    case = make.referral(world, "accepted", family_name="Zanderquist", nhs_number=make_test_number(654_322))
    case = discharge.record_discharge(
        referral=case,
        discharged_on=date(2026, 11, 17),
        destination="respite",
        note="mark-discharge-note",
        by=lead,
        at=at,
    )
    first, second, third, *_ = FollowUp.objects.filter(referral=case).order_by("due_on", "pk")
    record_attempt(follow_up=first, note="mark-attempt-note", by=lead, at=at)
    record_follow_up(follow_up=second, result="fine", note="mark-follow-up-note", by=lead, at=at)
    record_follow_up(follow_up=third, result="elsewhere", note="", by=lead, at=at)
    return close_with_outcome(
        referral=case,
        outcome="partly",
        note="mark-outcome-note",
        would_have_left_on=at.date() + timedelta(days=9),
        counterfactual="estimate",
        evidence="mark-outcome-evidence",
        by=lead,
        at=at + timedelta(hours=1),
    )
