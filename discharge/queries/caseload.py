"""The caseload: one line a case, whatever there are. A fixed number of queries: the counts, the page, its patients."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.functional import cached_property

from discharge.next_steps import Standing, next_step, pause_words
from housing.models import HomeAssessment, Intervention, Stay
from partners import access as partners
from partners.models import User, Ward
from partners.roles import Permission
from referrals import access
from referrals.catalogue import NEEDS, RISKS, URGENCIES, label_of
from referrals.lifecycle import Status
from referrals.london import london_date
from referrals.models import Clock, ClockPause, Referral, ReferralNeed, ReferralRisk
from referrals.queries.beyond import cases_named
from referrals.queries.delays import delay_note, main_delays_of

PER_PAGE = 25
# The order of the tabs; "all" shows only as the place where a search looks.
TABS: dict[str, str] = {
    "mine": "My cases",
    "unassigned": "Unassigned",
    "team": "Team",
    "providers": "With providers",
    "flat": "In a flat",
    "home": "Gone home",
    "closed": "Closed",
}
SEARCH_TAB = "all"
_WITH_PROVIDER = Exists(Intervention.objects.filter(referral=OuterRef("pk"), status__in=["commissioned", "accepted"]))
_IN_FLAT = Exists(Stay.objects.filter(referral=OuterRef("pk"), status=Stay.Status.ARRIVED))
SORTS: dict[str, tuple[str, ...]] = {
    "due": ("next_due_at", "pk"),
    "-due": ("-next_due_at", "pk"),
    "ready": ("ready_since", "pk"),
    "-ready": ("-ready_since", "pk"),
    "reference": ("reference",),
    "-reference": ("-reference",),
    "ended": ("-ended_at", "pk"),
    "-ended": ("ended_at", "pk"),
}


@dataclass(frozen=True)
class CaseRow:
    """One line of the caseload, in words. Times are UTC."""

    reference: str
    ward: str
    name: str
    born_on: date | None
    nhs_number: str
    ready: str
    ready_note: str
    delay: str
    main_need: str
    urgency: str
    status: str
    next_step: str
    who: str
    due_at: datetime | None
    paused: str
    overdue: bool
    blocking: int
    flags: tuple[str, ...]
    ended_at: datetime | None


@dataclass(frozen=True)
class Caseload:
    """A page of the caseload with the counts of every tab."""

    tab: str
    sort: str
    counts: dict[str, int]
    page: "Page[Referral]"
    rows: list[CaseRow]


class _CountedPaginator(Paginator):
    """A paginator that was told the count, where the tabs counted already."""

    def __init__(self, cases: QuerySet[Referral], known: int | None) -> None:
        super().__init__(cases, PER_PAGE)
        self._cases, self._known = cases, known

    @cached_property
    def count(self) -> int:
        return self._known if self._known is not None else self._cases.order_by().count()


def led_cases(user: User) -> QuerySet[Referral]:
    """The cases that this person's organisation leads, open or not. A draft has no lead."""
    return access.visible_to(user).filter(
        lead_organisation__in=partners.organisations_where(user, Permission.CASE_TRIAGE)
    )


def team_of(user: User) -> QuerySet[User]:
    """The people a case of this person's organisations can be given to, by name."""
    organisations = sorted(partners.organisations_where(user, Permission.CASE_TRIAGE))
    people = [partners.people_with(Permission.CASE_TRIAGE, each) for each in organisations]
    return reduce(or_, people) if people else User.objects.none()


def wards_of(user: User) -> list[tuple[int, str]]:
    """The wards that this person's open cases came from: (id, name)."""
    wards = Ward.objects.filter(Exists(led_cases(user).filter(is_open=True, ward=OuterRef("pk"))))
    return list(wards.order_by("name", "pk").values_list("pk", "name"))


