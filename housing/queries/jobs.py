"""The provider's desk: what a firm or charity needs to do a job, and nothing else about the person.

A card is built field by field here, through the table of minimum data, so that a template cannot reach the NHS number,
the needs or anybody's notes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator

from housing import access
from housing.models import Intervention
from housing.queries.case import STATUS_COLOURS
from partners.forms.fields import phone_as_written
from partners.minimum_data import Reader, may_show, shown
from partners.models import User
from referrals.catalogue import RISKS, URGENCIES, label_of
from referrals.london import london_date
from referrals.models import Referral
from referrals.queries.case import NO_CALLS

PAGE = 50
FINISHED_DAYS = 30


@dataclass(frozen=True)
class Place:
    """Whom a visit is for, where, and what somebody at the door must know. Never why the person is in hospital.

    What the reader may not be shown is empty. `shows`: the fields of the table they may be shown.
    """

    shows: frozenset[str]
    no_calls: bool
    phone_link: str = ""
    patient_name: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    access_notes: str = ""
    safety_notes: str = ""
    visit_risks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class JobCard:
    """One job as its provider sees it. Times are UTC; `due_at` None where no time was promised."""

    pk: int
    what: str
    instructions: str
    status: str
    status_label: str
    colour: str
    urgency: str
    asked_by: str
    asked_at: datetime | None
    due_at: datetime | None
    finish_note: str
    place: Place

    @property
    def waits_for_answer(self) -> bool:
        return self.status == Intervention.Status.COMMISSIONED

    @property
    def is_open(self) -> bool:
        return self.status in Intervention.OPEN


@dataclass(frozen=True)
class EndedJob:
    """A job once the organisation takes part no longer: the firm's own record of its work, without the person."""

    pk: int
    what: str
    status_label: str
    colour: str
    at: datetime | None
    by: str
    cost: Decimal | None


@dataclass(frozen=True)
class Desk:
    """The open jobs of one page (`jobs`), in groups by when they are due, and what was finished lately."""

    jobs: list[Intervention]
    groups: list[tuple[str, bool, list[JobCard]]]
    page: Page[int]
    late: int
    finished: list[EndedJob]

    @property
    def cards(self) -> list[JobCard]:
        return [card for _, _, cards in self.groups for card in cards]


def desk(user: User, now: datetime, page: str | None = None) -> Desk:
    """The jobs asked of this person's organisations, earliest due first. Five queries however many there are."""
    mine = access.visible_jobs(user).filter(status__in=Intervention.OPEN).order_by("clock__due_at", "pk")
    # All open jobs once, by number and time alone, then the page of them with what is said of each: whether a job may
    # be seen is dear to ask, and the count, the late ones and the page would each ask it of all.
    due = list(mine.values_list("pk", "clock__due_at"))
    shown = Paginator([pk for pk, _ in due], PAGE).get_page(page)
    jobs = list(
        mine.filter(pk__in=shown.object_list)
        .select_related("kind", "clock", "referral__patient", "referral__lead_organisation", "provider")
        .prefetch_related("referral__risks")
    )
    return Desk(
        jobs=jobs,
        groups=_by_day([card_of(job) for job in jobs], now),
        page=shown,
        late=sum(at is not None and at < now for _, at in due),
        finished=_finished(user, now),
    )


def job_for(user: User, pk: int) -> Intervention:
    """A job this person may see with its place. Raises Intervention.DoesNotExist."""
    return (
        access.visible_jobs(user)
        .select_related("kind", "clock", "referral__patient", "referral__lead_organisation", "provider")
        .prefetch_related("referral__risks")
        .get(pk=pk)
    )


def own_job(user: User, pk: int) -> Intervention:
    """A job once asked of this person's organisation, whether or not it still takes part. Raises
    Intervention.DoesNotExist.
    """
    return access.own_jobs(user).select_related("kind", "provider", "finished_by").get(pk=pk)


def card_of(job: Intervention) -> JobCard:
    """What the provider sees of a job; its relations are loaded already."""
    return JobCard(
        pk=job.pk,
        what=job.kind.label,
        instructions=_told("work_instructions", job.instructions),
        status=job.status,
        status_label=str(job.get_status_display()),
        colour=STATUS_COLOURS[job.status],
        urgency=label_of(URGENCIES, job.urgency),
        asked_by=job.referral.lead_organisation.name if job.referral.lead_organisation else "",
        asked_at=job.commissioned_at,
        due_at=job.clock.due_at if job.clock else None,
        finish_note=_told("work_note", job.finish_note),
        place=place_of(job.referral, Reader.PROVIDER),
    )


def ended_of(job: Intervention) -> EndedJob:
    """What a provider keeps of a job; its kind, and who finished it, are loaded already."""
    return EndedJob(
        pk=job.pk,
        what=job.kind.label,
        status_label=str(job.get_status_display()),
        colour=STATUS_COLOURS[job.status],
        at=job.finished_at,
        by=job.finished_by.name if job.finished_by else "",
        cost=job.actual_cost if may_show(Reader.PROVIDER, "work_cost") else None,
    )


def _told(field: str, text: str) -> str:
    return text if may_show(Reader.PROVIDER, field) else ""


def place_of(referral: Referral, reader: Reader) -> Place:
    """Whom, where, and what to look out for, as far as this reader may be shown it. Where abuse is flagged the phone
    number is left out: nobody rings the home.
    """
    patient = referral.patient
    codes = {risk.code for risk in referral.risks.all()}
    no_calls = NO_CALLS in codes
    number = patient.phone if patient is not None and not no_calls else ""
    housed = patient is not None and not patient.no_fixed_abode
    known: dict[str, Any] = {
        "patient_name": f"{patient.given_name} {patient.family_name}" if patient else "",
        "address": patient.address if patient and housed else "",
        "postcode": patient.postcode if patient and housed else "",
        "phone": phone_as_written(number) if number else "",
        "access_notes": referral.access_notes,
        "safety_notes": referral.safety_notes,
        "visit_risks": tuple(
            (risk.label, risk.what_to_do) for risk in RISKS if risk.tell_provider and risk.code in codes
        ),
    }
    told = shown(reader, known)
    return Place(
        shows=frozenset(told), no_calls=no_calls, phone_link=number if may_show(reader, "phone") else "", **told
    )


def _by_day(cards: list[JobCard], now: datetime) -> list[tuple[str, bool, list[JobCard]]]:
    """(heading, whether it is bad news, cards), without empty groups."""
    today = london_date(now)
    groups: dict[str, list[JobCard]] = {"Late": [], "Today": [], "Tomorrow": [], "Later": []}
    for card in cards:
        day = london_date(card.due_at) if card.due_at else None
        if card.due_at is not None and card.due_at < now:
            groups["Late"].append(card)
        elif day == today:
            groups["Today"].append(card)
        elif day == today + timedelta(days=1):
            groups["Tomorrow"].append(card)
        else:
            groups["Later"].append(card)
    return [(name, name == "Late", found) for name, found in groups.items() if found]


def _finished(user: User, now: datetime) -> list[EndedJob]:
    """What ended lately, without the person: the firm's own record of its work."""
    ended = (
        access.own_jobs(user)
        .filter(finished_at__gte=now - timedelta(days=FINISHED_DAYS), finished_at__lte=now)
        .select_related("kind", "finished_by")
        .order_by("-finished_at")[:PAGE]
    )
    return [ended_of(job) for job in ended]
