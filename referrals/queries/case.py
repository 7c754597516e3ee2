"""One case, for its page and for every page that acts on it."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Prefetch

from partners import access as partners
from partners.forms.fields import phone_as_written
from partners.minimum_data import may_show
from partners.models import Organisation, User
from partners.roles import Permission
from referrals import access
from referrals.catalogue import (
    CARER_RELATIONSHIPS,
    NEEDS,
    PAUSE_REASONS,
    RISKS,
    Risk,
    UnknownCode,
    find,
    label_of,
)
from referrals.delay_codes import reason_of, split_words
from referrals.lifecycle import BY_EVENT, Event, Status
from referrals.london import london_date
from referrals.models import (
    Carer,
    Clock,
    ClockPause,
    Message,
    ReadinessPeriod,
    Referral,
    ReferralEvent,
)
from referrals.queries.delays import parts_of
from referrals.queries.sharing import DecisionLine, PartyLine, decision_lines, decisions_of, party_lines
from referrals.readiness import ReadyPeriod, days_by_party, days_ready, delay_days
from referrals.reading import reader_of

TIMELINE_LENGTH = 300
# The flag of somebody at whose home others may listen or read: the home is never rung.
NO_CALLS = "domestic_abuse"


def case_for(user: User, reference: str) -> Referral:
    """The case with this reference. Raises Referral.DoesNotExist when there is none or this person may not see it."""
    if "\x00" in reference:  # PostgreSQL has no such text
        raise Referral.DoesNotExist
    return (
        access.visible_to(user)
        .select_related(
            "patient", "scheme", "ward__site", "lead_organisation", "referrer_organisation", "assignee", "submitted_by"
        )
        .get(reference=reference)
    )


@dataclass(frozen=True)
class PauseLine:
    """A time in which a promise stood still; UTC. `resumed_by`: empty while it does, or where it ended so."""

    reason: str
    from_at: datetime
    to_at: datetime | None
    paused_by: str
    resumed_by: str


@dataclass(frozen=True)
class RunningClock:
    """One promise on a case, in words. `paused` says why it stands still; times are UTC.

    `runs_by_itself`: the answer that waits for a reply of the ward, which alone lets it run again.
    """

    pk: int
    label: str
    kind: str
    started_at: datetime
    due_at: datetime | None
    stopped_at: datetime | None
    breached_at: datetime | None
    paused: str
    runs_by_itself: bool
    pauses: list[PauseLine] = field(default_factory=list)


@dataclass(frozen=True)
class CaseSummary:
    """What the first section of a case says. `days_ready` counts from the day ready to leaving hospital, to the
    end of a case that ended without it, or to today. `delay_split` says with whom those days were spent; `delays` are
    the reasons that hold now, the main one first.
    """

    main_need: str
    other_needs: list[str]
    risks: list[Risk]
    clocks: list[RunningClock]
    readiness: list[ReadinessPeriod]
    days_ready: int | None
    days_delayed: int
    delay_split: str
    delays: list[str]

    @property
    def has_pauses(self) -> bool:
        return any(clock.pauses for clock in self.clocks)

    @property
    def no_calls(self) -> bool:
        return any(risk.code == NO_CALLS for risk in self.risks)


def clocks_of(referral: Referral) -> list[RunningClock]:
    """The promises on this case with their pauses, the first due on top: two queries."""
    pauses = ClockPause.objects.select_related("paused_by", "resumed_by").order_by("from_at", "pk")
    clocks = referral.clocks.prefetch_related(Prefetch("pauses", pauses)).order_by("stopped_at", "due_at", "pk")
    return [_running(clock, referral) for clock in clocks]


def clock_of(referral: Referral, pk: int) -> Clock | None:
    """The promise with this number, if it is this case's."""
    return referral.clocks.filter(pk=pk).first()


def _running(clock: Clock, referral: Referral) -> RunningClock:
    pauses = [
        PauseLine(
            reason=label_of(PAUSE_REASONS, pause.reason),
            from_at=pause.from_at,
            to_at=pause.to_at,
            paused_by=pause.paused_by.name,
            resumed_by=pause.resumed_by.name if pause.resumed_by else "",
        )
        for pause in clock.pauses.all()
    ]
    standing = next((pause.reason for pause in pauses if pause.to_at is None), "")
    return RunningClock(
        pk=clock.pk,
        label=clock.label,
        kind=clock.kind,
        started_at=clock.started_at,
        due_at=clock.due_at,
        stopped_at=clock.stopped_at,
        breached_at=clock.breached_at,
        paused=standing[:1].lower() + standing[1:],
        runs_by_itself=clock.kind == Clock.Kind.ANSWER and referral.status == Status.INFORMATION_REQUESTED,
        pauses=pauses,
    )


def summary(referral: Referral, today: date) -> CaseSummary:
    """What stands in the way, the promises, readiness, delays and risks of one case: six queries.

    `today` is a London date.
    """
    needs = list(referral.needs.order_by("-is_main", "pk"))
    periods = list(referral.readiness.select_related("recorded_by").order_by("-ready_on"))
    until = referral.discharged_on or (london_date(referral.ended_at) if referral.ended_at else today)
    delays = list(referral.delays.order_by("-is_primary", "pk"))
    spans = [ReadyPeriod(period.ready_on, period.ended_on) for period in periods]
    return CaseSummary(
        main_need=next((label_of(NEEDS, need.code) for need in needs if need.is_main), ""),
        other_needs=[label_of(NEEDS, need.code) for need in needs if not need.is_main],
        risks=risks_of(referral),
        clocks=clocks_of(referral),
        readiness=periods,
        days_ready=days_ready(spans, until, referral.discharged_on),
        days_delayed=delay_days(spans, until),
        delay_split=split_words(days_by_party(spans, parts_of(delays), until, referral.discharged_on)),
        delays=[reason_of(each.list_version, each.code).label for each in delays if each.until_on is None],
    )


