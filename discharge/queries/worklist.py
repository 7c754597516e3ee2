"""What needs somebody now: promises that are due, words from the ward that wait for an answer, and what stopped because
sharing was withdrawn. Ten queries at most, however much there is."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.urls import NoReverseMatch, reverse

from discharge.next_steps import clock_words
from discharge.queries.caseload import led_cases
from housing import access as housing
from partners.models import User
from referrals.catalogue import URGENCIES, label_of
from referrals.lifecycle import OPEN
from referrals.london import london_date
from referrals.models import Clock, Message, Referral

# A group longer than this shows its first lines and says how many more there are.
LONGEST = 100
#: What a referral that nobody has answered has.
_TO_ANSWER = (Clock.Kind.ANSWER, Clock.Kind.FIRST_RESPONSE)
SOON_DAYS = 3
#: The stay a promise is about, by what it is.
_STAYS = ("support_plan_stay", "limited_stay", "reviewed_stay", "claimed_stay")


@dataclass(frozen=True)
class WorkItem:
    """One thing to do: what, on which case, by when, and the page where it is done. `due_at` is UTC."""

    action: str
    url: str
    reference: str
    name: str
    ward: str
    urgency: str
    who: str
    due_at: datetime | None
    note: str = ""
    written_at: datetime | None = None
    # Overdue: the promise, and who said that they are dealing with it.
    clock_id: int | None = None
    dealt_with: str = ""


@dataclass(frozen=True)
class Worklist:
    """The groups in the order in which they are worked through; `waiting` counts cases that wait for a ward.

    What is overdue is in two: first what nobody has said they are dealing with, so that a team lead cannot miss it.
    """

    stopped: list[WorkItem]
    unattended: list[WorkItem]
    overdue: list[WorkItem]
    today: list[WorkItem]
    new: list[WorkItem]
    replied: list[WorkItem]
    soon: list[WorkItem]
    waiting: int
    more: int

    @property
    def total(self) -> int:
        groups = (self.stopped, self.unattended, self.overdue, self.today, self.new, self.replied, self.soon)
        return sum(len(group) for group in groups)


def worklist(user: User, *, at: datetime, everybody: bool = False) -> Worklist:
    """What this person has to do: on their own cases and those nobody has, or (`everybody`) on all the team's.

    A referral that nobody has answered is there from the moment it is sent, however far off its deadline: a referral
    that is not seen is the first hazard of the service.
    """
    cases = led_cases(user).filter(is_open=True)
    if not everybody:
        cases = cases.filter(Q(assignee=user) | Q(assignee__isnull=True))
    horizon = at + timedelta(days=SOON_DAYS)
    # Which clocks first, then what is said of them: in one statement the policies of every table it names hide from the
    # planner how few rows the first condition leaves, and it reads them all.
    due = (
        Clock.objects.filter(
            Q(due_at__lte=horizon) | Q(due_at__isnull=False, kind__in=_TO_ANSWER),
            stopped_at__isnull=True,
            referral__in=cases.values("pk"),
        )
        .order_by("due_at", "pk")
        .values_list("pk", flat=True)
    )
    clocks = list(
        Clock.objects.filter(pk__in=list(due[: LONGEST + 1]))
        .select_related(
            "referral__assignee",
            "referral__ward",
            "acted_by",
            "intervention",
            "follow_up",
            *_STAYS,
            "council_application",
        )
        .prefetch_related("referral__patient")
        .order_by("due_at", "pk")
    )
    shown = [(clock, _clock_item(clock)) for clock in _one_to_answer(clocks[:LONGEST])]
    today = london_date(at)
    overdue = [item for clock, item in shown if clock.due_at and clock.due_at < at]
    unattended = [item for item in overdue if not item.dealt_with]
    in_time = [(clock, item) for clock, item in shown if clock.due_at and clock.due_at >= at]
    later = [(clock, item) for clock, item in in_time if clock.due_at and london_date(clock.due_at) != today]
    return Worklist(
        stopped=_stopped(cases),
        unattended=unattended,
        overdue=[item for item in overdue if item.dealt_with],
        today=[item for clock, item in in_time if clock.due_at and london_date(clock.due_at) == today],
        new=[item for clock, item in later if clock.kind in _TO_ANSWER],
        replied=[_message_item(message) for message in _unanswered(cases)],
        soon=[item for clock, item in later if clock.kind not in _TO_ANSWER],
        waiting=cases.filter(status="information_requested").count(),
        more=max(0, len(clocks) - LONGEST),
    )


def _one_to_answer(clocks: list[Clock]) -> list[Clock]:
    """These clocks, the first due first, without a second one of a referral nobody has answered: answering it meets
    its first response too."""
    seen: set[int] = set()
    kept = []
    for clock in clocks:
        if clock.kind in _TO_ANSWER:
            if clock.referral_id in seen:
                continue
            seen.add(clock.referral_id)
        kept.append(clock)
    return kept


def _stopped(cases: QuerySet[Referral]) -> list[WorkItem]:
    """Jobs and bookings whose organisation may not see the person any more: to be cancelled, given to somebody else, or
    decided about anew.
    """
    jobs = housing.all_stopped_jobs().select_related("kind", "referral__assignee", "referral__ward")
    stays = housing.all_stopped_stays().select_related("unit", "referral__assignee", "referral__ward")
    note = "Sharing was withdrawn, so its organisation sees the patient no longer"
    return [
        *(
            _item(
                job.referral,
                f"{job.kind.label} has stopped",
                reverse("work", args=[job.pk]),
                job.referral.next_due_at,
                note=note,
            )
            for job in jobs.filter(referral__in=cases.values("pk"))
            .prefetch_related("referral__patient")
            .order_by("pk")[:LONGEST]
        ),
        *(
            _item(
                stay.referral,
                f"{stay.unit.name} is on hold",
                reverse("stay", args=[stay.pk]),
                stay.referral.next_due_at,
                note=note,
            )
            for stay in stays.filter(referral__in=cases.values("pk"))
            .prefetch_related("referral__patient")
            .order_by("pk")[:LONGEST]
        ),
    ]


def _unanswered(cases: QuerySet[Referral]) -> list[Message]:
    """The last line on each case where the last word is the ward's, the oldest first."""
    last = Message.objects.filter(referral=OuterRef("referral")).order_by("-written_at", "-pk").values("pk")[:1]
    return list(
        Message.objects.filter(referral__in=cases.values("pk"), referral__status__in=[each.value for each in OPEN])
        .filter(pk=Subquery(last))
        .filter(~Q(organisation=F("referral__lead_organisation")))
        .select_related("referral__assignee", "referral__ward", "organisation")
        .prefetch_related("referral__patient")
        .order_by("written_at", "pk")[:LONGEST]
    )


