"""The rule for one thing and the rule for the list agree, on random worlds in PostgreSQL: organisations, people and
their roles, wards, cases with parts that began and ended, restricted and named, opened in an emergency, jobs, stays,
searches for a home, follow-ups and flats.

Rows are written as they are, so that worlds arise which no action makes: the rules must agree there too.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from housing import access as housing
from housing.models import Building, CouncilApplication, Intervention, InterventionKind, Rehousing, Stay, Unit
from outcomes import access as outcomes
from outcomes.models import FollowUp
from partners import access as partners
from partners.models import (
    Membership,
    Organisation,
    RoleGroup,
    Scheme,
    SchemePartner,
    SharingAgreement,
    User,
    Ward,
)
from partners.roles import ROLES, Permission, RoleCode
from partners.sharing import SharingPurpose
from referrals import access
from referrals.models import BreakGlass, NamedPerson, Patient, Referral, ReferralParty
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)
ORGANISATIONS = 3
PEOPLE = 4
_organisation = st.integers(0, ORGANISATIONS - 1)
_person = st.integers(0, PEOPLE - 1)
_ROLES = [
    RoleCode.WARD_STAFF,
    RoleCode.DISCHARGE_TEAM,
    RoleCode.COORDINATOR,
    RoleCode.TEAM_LEAD,
    RoleCode.PROVIDER_WORKER,
    RoleCode.ACCOMMODATION_MANAGER,
    RoleCode.COMMISSIONER,
    RoleCode.IG_OFFICER,
    RoleCode.ADMINISTRATOR,
]


@dataclass(frozen=True)
class RandomCase:
    """One case as numbers of organisations, wards and people."""

    status: str
    lead: int
    referrer: int
    ward: int | None
    restricted: bool
    named: frozenset[tuple[int, bool]]  # person, whether it still holds
    parties: frozenset[tuple[int, str, bool]]  # organisation, part, whether it ended
    opened: frozenset[tuple[int, bool]]  # membership, whether it is over
    jobs: list[tuple[int | None, bool]]  # provider, whether it was asked for
    flat: int | None
    extras: bool = False


@dataclass(frozen=True)
class RandomWorld:
    """Who works where as what (person, organisation, role, active, own wards), what each works as now, cases, and who
    takes part in which scheme."""

    memberships: list[tuple[int, int, RoleCode, bool, bool]]
    working: list[int | None]
    cases: list[RandomCase] = field(default_factory=list)
    # Beside who leads each scheme: scheme, organisation, part.
    parts: frozenset[tuple[int, int, str]] = frozenset()


cases = st.builds(
    RandomCase,
    status=st.sampled_from(["draft", "submitted", "accepted", "closed"]),
    lead=_organisation,
    referrer=_organisation,
    ward=st.none() | st.integers(0, ORGANISATIONS - 1),
    restricted=st.booleans(),
    named=st.frozensets(st.tuples(_person, st.booleans()), max_size=3),
    parties=st.frozensets(
        st.tuples(_organisation, st.sampled_from(["viewer", "provider", "accommodation"]), st.booleans()), max_size=4
    ),
    opened=st.frozensets(st.tuples(st.integers(0, 5), st.booleans()), max_size=3),
    jobs=st.lists(st.tuples(st.none() | _organisation, st.booleans()), max_size=2),
    flat=st.none() | _organisation,
    extras=st.booleans(),
)
worlds = st.builds(
    RandomWorld,
    memberships=st.lists(
        st.tuples(_person, _organisation, st.sampled_from(_ROLES), st.integers(0, 7).map(bool), st.booleans()),
        min_size=3,
        max_size=6,
        unique_by=lambda each: each[:3],
    ),
    working=st.lists(st.none() | st.integers(0, 5), min_size=PEOPLE, max_size=PEOPLE),
    cases=st.lists(cases, min_size=1, max_size=3),
    parts=st.frozensets(
        st.tuples(_organisation, _organisation, st.sampled_from(["commissioner", "commissioner", "evaluator"])),
        max_size=3,
    ),
)


@dataclass(frozen=True)
class Places:
    """What every world stands on: three organisations that can be anything, each with a ward, a scheme and a flat."""

    organisations: list[Organisation]
    wards: list[Ward]
    schemes: list[Scheme]
    units: list[Unit]
    agreements: list[SharingAgreement]
    kind: InterventionKind


@pytest.fixture
def places() -> Places:
    organisations = [make.OrganisationFactory(trust=True) for _ in range(ORGANISATIONS)]
    wards = [make.WardFactory(site=make.SiteFactory(organisation=each)) for each in organisations]
    schemes = [make.SchemeFactory(lead_organisation=each) for each in organisations]
    buildings = Building.objects.bulk_create(
        [
            Building(organisation=each, scheme=scheme, name=f"House {each.pk}", address="1 Road", postcode="NG18 1AA")
            for each, scheme in zip(organisations, [*schemes[1:], schemes[0]], strict=True)
        ]
    )
    units = Unit.objects.bulk_create([Unit(building=each, name="Flat 1") for each in buildings])
    giver = make.OrganisationFactory()
    agreements = SharingAgreement.objects.bulk_create([make.agreement(giver, each) for each in organisations])
    for organisation in organisations:
        groups = Group.objects.bulk_create([Group(name=f"{organisation.pk}:{role.value}") for role in _ROLES])
        RoleGroup.objects.bulk_create(
            [
                RoleGroup(organisation=organisation, role=role.value, group=group)
                for role, group in zip(_ROLES, groups, strict=True)
            ]
        )
    partners.bring_role_groups_up_to_date()
    return Places(organisations, wards, schemes, units, agreements, InterventionKind.objects.get(code="key_safe"))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=worlds)
def test_rule_and_list_agree_on_random_worlds(places: Places, world: RandomWorld) -> None:
    with transaction.atomic():
        for person in build(world, places):
            assert figures_by_hand(person) == set(partners.schemes_where(person, Permission.REPORT_VIEW))
            assert targets_by_hand(person) == set(partners.schemes_where(person, Permission.TARGETS_CHANGE))
            assert disagreements(person) == []
        transaction.set_rollback(True)


def disagreements(person: User) -> list[tuple[str, int]]:
    """Everything that the list shows this person and the rule for one thing does not, or the other way round."""
    found = []
    for name, model, listed, rule in (
        ("case", Referral, access.visible_to(person), access.can_view),
        ("job", Intervention, housing.visible_jobs(person), housing.can_view_job),
        ("stay", Stay, housing.visible_stays(person), housing.can_view_stay),
        ("flat", Unit, housing.visible_units(person), housing.can_view_unit),
        ("search for a home", Rehousing, housing.visible_rehousings(person), housing.can_rehouse),
        ("application", CouncilApplication, housing.visible_applications(person), housing.can_apply),
        ("follow-up", FollowUp, outcomes.follow_ups_visible_to(person), outcomes.can_view_follow_up),
        ("opening", BreakGlass, access.openings_visible_to(person), access.can_review),
        ("targets", Scheme, access.schemes_with_targets_of(person), access.can_change_targets),
        ("figures", Scheme, outcomes.schemes_with_figures_for(person), outcomes.can_see_figures),
    ):
        shown = set(listed.values_list("pk", flat=True))
        found += [
            (name, each.pk)
            for each in model.objects.all()  # type: ignore[attr-defined]
            if rule(person, each) is not (each.pk in shown)  # type: ignore[operator]
        ]
    # The rights ask for the same rows again and again; a person's are kept with the person.
    partners.forget_grants(person)
    return found


def figures_by_hand(person: User) -> set[int]:
    """The schemes whose figures this person sees, from who leads them and who pays for them, with no grant asked."""
    working = [
        each for each in Membership.objects.filter(user=person, active=True) if person.working_as in (None, each)
    ]
    mine = {
        each.organisation_id for each in working if Permission.REPORT_VIEW in ROLES[RoleCode(each.role)].permissions
    }
    paid_for = SchemePartner.objects.filter(organisation__in=mine, part=SchemePartner.Part.COMMISSIONER)
    led = Scheme.objects.filter(lead_organisation__in=mine)
    return {*paid_for.values_list("scheme", flat=True), *led.values_list("pk", flat=True)}


def targets_by_hand(person: User) -> set[int]:
    """The schemes whose targets this person changes, from their roles and who leads which, with no grant asked."""
    leads = Membership.objects.filter(user=person, active=True, role=RoleCode.TEAM_LEAD)
    working = {each.organisation_id for each in leads if person.working_as in (None, each)}
    return set(Scheme.objects.filter(lead_organisation__in=working).values_list("pk", flat=True))


def build(world: RandomWorld, places: Places) -> list[User]:
    """Write the rows of a world. Gives its people, each working as the world says."""
    now = timezone.now()
    people = User.objects.bulk_create(
        [User(email=f"random.{number}@homeward.example", name=f"Person {number}") for number in range(PEOPLE)]
    )
    memberships = Membership.objects.bulk_create(
        [
            Membership(
                user=people[person],
                organisation=places.organisations[organisation],
                role=role.value,
                active=active,
                started_at=now,
                ended_at=None if active else now,
            )
            for person, organisation, role, active, _ in world.memberships
        ]
    )
    Membership.wards.through.objects.bulk_create(
        [
            Membership.wards.through(membership=membership, ward=places.wards[organisation])
            for membership, (_, organisation, role, _, own) in zip(memberships, world.memberships, strict=True)
            if own and role is RoleCode.WARD_STAFF
        ]
    )
    for person, number in zip(people, world.working, strict=True):
        mine = [each for each in memberships if each.user_id == person.pk and each.active]
        person.working_as = mine[number % len(mine)] if number is not None and mine else None
    for case in world.cases:
        _case(case, places, people, memberships)
    SchemePartner.objects.bulk_create(
        [
            SchemePartner(scheme=places.schemes[scheme], organisation=places.organisations[organisation], part=part)
            for scheme, organisation, part in world.parts
        ]
    )
    partners.bring_role_groups_up_to_date()
    return people


def _case(case: RandomCase, places: Places, people: list[User], memberships: list[Membership]) -> None:
    now = timezone.now()
    sent = case.status != "draft"
    open_again = case.status in ("submitted", "accepted")
    patient = Patient.objects.create(
        no_nhs_number_reason="not_known", family_name="Smith", given_name="Ada", born_on=DAY, address="1 Station Road"
    )
    lead = places.organisations[case.lead]
    referral = Referral.objects.create(
        reference=f"R{patient.pk}",
        status=case.status,
        patient=patient if sent else None,
        scheme=places.schemes[case.lead] if sent else None,
        lead_organisation=lead if sent else None,
        referrer_organisation=places.organisations[case.referrer],
        ward=places.wards[case.ward] if case.ward is not None else None,
        made_by=people[0],
        made_at=now,
        saved_at=now,
        submitted_at=now if sent else None,
        submitted_by=people[0] if sent else None,
        admitted_on=DAY,
        assignee=people[0] if case.status == "accepted" else None,
        decided_at=now if case.status == "accepted" else None,
        ended_at=None if open_again or not sent else now,
        restricted=case.restricted,
    )
    before = now - timedelta(hours=2)
    NamedPerson.objects.bulk_create(
        [
            NamedPerson(
                referral=referral,
                user=people[person],
                named_by=people[0],
                named_at=before,
                ended_at=None if holds else now,
            )
            for person, holds in case.named
        ]
    )
    decision = make.decided(referral, SharingPurpose.REVIEW)
    ReferralParty.objects.bulk_create(
        [
            ReferralParty(
                referral=referral,
                organisation=places.organisations[organisation],
                part=part,
                from_at=before,
                to_at=now if ended else None,
                agreement=places.agreements[organisation],
                decision=decision,
            )
            for organisation, part, ended in case.parties
        ]
    )
    BreakGlass.objects.bulk_create(
        [
            BreakGlass(
                referral=referral,
                reference=referral.reference,
                lead_organisation=lead,
                user_id=memberships[number].user_id,
                membership=memberships[number],
                organisation_id=memberships[number].organisation_id,
                reason="A patient at the door",
                opened_at=before,
                ends_at=now - timedelta(minutes=1) if over else now + timedelta(minutes=59),
            )
            for number, over in case.opened
            if number < len(memberships)
        ]
    )
    Intervention.objects.bulk_create(
        [
            Intervention(
                referral=referral,
                kind=places.kind,
                provider=places.organisations[provider] if provider is not None else None,
                status="commissioned" if asked and provider is not None else "planned",
                commissioned_at=now if asked and provider is not None else None,
                planned_at=now,
                planned_by=people[0],
                funding_source="nhs",
            )
            for provider, asked in case.jobs
        ]
    )
    if case.flat is not None:
        Stay.objects.create(
            referral=referral,
            unit=places.units[case.flat],
            from_on=DAY,
            until_on=DAY + timedelta(days=14),
            booked_by=people[0],
            booked_at=now,
        )
    if case.extras:
        Rehousing.objects.create(
            referral=referral, landlord="Homes", route="register", applied_on=DAY, started_by=people[0]
        )
        CouncilApplication.objects.create(
            referral=referral,
            kind="facilities_grant",
            council="Mansfield",
            stage="asked",
            stage_on=DAY,
            started_by=people[0],
            started_at=now,
        )
        FollowUp.objects.create(referral=referral, kind="day_3", due_on=DAY)
