"""The ward's list: one line a patient, with what is next, who has it and when the answer is due.

A fixed number of queries whatever the number of lines: the count, which cases are on the page, what is said of them,
their needs, clocks, what paused them, messages, and the drafts' count.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Value, When

from partners import access as partners
from partners import words
from partners.minimum_data import Reader, shown
from partners.models import User
from partners.roles import Permission
from referrals import access
from referrals.catalogue import (
    DECLINE_REASONS,
    DESTINATIONS,
    NEEDS,
    PAUSE_REASONS,
    WARD_S_ANSWER,
    WITHDRAW_REASONS,
    label_of,
)
from referrals.lifecycle import BEFORE_DECISION, Status
from referrals.london import london_date
from referrals.models import Clock, ClockPause, Message, Purpose, Referral, ReferralNeed
from referrals.queries.delays import delay_note, main_delays_of
from referrals.queries.drafts import drafts_of
from referrals.queries.sent import name_typed
from referrals.reading import reader_of

PAGE_SIZE = 25
# A referral that was declined stays in sight this long, so that nobody waits for it in vain.
SHOW_DECLINED_DAYS = 14
LONGEST_QUESTION_SHOWN = 2_000


class Show(StrEnum):
    """The lists behind the tabs."""

    OURS = "ours"
    TRUST = "trust"
    DRAFTS = "drafts"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Row:
    """One patient. `light` is green, amber or red, with `light_text` beside it; `next_due` and `answer_due` are UTC."""

    reference: str
    name: str
    age: int | None
    ward: str
    light: str
    light_text: str
    ready: str
    delay: str
    needs: list[str]
    next_step: str
    next_who: str
    next_due: datetime | None
    question: str
    question_id: int | None
    question_at: datetime | None
    answer_state: str
    paused: str
    answer_due: datetime | None
    answered_at: datetime | None
    can_nudge: bool
    nudged: bool

    @property
    def answer_id(self) -> str:
        """An id for the answer's box that no other line has."""
        return f"answer-{self.reference}"


@dataclass(frozen=True, slots=True)
class EndedRow:
    """One patient who went home, or whose referral ended another way."""

    reference: str
    name: str
    ward: str
    status: str
    outcome: str
    on: date | None


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One draft. `pages_done` counts the pages that were saved, right or not."""

    reference: str
    name: str
    ward: str
    started_by: str
    saved_at: datetime
    pages_done: int


@dataclass(frozen=True)
class Listing:
    """A page of one list. `drafts` is how many drafts there are, whatever list is shown."""

    show: Show
    page: Page
    rows: list[Row] | list[EndedRow] | list[DraftRow]
    drafts: int
    sees_trust: bool


def our_referrals(user: User, *, show: str, page: int, now: datetime) -> Listing:
    """One page of the list asked for; the person's usual one for a list they do not have."""
    sees_trust = partners.has_permission(user, Permission.REFERRAL_VIEW)
    usual = Show.TRUST if sees_trust else Show.OURS
    chosen = Show(show) if show in set(Show) else usual
    if chosen is Show.TRUST and not sees_trust:
        chosen = usual
    drafts = drafts_of(user)
    found: QuerySet[Referral]
    if chosen is Show.DRAFTS:
        found = drafts
    elif chosen is Show.ENDED:
        found = _ended(user)
    else:
        found = _under_way(user, now)
        if chosen is Show.OURS and sees_trust:
            found = found.filter(Q(submitted_by=user) | Q(made_by=user))
    # First which cases, then their patients: joined at once, every case's patient would be looked up before the sort.
    paginator = Paginator(found.values_list("pk", flat=True), PAGE_SIZE)
    current = paginator.get_page(page)
    count = paginator.count if chosen is Show.DRAFTS else drafts.count()
    lines = found.filter(pk__in=list(current.object_list))
    return Listing(chosen, current, _rows(chosen, lines, user, now), count, sees_trust)


def _rows(
    show: Show, lines: QuerySet[Referral], user: User, now: datetime
) -> list[Row] | list[EndedRow] | list[DraftRow]:
    if show is Show.DRAFTS:
        return [_draft_row(referral) for referral in lines]
    if show is Show.ENDED:
        return [_ended_row(referral) for referral in lines]
    return [_row(referral, now, reader_of(user, referral)) for referral in lines]


