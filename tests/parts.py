"""Who has a part in what, by plain rules over the rows: memberships, party rows, named people, openings.

Nothing of the program is asked: no `access.py`, no policy of the database. Whoever has a part may still be refused, as
not every page of a case is for everybody in it; who has none must be, always.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession

from housing.models import Building, CouncilApplication, Intervention, Occupation, Rehousing, Stay, Unit
from outcomes.models import FollowUp
from partners.models import (
    Absence,
    DutyShift,
    Membership,
    Notification,
    Organisation,
    OutboxMessage,
    Scheme,
    SchemePartner,
    SharingAgreement,
    Site,
    User,
    Ward,
)
from partners.roles import RoleCode
from partners.words import nhs_number_groups
from referrals.models import (
    BreakGlass,
    CaseFile,
    Clock,
    DataExport,
    LegalHold,
    NamedPerson,
    OneOffHoliday,
    Referral,
    ReferralParty,
    Rescheduling,
    RetentionRun,
)

LEADERS = {RoleCode.COORDINATOR, RoleCode.TEAM_LEAD}
#: Those who see every case of their organisation.
WHOLE = LEADERS | {RoleCode.DISCHARGE_TEAM}


@dataclass(frozen=True)
class Place:
    """As what a person works, and where."""

    role: RoleCode
    organisation: int
    wards: frozenset[int]


@dataclass
class Parts:
    """The rows that say who takes part, read once; `at`: the moment they are asked about (UTC)."""

    at: datetime
    places: dict[int, Place] = field(default_factory=dict)
    #: Case → (organisation, part) of the rows that have not ended.
    parties: dict[int, set[tuple[int, str]]] = field(default_factory=lambda: defaultdict(set))
    named: set[tuple[int, int]] = field(default_factory=set)
    opened: set[tuple[int, int]] = field(default_factory=set)
    #: (organisation, patient) of the copies that were made.
    copies: set[tuple[int, int]] = field(default_factory=set)
    #: (case, organisation) of open bookings and jobs.
    jobs: set[tuple[int, int]] = field(default_factory=set)
    stays: set[tuple[int, int]] = field(default_factory=set)

    @classmethod
    def read(cls, at: datetime) -> "Parts":
        parts = cls(at)
        for each in Membership.objects.filter(active=True).prefetch_related("wards"):
            wards = frozenset(ward.pk for ward in each.wards.all())
            parts.places[each.user_id] = Place(RoleCode(each.role), each.organisation_id, wards)
        for party in ReferralParty.objects.filter(to_at=None):
            parts.parties[party.referral_id].add((party.organisation_id, party.part))
        parts.named = set(NamedPerson.objects.filter(ended_at=None).values_list("referral", "user"))
        parts.opened = set(BreakGlass.objects.filter(ends_at__gt=at).values_list("referral", "user"))
        parts.copies = set(DataExport.objects.values_list("organisation", "patient"))
        parts.jobs = set(Intervention.objects.exclude(commissioned_at=None).values_list("referral", "provider"))
        parts.stays = set(Stay.objects.values_list("referral", "unit__building__organisation"))
        return parts

    def in_case(self, person: User, case: Referral) -> bool:
        """May this person open this case?"""
        mine = self.places[person.pk]
        held = {part for organisation, part in self.parties[case.pk] if organisation == mine.organisation}
        if case.restricted and (case.pk, person.pk) not in self.named:
            return False
        if mine.role is RoleCode.WARD_STAFF:
            return "referrer" in held and case.ward_id in mine.wards
        return mine.role in WHOLE and (
            bool(held & {"lead", "referrer", "viewer"}) or (case.pk, person.pk) in self.opened
        )

    def as_officer(self, person: User, case: Referral) -> bool:
        """May this person read who looked at this case? Then they read its reference, and nothing of the patient."""
        mine = self.places[person.pk]
        held = self.parties[case.pk] & {(mine.organisation, "lead"), (mine.organisation, "referrer")}
        return mine.role is RoleCode.IG_OFFICER and bool(held)

    def may_name(self, person: User, case: Referral) -> bool:
        """May this person read the patient's name anywhere? A provider and a manager of flats may, for as long as they
        take part, and an officer in a copy.
        """
        mine = self.places[person.pk]
        if mine.role is RoleCode.IG_OFFICER:
            return (mine.organisation, case.patient_id) in self.copies
        asked = (case.pk, mine.organisation)
        partner = (self.partner(person, case, "provider") and asked in self.jobs) or (
            self.partner(person, case, "accommodation") and asked in self.stays
        )
        return partner or self.in_case(person, case)

    def may_refer_to(self, person: User, case: Referral) -> bool:
        """May this person read the case's reference anywhere?"""
        return self.in_case(person, case) or self.as_officer(person, case)

    def may_identify(self, person: User, case: Referral) -> bool:
        """May this person read the patient's NHS number anywhere?"""
        mine = self.places[person.pk]
        return self.in_case(person, case) or (
            mine.role is RoleCode.IG_OFFICER and (mine.organisation, case.patient_id) in self.copies
        )

    def leads(self, person: User, case: Referral) -> bool:
        """Is this person one of those who decide about this case?"""
        mine = self.places[person.pk]
        return (
            mine.role in LEADERS
            and (mine.organisation, "lead") in self.parties[case.pk]
            and (not case.restricted or (case.pk, person.pk) in self.named)
        )

    def partner(self, person: User, case: Referral, part: str) -> bool:
        """Does the organisation of this provider's or landlord's person take part in the case, as that?"""
        mine = self.places[person.pk]
        role = RoleCode.PROVIDER_WORKER if part == "provider" else RoleCode.ACCOMMODATION_MANAGER
        return mine.role is role and (mine.organisation, part) in self.parties[case.pk] and not case.restricted

    def has(self, person: User, row: Any) -> bool:
        """Has this person a part in what this row is about?"""
        return RULES[type(row)](self, person, row)

    def keeps(self, person: User, role: RoleCode, organisation_id: int | None = None) -> bool:
        """Does this person work in this role, there?"""
        mine = self.places[person.pk]
        return mine.role is role and organisation_id in (None, mine.organisation)