def tab_counts(user: User) -> dict[str, int]:
    """How many cases each tab holds, exactly, in two queries."""
    cases = led_cases(user)
    counts = cases.filter(is_open=True).aggregate(
        mine=Count("pk", filter=Q(assignee=user)),
        unassigned=Count("pk", filter=Q(assignee__isnull=True)),
        team=Count("pk"),
        providers=Count("pk", filter=_WITH_PROVIDER),
        flat=Count("pk", filter=_IN_FLAT),
        home=Count("pk", filter=Q(status=Status.DISCHARGED)),
    )
    return {**counts, "closed": cases.filter(is_open=False).count()}


def caseload(
    user: User,
    *,
    tab: str,
    filters: Mapping[str, Any],
    sort: str,
    page: int | str,
    at: datetime,
    words: str = "",
) -> Caseload:
    """One page of 25. An unknown tab or order falls back to the usual one; a page past the end gives the last.

    `filters` are the cleaned answers of `discharge.forms.caseload.CaseloadFilters`. `words` are what was searched for:
    they count on the search tab alone, which looks through open and ended cases alike and is none without them.
    """
    counts = tab_counts(user)
    if tab not in TABS and not (tab == SEARCH_TAB and words):
        tab = "mine" if counts["mine"] else "team"
    usual = "ended" if tab == "closed" else "due"
    sort = sort if sort in SORTS else usual
    cases = _filtered(_of_tab(led_cases(user), tab, user), filters, at)
    known = None if any(value not in (None, "") for value in filters.values()) else counts.get(tab)
    if tab == SEARCH_TAB:
        # Looked up once, for the count and for the page: a common name is dear to find.
        ids = list(search(cases, words).values_list("pk", flat=True))
        cases, known = cases.filter(pk__in=ids), len(ids)
    paginator = _CountedPaginator(_with_facts(cases).order_by(*SORTS[sort]), known)
    found = paginator.get_page(page)
    return Caseload(tab, sort, counts, found, [_row(case, at) for case in found.object_list])


def _of_tab(cases: QuerySet[Referral], tab: str, user: User) -> QuerySet[Referral]:
    rules: dict[str, Any] = {
        "mine": Q(is_open=True, assignee=user),
        "unassigned": Q(is_open=True, assignee__isnull=True),
        "team": Q(is_open=True),
        "providers": Q(_WITH_PROVIDER, is_open=True),
        "flat": Q(_IN_FLAT, is_open=True),
        "home": Q(is_open=True, status=Status.DISCHARGED),
        "closed": Q(is_open=False),
        SEARCH_TAB: Q(),
    }
    return cases.filter(rules[tab])


def _filtered(cases: QuerySet[Referral], filters: Mapping[str, Any], at: datetime) -> QuerySet[Referral]:
    for name in ("urgency", "ward", "status", "assignee"):
        if filters.get(name):
            cases = cases.filter(**{name: filters[name]})
    if filters.get("need"):
        main = ReferralNeed.objects.filter(referral=OuterRef("pk"), code=filters["need"], is_main=True)
        cases = cases.filter(Exists(main))
    ready = filters.get("ready")
    if ready == "no":
        cases = cases.filter(ready_since__isnull=True)
    elif ready:
        cases = cases.filter(ready_since__lte=london_date(at) - timedelta(days=int(ready)))
    return cases


def search(cases: QuerySet[Referral], text: str) -> QuerySet[Referral]:
    """The cases with this NHS number or reference, or whose patient's names hold every one of the words."""
    exact = _exactly(text)
    if exact:
        return cases.filter(**exact)
    return cases.filter(pk__in=cases_named(text.replace(",", " ").split()))


def only_case(user: User, text: str) -> str | None:
    """The reference of the one case that has this NHS number or reference, open or ended. None when the text is a name,
    or when no case or several have it. One query."""
    exact = _exactly(text)
    found = list(led_cases(user).filter(**exact).values_list("reference", flat=True)[:2]) if exact else []
    return found[0] if len(found) == 1 else None


def _exactly(text: str) -> dict[str, str]:
    """The lookup of a whole NHS number or a reference; empty for anything else, which is a name."""
    digits = "".join(letter for letter in text if letter.isdigit())
    bare = text.replace(" ", "").upper()
    if len(digits) == 10 and not any(letter.isalpha() for letter in text):
        return {"patient__nhs_number": digits}
    if bare.startswith("HW-") or (len(bare) == 5 and digits):
        return {"reference": bare if bare.startswith("HW-") else f"HW-{bare}"}
    return {}


