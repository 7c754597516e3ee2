"""Builds the demo's reference data through the same actions an administrator's pages use."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from itertools import cycle

from django.contrib.auth.hashers import make_password

from discharge.demo.load import stand_in_email, stand_ins_of
from discharge.demo.plans import OrganisationPlan, PersonPlan, SchemePlan
from housing import catalogue
from housing.models import Building, InterventionKind, Unit
from partners.actions import membership, organisations, schemes, sharing
from partners.actors import SystemActor
from partners.demo import DEMO_PASSWORD
from partners.models import Membership, Organisation, Scheme, User, Ward
from partners.opening import last_closing, read_day
from partners.roles import RoleCode
from partners.sharing import CATEGORIES_NEEDED, DataCategory, SharingPurpose
from referrals.actions.contracts import set_contract
from referrals.london import london_date
from referrals.models import SlaTarget
from referrals.targets import DEFAULT_TARGETS

SEED = SystemActor("demo")
DAYS_BEFORE = 3_500
# What a partner's part in a service is shared for.
_SHARED_FOR = {
    "referrer": SharingPurpose.ARRANGE,
    "provider": SharingPurpose.HOME_WORK,
    "accommodation": SharingPurpose.FLAT,
}
# The part of the paper that is about it.
_SCHEDULES = {purpose: number for number, purpose in enumerate(_SHARED_FOR.values(), start=1)}


class Builder:
    """Makes organisations, schemes, flats and people once each, however many plans name them."""

    def __init__(self, *, now: datetime) -> None:
        self.today = london_date(now)
        # Before the first case, so that nobody acts before they were there.
        self.at = now - timedelta(days=DAYS_BEFORE)
        self.password = make_password(DEMO_PASSWORD)
        self.organisations: dict[str, Organisation] = {}
        self.wards: dict[tuple[str, str], Ward] = {}
        self.names = cycle(_STAND_INS)

    def service(self, plan: SchemePlan) -> Scheme:
        """Build one scheme with its partners, flats and people."""
        today = self.today
        lead = self._organisation(plan.lead)
        ends_on = None if plan.ended_days_ago is None else today - timedelta(days=plan.ended_days_ago)
        scheme = schemes.add_scheme(
            lead=lead,
            slug=plan.slug,
            details=schemes.SchemeDetails(
                name=plan.name,
                area=plan.area,
                summary=plan.summary,
                starts_on=today - timedelta(days=plan.started_days_ago),
                ends_on=ends_on,
                hours=[read_day(each) for each in (*[plan.hours[0]] * 5, *plan.hours[1:])],
                open_on_bank_holidays=plan.open_on_bank_holidays,
                phone=plan.phone,
            ),
            by=SEED,
            at=self.at,
        )
        for partner in plan.partners:
            self._partner(scheme, partner)
        self._agreements(plan, lead)
        self._flats(plan, scheme)
        self._targets(plan, scheme)
        if ends_on is None:  # a contract for a year at a time
            renewed_on = today - timedelta(days=plan.started_days_ago % 365)
            set_contract(scheme=scheme, started_on=renewed_on, by=SEED, at=self.at)
        for person in plan.people:
            self._person(person)
        for organisation, role in stand_ins_of(plan):
            self._stand_in(organisation, role)
        return scheme

    def agree(self, plans: Iterable[SchemePlan]) -> None:
        """Only the sharing agreements, between organisations that are there already."""
        self.organisations = {each.name: each for each in Organisation.objects.all()}
        for plan in plans:
            self._agreements(plan, self._organisation(plan.lead))

    def _organisation(self, plan: OrganisationPlan) -> Organisation:
        if plan.name not in self.organisations:
            self.organisations[plan.name] = organisations.add_organisation(
                name=plan.name, kind=plan.kind, ods_code=plan.ods_code, by=SEED, at=self.at
            )
        return self.organisations[plan.name]

    def _partner(self, scheme: Scheme, plan: OrganisationPlan) -> None:
        organisation = self._organisation(plan)
        for part in plan.parts:
            schemes.add_scheme_partner(scheme=scheme, organisation=organisation, part=part, by=SEED, at=self.at)
        for site_name, wards in plan.sites.items():
            site = organisations.add_site(organisation=organisation, name=site_name, by=SEED, at=self.at)
            for name, kind in wards:
                ward = organisations.add_ward(site=site, name=name, kind=kind, by=SEED, at=self.at)
                self.wards[plan.name, name] = ward

    def _agreements(self, plan: SchemePlan, lead: Organisation) -> None:
        """What lets the partners of a service share at all; the first firm's is one that has to be renewed soon."""
        soon = next((partner.name for partner in plan.partners if partner.does), "")
        for partner in plan.partners:
            organisation = self._organisation(partner)
            for part, purpose in _SHARED_FOR.items():
                if part not in partner.parts or organisation.pk == lead.pk:
                    continue
                to_lead = purpose is SharingPurpose.ARRANGE
                sharing.add_agreement(
                    giver=organisation if to_lead else lead,
                    receiver=lead if to_lead else organisation,
                    details=sharing.AgreementDetails(
                        purposes=[purpose],
                        categories=[each for each in DataCategory if each in CATEGORIES_NEEDED[purpose]],
                        starts_on=self.today - timedelta(days=DAYS_BEFORE),
                        ends_on=self.today + timedelta(days=45) if partner.name == soon and not to_lead else None,
                        document_reference=f"Sharing agreement for {plan.area}, schedule {_SCHEDULES[purpose]}",
                    ),
                    by=SEED,
                    at=self.at,
                )

    def _flats(self, scheme_plan: SchemePlan, scheme: Scheme) -> None:
        for plan in scheme_plan.buildings:
            building = Building.objects.create(
                organisation=self.organisations[plan.organisation],
                scheme=scheme,
                name=plan.name,
                address=plan.address,
                postcode=plan.postcode,
                staffed=plan.staffed,
                minimum_age=plan.minimum_age,
                turnaround_days=plan.turnaround_days,
            )
            number = 0
            for flat in plan.flats:
                for _ in range(flat.count):
                    number += 1
                    Unit.objects.create(
                        building=building,
                        name=f"{'Room' if flat.shared else 'Flat'} {number}",
                        bedrooms=flat.bedrooms,
                        step_free=flat.step_free,
                        wheelchair=flat.wheelchair,
                        shared=flat.shared,
                        note=flat.note,
                    )

    def _targets(self, plan: SchemePlan, scheme: Scheme) -> None:
        for target in plan.targets:
            SlaTarget.objects.create(
                scheme=scheme,
                name=target.name,
                unit=target.unit,
                amount=target.amount,
                cut_off=last_closing(scheme.hours[0]) or time(17),
                valid_from=scheme.starts_on,
            )
        if "first_response" not in {target.name for target in plan.targets}:  # few services published one
            usual = DEFAULT_TARGETS["first_response"]
            SlaTarget.objects.create(
                scheme=scheme,
                name="first_response",
                unit=usual.unit.value,
                amount=usual.amount,
                valid_from=scheme.starts_on,
                off=True,
            )

    def _person(self, plan: PersonPlan) -> User:
        user = membership.add_person(email=plan.email, name=plan.name, by=SEED, at=self.at)
        # Hashed once for everybody: a proper hash takes its time on purpose.
        User.objects.filter(pk=user.pk).update(password=self.password)
        self._give(user, plan.role, plan.organisation, plan.wards)
        if plan.also is not None:
            self._give(user, *plan.also, ())
        return user

    def _give(self, user: User, role: RoleCode, organisation: str, wards: tuple[str, ...]) -> Membership:
        return membership.give_role(
            user=user,
            organisation=self.organisations[organisation],
            role=role,
            wards=[self.wards[organisation, name] for name in wards],
            by=SEED,
            at=self.at,
        )

    def _stand_in(self, organisation: str, role: RoleCode) -> None:
        """A colleague who acted in the past and has no sign-in in the demo: their address is nobody's."""
        email = stand_in_email(organisation, role)
        if User.objects.filter(email=email).exists():
            return
        user = membership.add_person(email=email, name=next(self.names), by=SEED, at=self.at)
        self._give(user, role, organisation, ())


def make_catalogue() -> None:
    """The kinds of work as rows, where they are not there yet."""
    for position, kind in enumerate(catalogue.INTERVENTION_KINDS):
        InterventionKind.objects.get_or_create(
            code=kind.code,
            defaults={
                "label": kind.label,
                "group": kind.group,
                "description": kind.description,
                "blocks_discharge": kind.blocks_discharge,
                "position": position,
            },
        )


_STAND_INS = (
    "Yvonne Hobbs", "Ian Prentice", "Marta Silva", "Colin Baxter", "Wendy Osei", "Raj Malhotra", "Sue Ingram",
    "Patrick Nolan", "Emma Lister", "Viktor Hanak", "Gillian Stott", "Abdul Karim", "Diane Wragg", "Neil Forster",
    "Comfort Addo",
    "Sean Hurley", "Kirsty Munro", "Leroy Grant", "Olga Petrova", "Tim Ashby", "Farah Aziz", "Dean Rowe",
    "Maggie Tait",
    "Hugh Pemberton", "Lena Fischer", "Barry Clegg", "Joyce Amadi", "Simon Teal", "Ivy Novak", "Mark Dunn",
)  # fmt: skip