def _file(parts: Parts, person: User, file: CaseFile) -> bool:
    mine = parts.places[person.pk]
    looks_only = {part for organisation, part in parts.parties[file.referral_id] if organisation == mine.organisation}
    if looks_only == {"viewer"}:
        return False
    shown = file.for_provider or file.organisation_id == mine.organisation
    return parts.in_case(person, file.referral) or (parts.partner(person, file.referral, "provider") and shown)


def _job(parts: Parts, person: User, job: Intervention) -> bool:
    """A provider keeps the record of what it was asked to do, also when its part is over; it names nobody then."""
    asked = job.commissioned_at is not None and not job.referral.restricted
    return parts.leads(person, job.referral) or (
        asked and job.provider_id is not None and parts.keeps(person, RoleCode.PROVIDER_WORKER, job.provider_id)
    )


def _stay(parts: Parts, person: User, stay: Stay) -> bool:
    own = stay.unit.building.organisation_id == parts.places[person.pk].organisation
    return parts.leads(person, stay.referral) or (own and parts.partner(person, stay.referral, "accommodation"))


def _unit(parts: Parts, person: User, unit: Unit) -> bool:
    mine = parts.places[person.pk]
    runs = parts.keeps(person, RoleCode.ACCOMMODATION_MANAGER, unit.building.organisation_id)
    books = mine.role in LEADERS and unit.building.scheme.lead_organisation_id == mine.organisation
    return runs or books or parts.keeps(person, RoleCode.ADMINISTRATOR)