def _with_facts(cases: QuerySet[Referral]) -> QuerySet[Referral]:
    """What one line says, looked up for the lines of the page alone; patients in a second query (see data-access)."""
    running = Clock.objects.filter(referral=OuterRef("pk"), stopped_at__isnull=True)
    open_work = Intervention.objects.filter(
        referral=OuterRef("pk"), blocks_discharge=True, status__in=Intervention.OPEN
    )
    return (
        cases.select_related("assignee", "ward")
        .prefetch_related("patient")
        .annotate(
            main_need=Subquery(ReferralNeed.objects.filter(referral=OuterRef("pk"), is_main=True).values("code")[:1]),
            risk_codes=ArraySubquery(
                ReferralRisk.objects.filter(referral=OuterRef("pk")).order_by("pk").values("code")
            ),
            next_clock=Subquery(
                running.filter(due_at__isnull=False)
                .order_by("due_at", "pk")
                .values(found=JSONObject(kind=F("kind"), label=F("label")))[:1]
            ),
            main_delays=main_delays_of(OuterRef("pk")),
            paused_for=Subquery(
                ClockPause.objects.filter(clock__referral=OuterRef("pk"), to_at__isnull=True).values("reason")[:1]
            ),
            blocking=Subquery(open_work.order_by().values("referral").annotate(number=Count("pk")).values("number")),
            has_work=Exists(
                Intervention.objects.filter(referral=OuterRef("pk")).exclude(status=Intervention.Status.CANCELLED)
            ),
            has_assessment=Exists(HomeAssessment.objects.filter(referral=OuterRef("pk"))),
        )
        .defer("draft_answers", "what_stands_in_the_way", "access_notes", "safety_notes")
    )


def _row(case: Any, at: datetime) -> CaseRow:
    clock = case.next_clock or {}
    patient = case.patient
    ready, note = _ready_words(case, london_date(at))
    return CaseRow(
        reference=case.reference,
        ward=case.ward.name if case.ward else "Not in hospital",
        name=patient.full_name,
        born_on=patient.born_on,
        nhs_number=patient.nhs_number or "",
        ready=ready,
        ready_note=note,
        delay=delay_note(case, case.main_delays, london_date(at)),
        main_need=label_of(NEEDS, case.main_need) if case.main_need else "Not recorded",
        urgency=label_of(URGENCIES, case.urgency),
        status=case.status,
        next_step=next_step(
            Standing(
                status=Status(case.status),
                clock_kind=clock.get("kind", ""),
                clock_label=clock.get("label", ""),
                has_assessment=case.has_assessment,
                has_work=case.has_work,
                blocking=case.blocking or 0,
            )
        ),
        who=case.assignee.name if case.assignee else "Nobody yet",
        due_at=case.next_due_at,
        paused=pause_words(case.paused_for) if case.paused_for and case.next_due_at is None else "",
        overdue=bool(case.is_open and case.next_due_at and case.next_due_at < at),
        blocking=case.blocking or 0,
        flags=tuple(label_of(RISKS, code) for code in case.risk_codes),
        ended_at=case.ended_at,
    )


def _ready_words(case: Referral, today: date) -> tuple[str, str]:
    """Since when the patient is ready, as days, with the day itself or the day they are expected to be."""
    if case.discharged_on:
        return "Left hospital", f"{case.discharged_on.day} {case.discharged_on:%b}"
    if case.ready_since:
        days = (today - case.ready_since).days
        words = "Today" if days == 0 else "1 day" if days == 1 else f"{days} days" if days > 0 else "Soon"
        return words, f"since {case.ready_since.day} {case.ready_since:%b}" if days >= 0 else (
            f"from {case.ready_since.day} {case.ready_since:%b}"
        )
    expected = case.expected_discharge_on
    return "Not yet", f"expected {expected.day} {expected:%b}" if expected else "no date given"