def _item(
    referral: Referral,
    action: str,
    url: str,
    due_at: datetime | None,
    *,
    note: str = "",
    written_at: datetime | None = None,
) -> WorkItem:
    return WorkItem(
        action=action,
        url=url,
        reference=referral.reference,
        name=referral.patient.full_name if referral.patient else "No name yet",
        ward=referral.ward.name if referral.ward else "Not in hospital",
        urgency=label_of(URGENCIES, referral.urgency),
        who=referral.assignee.name if referral.assignee else "Nobody yet",
        due_at=due_at,
        note=note,
        written_at=written_at,
    )


def _clock_item(clock: Clock) -> WorkItem:
    item = _item(clock.referral, clock_words(clock.kind, clock.label), _page_of(clock), clock.due_at)
    return replace(item, clock_id=clock.pk, dealt_with=clock.acted_by.name if clock.acted_by else "")


def _page_of(clock: Clock) -> str:
    """Where the thing a clock asks for is done."""
    stay = next((found for name in _STAYS if (found := getattr(clock, name, None)) is not None), None)
    work, follow_up = getattr(clock, "intervention", None), getattr(clock, "follow_up", None)
    application = getattr(clock, "council_application", None)
    try:
        if application is not None:
            return reverse("council_stage", args=[application.pk])
        if work is not None:
            return reverse("work", args=[work.pk])
        if follow_up is not None:
            return reverse("record_follow_up", args=[follow_up.pk])
        if stay is not None:
            return reverse("stay", args=[stay.pk])
    except NoReverseMatch:
        pass
    return reverse("case", args=[clock.referral.reference])


def _message_item(message: Message) -> WorkItem:
    words = {
        Message.Kind.ANSWER: "Read the ward’s answer",
        Message.Kind.NUDGE: "Tell the ward where this stands",
    }.get(Message.Kind(message.kind), "Read the ward’s message")
    url = reverse("case_section", args=[message.referral.reference, "messages"])
    return _item(
        message.referral,
        words,
        url,
        message.referral.next_due_at,
        note=message.body,
        written_at=message.written_at,
    )