def _colleague(parts: Parts, person: User, other: User) -> bool:
    mine, theirs = parts.places[person.pk], parts.places.get(other.pk)
    if mine.role is RoleCode.TEAM_LEAD and theirs is not None:
        return theirs.role in LEADERS and theirs.organisation == mine.organisation
    return parts.keeps(person, RoleCode.ADMINISTRATOR)


def _planned(parts: Parts, person: User, row: Absence | DutyShift) -> bool:
    """A team plans for itself: who is away, who is on duty."""
    mine = parts.places[person.pk]
    return mine.role in LEADERS and parts.places[row.person_id].organisation == mine.organisation


def _agreement(parts: Parts, person: User, agreement: SharingAgreement) -> bool:
    sides = (agreement.giver_id, agreement.receiver_id)
    return parts.keeps(person, RoleCode.ADMINISTRATOR) or any(
        parts.keeps(person, RoleCode.IG_OFFICER, each) for each in sides
    )


def _opening(parts: Parts, person: User, opening: BreakGlass) -> bool:
    return parts.keeps(person, RoleCode.IG_OFFICER, opening.lead_organisation_id)


def _of_the_officer(parts: Parts, person: User, row: DataExport | LegalHold | RetentionRun) -> bool:
    return parts.keeps(person, RoleCode.IG_OFFICER, row.organisation_id)


def _own(parts: Parts, person: User, row: Any) -> bool:
    return person.pk == (row.recipient_id if isinstance(row, Notification) else row.user_id)


def _administrator(parts: Parts, person: User, row: Any) -> bool:
    return parts.keeps(person, RoleCode.ADMINISTRATOR)


def _scheme(parts: Parts, person: User, scheme: Scheme) -> bool:
    """Administrators keep it; the team leads of whoever leads it change how long things may take there."""
    return parts.keeps(person, RoleCode.ADMINISTRATOR) or parts.keeps(
        person, RoleCode.TEAM_LEAD, scheme.lead_organisation_id
    )


def _change(parts: Parts, person: User, row: Rescheduling) -> bool:
    """Of a bank holiday: the administrators'. Of a target: the team leads' of whoever leads the scheme."""
    if row.target is None:
        return parts.keeps(person, RoleCode.ADMINISTRATOR)
    return row.target.scheme is not None and parts.keeps(
        person, RoleCode.TEAM_LEAD, row.target.scheme.lead_organisation_id
    )


RULES: dict[type, Callable[[Parts, User, Any], bool]] = {
    Referral: Parts.in_case,
    CaseFile: _file,
    Intervention: _job,
    Stay: _stay,
    **dict.fromkeys(
        (CouncilApplication, Rehousing, FollowUp, Clock), lambda parts, person, row: parts.leads(person, row.referral)
    ),
    Unit: _unit,
    Occupation: lambda parts, person, row: _unit(parts, person, row.unit),
    User: _colleague,
    SharingAgreement: _agreement,
    BreakGlass: _opening,
    **dict.fromkeys((DataExport, LegalHold, RetentionRun), _of_the_officer),
    **dict.fromkeys((Notification, UserSession), _own),
    **dict.fromkeys((Absence, DutyShift), _planned),
    **dict.fromkeys((Building, Membership, Organisation, Site, Ward, SchemePartner), _administrator),
    **dict.fromkeys((OutboxMessage, OneOffHoliday), _administrator),
    Scheme: _scheme,
    Rescheduling: _change,
}


def secrets_from(person: User, parts: Parts, cases: list[Referral]) -> set[str]:
    """The names, NHS numbers and references that this person must never read, in small letters."""
    found = set()
    for case in cases:
        patient = case.patient
        if not parts.may_name(person, case):
            name = patient.family_name if patient else case.draft_answers["who"]["family_name"]
            found.add(name.casefold())
        if patient and patient.nhs_number and not parts.may_identify(person, case):
            found |= {patient.nhs_number, nhs_number_groups(patient.nhs_number)}
        if not parts.may_refer_to(person, case):
            found.add(case.reference.casefold())
    return found
