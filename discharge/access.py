"""Who may answer a person's request, hold a record and end it. The object rule stands beside the list rule.

A person does so for an organisation at which they have the right `rights_manage`:

- a copy of a record and a hold: of a patient with a case that this organisation leads or referred;
- copies, holds and lists of old records: those made for this organisation, by whoever.

They do not see the case itself by it: what the copy holds is all of it that they get, and each is on record.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from partners import access as partners
from partners.models import User
from partners.roles import Permission
from referrals.models import DataExport, LegalHold, Patient, Referral, RetentionRun


def patients_visible_to(user: User) -> QuerySet[Patient]:
    """The patients for whom this person may answer: rule at the top of this module."""
    mine = partners.organisations_where(user, Permission.RIGHTS_MANAGE)
    cases = Referral.objects.filter(
        Q(lead_organisation__in=mine) | Q(referrer_organisation__in=mine), patient=OuterRef("pk")
    )
    return Patient.objects.filter(Exists(cases))


def can_answer_for(user: User, patient: Patient, organisation_id: int) -> bool:
    """May this person answer for this patient, in the name of this organisation? Rule at the top of this module."""
    if not partners.has_permission(user, Permission.RIGHTS_MANAGE, organisation_id):
        return False
    return patient.referrals.filter(
        Q(lead_organisation=organisation_id) | Q(referrer_organisation=organisation_id)
    ).exists()


def exports_visible_to(user: User) -> QuerySet[DataExport]:
    """The copies made for the organisations of this person: rule at the top of this module."""
    return DataExport.objects.filter(organisation__in=partners.organisations_where(user, Permission.RIGHTS_MANAGE))


def can_view_export(user: User, export: DataExport) -> bool:
    """May this person see this copy? Rule at the top of this module."""
    return partners.has_permission(user, Permission.RIGHTS_MANAGE, export.organisation_id)


def holds_visible_to(user: User) -> QuerySet[LegalHold]:
    """The holds placed by the organisations of this person: rule at the top of this module."""
    return LegalHold.objects.filter(organisation__in=partners.organisations_where(user, Permission.RIGHTS_MANAGE))


def can_lift(user: User, hold: LegalHold) -> bool:
    """May this person end this hold? Rule at the top of this module."""
    return partners.has_permission(user, Permission.RIGHTS_MANAGE, hold.organisation_id)


def runs_visible_to(user: User) -> QuerySet[RetentionRun]:
    """The lists of old records of the organisations of this person: rule at the top of this module."""
    return RetentionRun.objects.filter(organisation__in=partners.organisations_where(user, Permission.RIGHTS_MANAGE))


def can_approve(user: User, run: RetentionRun) -> bool:
    """May this person approve this list? Rule at the top of this module; the operator's runs are nobody's."""
    return run.organisation_id is not None and partners.has_permission(
        user, Permission.RIGHTS_MANAGE, run.organisation_id
    )