def _referred_by(user: User) -> QuerySet[Referral]:
    """The cases this person sees because their own organisation referred them."""
    ours = partners.organisations_where(user, Permission.REFERRAL_MAKE)
    return access.visible_to(user).filter(referrer_organisation__in=ours).select_related("patient", "ward")


def _under_way(user: User, now: datetime) -> QuerySet[Referral]:
    declined_since = now - timedelta(days=SHOW_DECLINED_DAYS)
    return (
        _referred_by(user)
        .filter(
            Q(status__in=[*BEFORE_DECISION, Status.ACCEPTED]) | Q(status=Status.DECLINED, ended_at__gte=declined_since)
        )
        .select_related("assignee", "lead_organisation")
        .annotate(
            turn=Case(
                When(status=Status.INFORMATION_REQUESTED, then=Value(0)),
                When(status=Status.DECLINED, then=Value(1)),
                default=Value(2),
                output_field=IntegerField(),
            ),
            main_delays=main_delays_of(OuterRef("pk")),
        )
        .prefetch_related(
            Prefetch("needs", ReferralNeed.objects.order_by("-is_main", "pk")),
            Prefetch("clocks", Clock.objects.order_by("-started_at")),
            Prefetch("clocks__pauses", ClockPause.objects.filter(to_at__isnull=True)),
            Prefetch(
                "messages",
                Message.objects.filter(Q(kind=Message.Kind.QUESTION) | Q(nudged_on=london_date(now))).order_by(
                    "-written_at", "-pk"
                ),
            ),
        )
        .order_by("turn", F("next_due_at").asc(nulls_last=True), "submitted_at", "pk")
    )


def _ended(user: User) -> QuerySet[Referral]:
    return (
        _referred_by(user)
        .filter(status__in=[Status.DISCHARGED, Status.CLOSED, Status.DECLINED, Status.WITHDRAWN])
        .exclude(patient__isnull=True)
        .order_by(F("discharged_on").desc(nulls_last=True), "-ended_at", "-pk")
    )


def _row(referral: Any, now: datetime, reader: Reader) -> Row:
    today = london_date(now)
    clocks = list(referral.clocks.all())
    answer = next((clock for clock in clocks if clock.kind == Clock.Kind.ANSWER), None)
    messages = list(referral.messages.all())
    asked = referral.status == Status.INFORMATION_REQUESTED
    question = next((each for each in messages if asked and each.kind == Message.Kind.QUESTION), None)
    nudged = any(each.nudged_on == today for each in messages)
    light, light_text = _light(referral, clocks, today, now)
    step, who, due = _next(referral, clocks)
    patient = referral.patient
    told: dict[str, Any] = shown(
        reader,
        {
            "patient_name": patient.full_name if patient else "",
            "born_on": words.age_on(patient.born_on, today) if patient else None,
            "ward": referral.ward.name if referral.ward else "",
            "readiness": _ready(referral, today),
            "delays": delay_note(referral, referral.main_delays, _until(referral, today)),
            "needs": [label_of(NEEDS, need.code) for need in referral.needs.all()],
            "messages": question.body[:LONGEST_QUESTION_SHOWN] if question else "",
        },
    )
    return Row(
        reference=referral.reference,
        name=told.get("patient_name") or referral.reference,
        age=told.get("born_on"),
        ward=told.get("ward", ""),
        light=light,
        light_text=light_text,
        ready=told.get("readiness", ""),
        delay=told.get("delays", ""),
        needs=told.get("needs", []),
        next_step=step,
        next_who=who,
        next_due=due,
        question=told.get("messages", ""),
        question_id=question.pk if question else None,
        question_at=question.written_at if question else None,
        answer_state=_answer_state(answer, now),
        paused=_paused(answer) if answer else "",
        answer_due=answer.due_at if answer else None,
        answered_at=answer.stopped_at if answer else None,
        can_nudge=referral.status in (Status.SUBMITTED, Status.ACCEPTED) and not nudged,
        nudged=nudged,
    )