def risks_of(referral: Referral) -> list[Risk]:
    """The flags of a case, each with the rule for whoever meets the person."""
    return [_risk(code) for code in referral.risks.order_by("pk").values_list("code", flat=True)]


def _risk(code: str) -> Risk:
    try:
        return find(RISKS, code)
    except UnknownCode:
        return Risk(code=code, label=code, what_to_do="Ask the coordinator.")


@dataclass(frozen=True)
class TimelineLine:
    """One thing that happened. `kind` sorts it: step, readiness, message, work, other. `at` is UTC."""

    at: datetime
    heading: str
    by: str
    text: str
    kind: str


_KINDS = {Event.RECORD_READINESS: "readiness", Event.RECORD_DELAY: "readiness", Event.SEND_MESSAGE: "message"}


def timeline(user: User, referral: Referral) -> list[TimelineLine]:
    """What happened to a case, newest first, as far as this person may read it: two queries.

    Notes for the lead organisation alone show only to people with the right to decide about its cases; messages to
    the two sides (`partners.minimum_data`).
    """
    reader = reader_of(user, referral)
    events = referral.events.select_related("by", "organisation").order_by("-at", "-pk")
    if not may_show(reader, "lead_notes"):
        events = events.filter(lead_only=False)
    lines = [
        TimelineLine(
            at=event.at,
            heading=event_words(event.event),
            by=_by_words(event.by, event.organisation),
            text=event.note,
            kind=_kind_of(event),
        )
        for event in events[:TIMELINE_LENGTH]
    ]
    if not may_show(reader, "messages"):
        return lines
    messages = referral.messages.select_related("written_by", "organisation").order_by("-written_at", "-pk")
    lines += [
        TimelineLine(
            at=message.written_at,
            heading=Message.Kind(message.kind).label,
            by=_by_words(message.written_by, message.organisation),
            text=message.body,
            kind="message",
        )
        for message in messages[:TIMELINE_LENGTH]
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _kind_of(event: ReferralEvent) -> str:
    if event.to_status:
        return "step"
    try:
        return _KINDS.get(Event(event.event), "work")
    except ValueError:
        return "work"


def event_words(code: str) -> str:
    """What an event is called once it has happened: the lifecycle table's words, or the code's own."""
    try:
        return BY_EVENT[Event(code)].past
    except ValueError:
        return code.replace("_", " ").capitalize()


def _by_words(person: User | None, organisation: Organisation | None) -> str:
    name = person.name if person else "Homeward"
    return f"{name}, {organisation.name}" if organisation else name


def is_of_lead(user: User, referral: Referral) -> bool:
    """Does this person decide about cases at the organisation that leads this one?"""
    return referral.lead_organisation_id in partners.organisations_where(user, Permission.CASE_TRIAGE)


def messages_of(referral: Referral) -> list[Message]:
    """The lines between ward and coordinator, oldest first, so that they read as a conversation."""
    return list(referral.messages.select_related("written_by", "organisation").order_by("written_at", "pk"))


@dataclass(frozen=True)
class PeopleAndSharing:
    """Who looks after the patient, which organisations take part, and on what ground details are shared."""

    # Each with the words for who they are and their number as it is written.
    carers: list[tuple[Carer, str, str]]
    no_calls: bool
    parties: list[PartyLine]
    decisions: list[DecisionLine]

    @property
    def can_withdraw(self) -> bool:
        return any(line.current and line.allows for line in self.decisions)


def people_and_sharing(referral: Referral, at: datetime) -> PeopleAndSharing:
    """Four queries. Ended parts and withdrawn decisions are there too, after those in force. `at` is UTC."""
    decisions = decisions_of(referral)
    return PeopleAndSharing(
        carers=[
            (
                carer,
                label_of(CARER_RELATIONSHIPS, carer.relationship),
                phone_as_written(carer.phone) if carer.phone else "",
            )
            for carer in referral.carers.order_by("pk")
        ],
        no_calls=referral.risks.filter(code=NO_CALLS).exists(),
        parties=party_lines(referral, decisions, at),
        decisions=decision_lines(decisions),
    )


@dataclass(frozen=True)
class Coordinator:
    """Somebody a case can be given to, with the number of open cases they have."""

    pk: int
    name: str
    open_cases: int


def coordinators_for(referral: Referral, me: User) -> list[Coordinator]:
    """The people who can take this case, me first, then those with the fewest open cases."""
    if referral.lead_organisation_id is None:
        return []
    people = list(partners.people_with(Permission.CASE_TRIAGE, referral.lead_organisation_id))
    held = open_cases_of(people, me)
    found = [Coordinator(each.pk, each.name, held.get(each.pk, 0)) for each in people]
    return sorted(found, key=lambda each: (each.pk != me.pk, each.open_cases, each.name))


def open_cases_of(people: list[User], me: User | None = None) -> dict[int, int]:
    """How many open cases each of these people has, apart from those restricted to others than me (None: all of them,
    where somebody leaves and every case has to go to somebody).
    """
    cases = Referral.objects.filter(is_open=True, assignee__in=people)
    if me is not None:
        cases = cases.filter(access.not_hidden_from(me))
    rows = cases.order_by().values("assignee").annotate(number=Count("pk"))
    return {row["assignee"]: row["number"] for row in rows}


def person_called(pk: int) -> User:
    """The person with this id, for an action that checks what they may do. Raises User.DoesNotExist."""
    return User.objects.get(pk=pk)
