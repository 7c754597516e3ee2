"""One small place where everything can happen: a trust, a council with its scheme, a provider, a landlord, a
commissioner."""

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime

from partners.models import Organisation, Scheme, SchemePartner, SharingAgreement, Site, User, Ward
from partners.roles import RoleCode
from partners.sharing import DataCategory, SharingPurpose
from referrals.models import SlaTarget
from tests.factories.partners import OrganisationFactory, SchemeFactory, SiteFactory, WardFactory, people

#: Monday 23 November 2026, 9am in London: a working day in a week without holidays.
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """The organisations, places and people of one scheme. One person for each role."""

    trust: Organisation
    council: Organisation
    provider: Organisation
    landlord: Organisation
    icb: Organisation
    scheme: Scheme
    site: Site
    ward: Ward
    other_ward: Ward
    sister: User
    discharge_team: User
    coordinator: User
    team_lead: User
    provider_worker: User
    flat_manager: User
    commissioner: User
    ig_officer: User
    administrator: User

    @property
    def people(self) -> dict[str, User]:
        """Everybody, by the name of their field: for tests that try each role."""
        return {
            each.name: getattr(self, each.name) for each in fields(self) if isinstance(getattr(self, each.name), User)
        }


def agreement(giver: Organisation, receiver: Organisation, *purposes: SharingPurpose) -> SharingAgreement:
    """An agreement in force for these purposes (all, without any), with every kind of detail; not saved."""
    return SharingAgreement(
        giver=giver,
        receiver=receiver,
        purposes=[each.value for each in purposes or SharingPurpose],
        categories=[each.value for each in DataCategory],
        starts_on=date(2024, 1, 1),
        document_reference="ISA 7",
        added_at=datetime(2024, 1, 1, tzinfo=UTC),
    )


def world() -> World:
    """A whole small world; a second call makes a second one with nothing in common."""
    trust = OrganisationFactory(trust=True)
    council = OrganisationFactory()
    provider = OrganisationFactory(contractor=True)
    landlord = OrganisationFactory(landlord=True)
    icb = OrganisationFactory(icb=True)
    scheme = SchemeFactory(lead_organisation=council)
    for organisation, part in (
        (trust, SchemePartner.Part.REFERRER),
        (provider, SchemePartner.Part.PROVIDER),
        (landlord, SchemePartner.Part.ACCOMMODATION),
        (icb, SchemePartner.Part.COMMISSIONER),
    ):
        SchemePartner.objects.create(scheme=scheme, organisation=organisation, part=part)
    SharingAgreement.objects.bulk_create(
        [
            agreement(giver, receiver, purpose)
            for giver, receiver, purpose in (
                (trust, council, SharingPurpose.ARRANGE),
                (council, provider, SharingPurpose.HOME_WORK),
                (council, landlord, SharingPurpose.FLAT),
            )
        ]
    )
    # A case has one running promise, its answer, unless a test lets the service promise more.
    SlaTarget.objects.create(
        scheme=scheme, name="first_response", unit="same_operating_day", amount=1, valid_from=date(2020, 1, 1), off=True
    )
    site = SiteFactory(organisation=trust)
    ward, other_ward = WardFactory(site=site), WardFactory(site=site)
    everybody = people(
        {
            "sister": (RoleCode.WARD_STAFF, trust, [ward]),
            "discharge_team": (RoleCode.DISCHARGE_TEAM, trust, []),
            "coordinator": (RoleCode.COORDINATOR, council, []),
            "team_lead": (RoleCode.TEAM_LEAD, council, []),
            "provider_worker": (RoleCode.PROVIDER_WORKER, provider, []),
            "flat_manager": (RoleCode.ACCOMMODATION_MANAGER, landlord, []),
            "commissioner": (RoleCode.COMMISSIONER, icb, []),
            "ig_officer": (RoleCode.IG_OFFICER, council, []),
            "administrator": (RoleCode.ADMINISTRATOR, council, []),
        },
        at={council: [scheme], icb: [scheme]},
    )
    return World(
        trust=trust,
        council=council,
        provider=provider,
        landlord=landlord,
        icb=icb,
        scheme=scheme,
        site=site,
        ward=ward,
        other_ward=other_ward,
        **everybody,
    )