def _light(referral: Referral, clocks: list[Clock], today: date, now: datetime) -> tuple[str, str]:
    """Red: it is late, or it was declined. Amber: the ward must say something. Green: on track."""
    if referral.status == Status.DECLINED:
        return "red", "Declined"
    if referral.status == Status.INFORMATION_REQUESTED:
        return "amber", "Asks you"
    late = [
        clock
        for clock in clocks
        if clock.stopped_at is None and not clock.advisory and clock.due_at is not None and clock.due_at < now
    ]
    if late:
        return "red", "Overdue"
    expected = referral.expected_discharge_on
    if _in_hospital(referral) and referral.ready_since is None and expected is not None and expected < today:
        return "amber", "Ready yet?"
    return "green", "On track"


def _in_hospital(referral: Referral) -> bool:
    return referral.purpose == Purpose.DISCHARGE


def _ready(referral: Referral, today: date) -> str:
    if not _in_hospital(referral):
        return "Not admitted"
    since = referral.ready_since
    if since is None:
        expected = referral.expected_discharge_on
        return f"Not yet (expected {words.date_short(expected)})" if expected else "Not yet"
    days = (_until(referral, today) - since).days
    if days > 0:
        return f"{words.count(days, 'day')} (since {words.date_short(since)})"
    return "Since today" if since == today else f"Since {words.date_short(since)}"


def _until(referral: Referral, today: date) -> date:
    """The day up to which a patient counts as waiting: that of the answer, where it was no."""
    return london_date(referral.ended_at) if referral.ended_at else today


def _next(referral: Referral, clocks: list[Clock]) -> tuple[str, str, datetime | None]:
    """What happens next, who has it, and by when: the promise that runs out first, else where the case stands."""
    lead = referral.lead_organisation.name if referral.lead_organisation else ""
    who = referral.assignee.name if referral.assignee else lead
    if referral.status == Status.DECLINED:
        return label_of(DECLINE_REASONS, referral.reason_code), who, None
    if referral.status == Status.INFORMATION_REQUESTED:
        return "Answer their question", "You", None
    if referral.status == Status.SUBMITTED:
        return "Accept or decline", who, None
    running = [
        clock
        for clock in clocks
        if clock.stopped_at is None and clock.due_at is not None and clock.kind != Clock.Kind.ANSWER
    ]
    if running:
        first = min(running, key=lambda clock: clock.due_at or clock.started_at)
        return first.label, who, first.due_at
    paused = next((clock for clock in clocks if clock.kind != Clock.Kind.ANSWER and _paused(clock)), None)
    if paused is not None:
        return f"{paused.label}, paused: {_paused(paused)}", who, None
    return "Getting the home ready", who, None


def _paused(clock: Clock) -> str:
    """Why a promise stands still now, for the ward; empty while it runs."""
    reason = next((pause.reason for pause in clock.pauses.all()), "")
    if reason == WARD_S_ANSWER and clock.kind == Clock.Kind.ANSWER:
        return "until you answer"
    label = label_of(PAUSE_REASONS, reason) if reason else ""
    return label[:1].lower() + label[1:]


def _answer_state(clock: Clock | None, now: datetime) -> str:
    """met, late, paused, overdue, due, or nothing where no answer was promised."""
    if clock is None:
        return ""
    if clock.stopped_at is not None:
        return "late" if clock.breached_at is not None else "met"
    if clock.due_at is None:
        return "paused"
    return "overdue" if clock.due_at < now else "due"


def _ended_row(referral: Referral) -> EndedRow:
    status = Status(referral.status)
    outcome = referral.status_label
    if referral.destination:
        outcome = label_of(DESTINATIONS, referral.destination)
    elif status is Status.DECLINED:
        outcome = label_of(DECLINE_REASONS, referral.reason_code)
    elif status is Status.WITHDRAWN:
        outcome = label_of(WITHDRAW_REASONS, referral.reason_code)
    ended = london_date(referral.ended_at) if referral.ended_at else None
    return EndedRow(
        reference=referral.reference,
        name=referral.patient.full_name if referral.patient else referral.reference,
        ward=referral.ward.name if referral.ward else "",
        status=referral.status,
        outcome=outcome,
        on=referral.discharged_on or ended,
    )


def _draft_row(referral: Referral) -> DraftRow:
    return DraftRow(
        reference=referral.reference,
        name=name_typed(referral.draft_answers) or "No name yet",
        ward=referral.ward.name if referral.ward else "Not chosen yet",
        started_by=referral.made_by.name,
        saved_at=referral.saved_at,
        pages_done=len(referral.draft_answers),
    )
