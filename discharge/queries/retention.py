"""Whose record is old enough: facts about people for `referrals.retention`, in a number of queries that no row changes.

Over every case of a person, whoever leads it: for the system's own work, never for a page.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from django.db.models import Exists, Max, Model, OuterRef, QuerySet

from housing.models import CouncilApplication, HomeAssessment, Intervention, Rehousing, Stay
from outcomes.models import FollowUp, Outcome
from partners.words import day_of
from referrals.london import london_instant
from referrals.models import (
    CaseFile,
    DataExport,
    LegalHold,
    Message,
    Patient,
    Referral,
    ReferralEvent,
    RetentionItem,
    SharingDecision,
)
from referrals.retention import YEARS, Facts, last_contact, why_kept

BATCH = 500
#: The days and moments on which somebody had to do with a person, beside the case's own.
CONTACTS: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
    (ReferralEvent, ("at",)),
    (Message, ("written_at",)),
    (CaseFile, ("uploaded_at",)),
    (SharingDecision, ("recorded_at", "withdrawn_at")),
    (HomeAssessment, ("recorded_at", "assessed_on")),
    (Intervention, ("planned_at", "commissioned_at", "finished_at")),
    (Stay, ("booked_at", "arrived_on", "departed_on")),
    (Rehousing, ("applied_on", "registered_on", "offered_on", "viewed_on", "tenancy_on", "ended_on")),
    (CouncilApplication, ("started_at", "stage_on")),
    (FollowUp, ("done_at",)),
    (Outcome, ("recorded_at",)),
)
_OF_CASE = ("made_at", "submitted_at", "decided_at", "discharged_on", "ended_at")


@dataclass(frozen=True, slots=True)
class Due:
    """One person whose time is over: the latest case, who answered for it, and the day of the last contact."""

    patient_id: int
    reference: str
    organisation_id: int
    last_contact_on: date


def due_people(today: date) -> Iterable[Due]:
    """Everybody whose record may be anonymised on this London day and who is in no run under way, in batches of 500."""
    under_way = RetentionItem.objects.filter(
        patient=OuterRef("pk"), state="planned", run__approved_at__isnull=False, run__finished_at__isnull=True
    )
    waiting = _candidates(today).exclude(Exists(under_way)).order_by("pk")
    after = 0
    while batch := list(waiting.filter(pk__gt=after).values_list("pk", flat=True)[:BATCH]):
        after = batch[-1]
        found = facts_of(batch)
        yield from _described([(pk, found[pk]) for pk in batch if why_kept(found[pk], today) is None])


def facts_of(people: list[int]) -> dict[int, Facts]:
    """What decides about each of these people. Sixteen queries whatever their number."""
    days: dict[int, set[date]] = defaultdict(set)
    _collect(days, Referral.objects.filter(patient__in=people), "patient", _OF_CASE)
    for model, fields in CONTACTS:
        rows = model._base_manager.filter(referral__patient__in=people)
        _collect(days, rows, "referral__patient", fields)
    open_cases = set(
        Referral.objects.filter(patient__in=people, ended_at__isnull=True).values_list("patient", flat=True)
    )
    held = set(LegalHold.objects.filter(patient__in=people, lifted_at__isnull=True).values_list("patient", flat=True))
    copied = set(
        DataExport.objects.filter(patient__in=people, state__in=DataExport.OPEN).values_list("patient", flat=True)
    )
    done = set(Patient.objects.filter(pk__in=people, anonymised_at__isnull=False).values_list("pk", flat=True))
    return {
        pk: Facts(
            contacts=tuple(sorted(days[pk])),
            open_case=pk in open_cases,
            hold=pk in held,
            export=pk in copied,
            anonymised=pk in done,
        )
        for pk in people
    }


def _candidates(today: date) -> QuerySet[Patient]:
    """People not anonymised, all of whose cases ended before the year in question: few enough to look at closely."""
    edge = date(today.year - YEARS + 1, 1, 1)
    cases = Referral.objects.filter(patient=OuterRef("pk"))
    recent = cases.exclude(ended_at__lt=london_instant(edge, time(0)))
    return Patient.objects.filter(Exists(cases), ~Exists(recent), anonymised_at__isnull=True)


def _collect(days: dict[int, set[date]], rows: QuerySet[Model], path: str, fields: tuple[str, ...]) -> None:
    latest = rows.order_by().values(path).annotate(**{f"latest_{name}": Max(name) for name in fields})
    for row in latest:
        days[row[path]] |= {day_of(row[f"latest_{name}"]) for name in fields if row[f"latest_{name}"] is not None}


def _described(found: list[tuple[int, Facts]]) -> Iterable[Due]:
    latest: dict[int, tuple[str, int]] = {}
    rows = Referral.objects.filter(patient__in=[pk for pk, _ in found]).order_by("made_at", "pk")
    for patient, reference, lead, referrer in rows.values_list(
        "patient", "reference", "lead_organisation", "referrer_organisation"
    ):
        latest[patient] = (reference, lead or referrer)
    for pk, facts in found:
        contact = last_contact(facts.contacts)
        if contact is not None:
            reference, organisation = latest[pk]
            yield Due(pk, reference, organisation, contact)
