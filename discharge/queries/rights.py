"""The officer's pages: the person a request is about, copies, holds, lists of old records."""

import re
from datetime import date

from django.db.models import Count, Q, QuerySet

from discharge import access
from partners import access as partners
from partners.models import Organisation, User
from partners.roles import Permission
from referrals.models import DataExport, ExportFile, LegalHold, Patient, RetentionItem, RetentionRun


def find_person(user: User, *, text: str, born_on: date) -> Patient | None:
    """The one patient with this NHS number or case reference who was born on this day, for whom this person may answer.

    Both must be right: a slip of the finger in one of them must not answer with somebody else's record.
    """
    bare = re.sub(r"[\s-]", "", text).upper()
    which = Q(nhs_number=bare) if bare.isdecimal() else Q(referrals__reference__iexact=f"HW-{bare.removeprefix('HW')}")
    people = access.patients_visible_to(user).filter(which, born_on=born_on, anonymised_at__isnull=True)
    return people.distinct().first()


def organisation_for(user: User, patient: Patient) -> Organisation | None:
    """In whose name this person answers for this patient: the organisation they work at now, or the latest case's."""
    mine = partners.organisations_where(user, Permission.RIGHTS_MANAGE)
    for case in patient.referrals.select_related("lead_organisation", "referrer_organisation").order_by("-made_at"):
        for organisation in (case.lead_organisation, case.referrer_organisation):
            if organisation is not None and organisation.pk in mine:
                return organisation
    return None


def latest_reference(patient: Patient, organisation: Organisation) -> str:
    """The reference of the latest case of this organisation: what lists show in place of a name."""
    own = Q(lead_organisation=organisation) | Q(referrer_organisation=organisation)
    return str(patient.referrals.filter(own).order_by("-made_at").values_list("reference", flat=True).first() or "")


def exports(user: User) -> QuerySet[DataExport]:
    """Requests answered for this person's organisations, the newest first."""
    return access.exports_visible_to(user).select_related("requested_by").order_by("-requested_at", "-pk")


def export(user: User, pk: int) -> DataExport:
    """One of them. Raises DataExport.DoesNotExist."""
    return access.exports_visible_to(user).select_related("requested_by", "organisation").get(pk=pk)


def files_of(export: DataExport) -> dict[str, int]:
    """The files that are there, with their size in bytes; never their content."""
    return dict(ExportFile.objects.filter(export=export).order_by("kind").values_list("kind", "size"))


def holds(user: User) -> QuerySet[LegalHold]:
    """Holds of this person's organisations: those in force first, then the newest."""
    return (
        access.holds_visible_to(user)
        .select_related("placed_by", "lifted_by")
        .annotate(in_force=Q(lifted_at__isnull=True))
        .order_by("-in_force", "-placed_at", "-pk")
    )


def hold(user: User, pk: int) -> LegalHold:
    """One of them. Raises LegalHold.DoesNotExist."""
    return access.holds_visible_to(user).get(pk=pk)


def runs(user: User) -> QuerySet[RetentionRun]:
    """Lists of old records of this person's organisations, with how far each is; the one to approve first."""
    return (
        access.runs_visible_to(user)
        .select_related("organisation", "approved_by")
        .annotate(
            to_approve=Q(approved_at__isnull=True),
            people=Count("items"),
            done=Count("items", filter=Q(items__state="done")),
            kept=Count("items", filter=Q(items__state="skipped")),
        )
        .order_by("-to_approve", "-made_at", "-pk")
    )


def run(user: User, pk: int) -> RetentionRun:
    """One of them. Raises RetentionRun.DoesNotExist."""
    return runs(user).get(pk=pk)


def items_of(run: RetentionRun) -> QuerySet[RetentionItem]:
    """The people of a list, by the reference of their latest case: the longest out of contact first."""
    return RetentionItem.objects.filter(run=run).order_by("last_contact_on", "reference")
