"""The flats: who is in, who is due, what is free, and which flat suits a patient."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Q, Value, When

from housing import access
from housing.catalogue import VOID_REASONS, label_of
from housing.models import Occupation, Stay, Unit
from housing.queries.guests import Guest, guest_of, name_of
from housing.stays import Days, day_words, first_free, free_gaps, last_day, nights
from partners import access as partners
from partners.looks import Why
from partners.models import User
from partners.roles import Permission
from partners.words import age_on, count
from referrals import access as referral_access
from referrals.lifecycle import UNDER_WAY
from referrals.models import Referral

_SHORT_WORDS = {
    "free": "Free",
    "held": "Held",
    "occupied": "In",
    "overdue": "Late",
    "turnaround": "Turn",
    "void": "Void",
}
BOARD_DAYS = 42
WEEKS = BOARD_DAYS // 7
SOON_DAYS = 14


@dataclass(frozen=True)
class Segment:
    """A run of days of one flat on the board. `state`: free, held, occupied, overdue, turnaround or void."""

    state: str
    word: str
    days: Days
    length: int
    text: str
    stay_id: int | None = None
    void_id: int | None = None

    @property
    def short(self) -> bool:
        """Too few days for the whole word on the board."""
        return self.length < 4

    @property
    def mark(self) -> str:
        """What fits: a short word for 2 or 3 days, a letter for one. The legend explains the letters."""
        word = _SHORT_WORDS[self.state]
        return word if self.length > 1 else word[0]

    @property
    def from_on(self) -> date:
        return self.days.start


@dataclass(frozen=True)
class BoardRow:
    """One flat and its days."""

    unit: Unit
    features: str
    segments: list[Segment]
    can_void: bool


@dataclass(frozen=True)
class Board:
    """Six weeks of every flat this person sees, and the lists beside it."""

    start: date
    weeks: list[tuple[date, date]]
    rows: list[BoardRow]
    people_in: list[Guest]
    people_due: list[Guest]
    free_soon: list[tuple[Unit, str]]
    # Whose records the page shows, and why this person may see each: for the read log.
    looked_at: list[tuple[Referral, Why]]


def board(user: User, start: date, today: date) -> Board:
    """The occupancy of this person's flats from `start` on. Four queries however many flats there are."""
    units = list(
        access.visible_units(user)
        .filter(active=True)
        .select_related("building__scheme", "building__organisation", "turnaround_clock")
        .order_by("building__name", "name")
    )
    end = start + timedelta(days=BOARD_DAYS)
    from_day = min(start, today)
    taken = _taken(units, Days(from_day, max(end, today + timedelta(days=SOON_DAYS))))
    seen = {
        stay.pk: stay
        for stay in access.visible_stays(user)
        .filter(unit__in=units)
        .exclude(status__in=[Stay.Status.CANCELLED, Stay.Status.DEPARTED])
        .select_related("referral__patient", "unit__building", "support_plan_clock")
        .order_by("from_on", "pk")
    }
    names = {stay.pk: name_of(user, stay) for stay in seen.values()}
    rows = [
        BoardRow(
            unit,
            features(unit),
            _segments(taken[unit.pk], Days(start, end), today, names),
            access.can_void(user, unit),
        )
        for unit in units
    ]
    window = Days(today, today + timedelta(days=SOON_DAYS))
    return Board(
        start=start,
        weeks=[(start + timedelta(days=7 * week), start + timedelta(days=7 * week + 6)) for week in range(WEEKS)],
        rows=rows,
        people_in=[guest_of(stay, names[stay.pk]) for stay in seen.values() if stay.status == Stay.Status.ARRIVED],
        people_due=[guest_of(stay, names[stay.pk]) for stay in seen.values() if stay.status != Stay.Status.ARRIVED],
        free_soon=[(unit, words) for unit in units if (words := _free_words(taken[unit.pk], window, today))],
        looked_at=[(stay.referral, access.why_stay(user, stay)) for stay in seen.values()],
    )


def features(unit: Unit) -> str:
    """1 bedroom, step-free, wheelchair, shared kitchen."""
    said = [count(unit.bedrooms, "bedroom")]
    if unit.wheelchair:
        said.append("wheelchair")
    elif unit.step_free:
        said.append("step-free")
    if unit.shared:
        said.append("shared")
    return ", ".join(said)


def _taken(units: list[Unit], window: Days) -> dict[int, list[Occupation]]:
    found: dict[int, list[Occupation]] = defaultdict(list)
    rows = (
        Occupation.objects.filter(unit__in=units, cancelled_at__isnull=True)
        .filter(Q(during__overlap=(window.start, window.end)) | Q(stay__status=Stay.Status.ARRIVED))
        .select_related("stay", "unit__building")
        .order_by("during")
    )
    for row in rows:
        found[row.unit_id].append(row)
    return found


def _is_overdue(row: Occupation, today: date) -> bool:
    stay = row.stay
    return (
        stay is not None
        and row.kind == Occupation.Kind.STAY
        and stay.status == Stay.Status.ARRIVED
        and stay.until_on <= today
    )


def _days_of(row: Occupation, today: date) -> Days:
    """The days a row stands for: where a guest should have left and has not, nobody can follow before tomorrow and the
    turnaround.
    """
    if _is_overdue(row, today):
        ready = today + timedelta(days=1 + row.unit.building.turnaround_days)
        return Days(row.during.lower, max(row.during.upper, ready))
    return Days(row.during.lower, row.during.upper)


def _segments(rows: list[Occupation], window: Days, today: date, names: dict[int, str]) -> list[Segment]:
    end = window.end or window.start
    segments: list[Segment] = []
    at = window.start
    for row in sorted(rows, key=lambda each: _days_of(each, today).start):
        days = _days_of(row, today)
        begin, until = max(days.start, at), min(days.end or end, end)
        if until <= begin:
            continue
        if begin > at:
            segments.append(_free(at, begin))
        segments.append(_segment(row, Days(begin, until), days, today, names))
        at = until
    if at < end:
        segments.append(_free(at, end))
    return segments


def _free(start: date, end: date) -> Segment:
    return Segment("free", "Free", Days(start, end), (end - start).days, _span(Days(start, end)))


def _span(days: Days) -> str:
    last = last_day(days)
    if last is None:
        return f"{day_words(days.start)} on"
    return day_words(days.start) if last == days.start else f"{day_words(days.start)} to {day_words(last)}"


def _segment(row: Occupation, shown: Days, days: Days, today: date, names: dict[int, str]) -> Segment:
    """`names`: whom this person may see in the flats, by stay; a stay that is not there is only "occupied"."""
    length = nights(shown.start, shown.end or shown.start)
    if row.kind == Occupation.Kind.VOID:
        text = f"{label_of(VOID_REASONS, row.reason)}, {row.owner}, {_span(days)}"
        return Segment("void", "Out of use", shown, length, text, void_id=row.pk)
    if row.kind == Occupation.Kind.TURNAROUND:
        return Segment("turnaround", "Turnaround", shown, length, _span(days))
    name = names.get(row.stay_id or 0, "")
    who = f"{name}, " if name else ""
    stay_id = row.stay_id if row.stay_id in names else None
    if _is_overdue(row, today):
        due = row.stay.until_on if row.stay else days.start
        return Segment("overdue", "Should have left", shown, length, f"{who}due out {day_words(due)}", stay_id)
    if row.stay is not None and row.stay.status in (Stay.Status.PROVISIONAL, Stay.Status.CONFIRMED):
        word = "Held" if row.stay.status == Stay.Status.PROVISIONAL else "Confirmed"
        return Segment("held", word, shown, length, f"{who}{_span(days)}", stay_id)
    return Segment("occupied", "Occupied", shown, length, f"{who}{_span(days)}", stay_id)


def _free_words(rows: list[Occupation], window: Days, today: date) -> str:
    gaps = free_gaps([_days_of(row, today) for row in rows], window)
    return " and ".join(_span(gap) for gap in gaps)


def stay_for(user: User, pk: int) -> Stay:
    """A stay this person may see. Raises Stay.DoesNotExist."""
    return (
        access.visible_stays(user)
        .select_related(
            "unit__building__organisation",
            "unit__building__scheme",
            "referral__patient",
            "referral__lead_organisation",
            "support_plan_clock",
            "limit_clock",
            "review_clock",
            "claim_clock",
            "booked_by",
        )
        .prefetch_related("referral__risks")
        .get(pk=pk)
    )


def unit_for(user: User, pk: int) -> Unit:
    """A flat this person may see. Raises Unit.DoesNotExist."""
    units = access.visible_units(user).select_related("building__scheme", "building__organisation", "turnaround_clock")
    return units.get(pk=pk)


def days_of(unit: Unit, today: date) -> list[Segment]:
    """Six weeks of one flat, without anybody's name."""
    window = Days(today, today + timedelta(days=BOARD_DAYS))
    return _segments(_taken([unit], window)[unit.pk], window, today, {})


def void_for(user: User, pk: int) -> Occupation:
    """A time out of use of a flat this person may see. Raises Occupation.DoesNotExist."""
    return (
        Occupation.objects.filter(
            kind=Occupation.Kind.VOID, cancelled_at__isnull=True, unit__in=access.visible_units(user)
        )
        .select_related("unit__building")
        .get(pk=pk)
    )


@dataclass(frozen=True)
class Wanted:
    """What a patient needs of a flat."""

    days: Days
    step_free: bool = False
    wheelchair: bool = False
    bedrooms: int = 1
    not_shared: bool = False


@dataclass(frozen=True)
class Offer:
    """A flat with why it is offered, or why it is not."""

    unit: Unit
    features: str
    reasons: list[str]
    free_from: date | None = None


@dataclass(frozen=True)
class Offers:
    """Flats that suit and are free, best first; that suit and are free later; that do not suit."""

    free: list[Offer]
    later: list[Offer]
    unsuitable: list[Offer]


def search(user: User, referral: Referral, wanted: Wanted, today: date) -> Offers:
    """The flats a coordinator can choose from for these days, each with its reason. Two queries."""
    units = list(
        access.visible_units(user)
        .filter(active=True, building__scheme__lead_organisation=referral.lead_organisation_id)
        .select_related("building__scheme", "building__organisation")
        .order_by("building__name", "name")
    )
    taken = _taken(units, Days(min(wanted.days.start, today), None))
    ranked: list[tuple[tuple[int, ...], Offer]] = []
    later: list[tuple[date, Offer]] = []
    unsuitable = []
    for unit in units:
        against = _against(unit, referral, wanted)
        if against:
            unsuitable.append(Offer(unit, features(unit), against))
            continue
        days = [_days_of(row, today) for row in taken[unit.pk]]
        end = (wanted.days.end or wanted.days.start) + timedelta(days=unit.building.turnaround_days)
        free = first_free(days, Days(wanted.days.start, end))
        if free == wanted.days.start:
            ranked.append((_rank(unit, wanted), Offer(unit, features(unit), _for(unit, wanted))))
        else:
            why = f"Free from {day_words(free)}" if free else "Out of use until further notice"
            later.append((free or date.max, Offer(unit, features(unit), [why], free)))
    return Offers(
        free=[offer for _, offer in sorted(ranked, key=lambda each: each[0])],
        later=[offer for _, offer in sorted(later, key=lambda each: each[0])],
        unsuitable=unsuitable,
    )


def _against(unit: Unit, referral: Referral, wanted: Wanted) -> list[str]:
    """Why a flat does not suit, in words; nothing when it does."""
    said = []
    minimum = unit.building.minimum_age
    if minimum is not None and referral.patient is not None:
        age = age_on(referral.patient.born_on, wanted.days.start)
        if age < minimum:
            said.append(f"For people aged {minimum} or over; this patient is {age}")
    if wanted.wheelchair and not unit.wheelchair:
        said.append("No room for a wheelchair")
    elif wanted.step_free and not (unit.step_free or unit.wheelchair):
        said.append("Has steps")
    if unit.bedrooms < wanted.bedrooms:
        said.append(f"Has only {count(unit.bedrooms, 'bedroom')}")
    if wanted.not_shared and unit.shared:
        said.append("Shares a kitchen or living room")
    return said


def _for(unit: Unit, wanted: Wanted) -> list[str]:
    """Why a flat is offered, in words."""
    said = [f"Free for all {count(nights(wanted.days.start, wanted.days.end or wanted.days.start), 'night')}"]
    if wanted.wheelchair:
        said.append("Made for a wheelchair, as asked")
    elif wanted.step_free:
        said.append("Step-free, as asked")
    elif unit.wheelchair:
        said.append("Made for a wheelchair: keep it for somebody who needs that if you can")
    if unit.bedrooms > wanted.bedrooms:
        said.append("Larger than asked")
    if unit.building.staffed:
        said.append(f"Staff: {unit.building.staffed}")
    return said


def _rank(unit: Unit, wanted: Wanted) -> tuple[int, ...]:
    """Smallest first: nothing more than is needed, so that rare flats stay free for those who need them."""
    return (
        int(unit.wheelchair and not wanted.wheelchair),
        unit.bedrooms - wanted.bedrooms,
        int(unit.shared),
        int(unit.step_free and not (wanted.step_free or wanted.wheelchair)),
        unit.pk,
    )


def cases_without_flat(user: User, *, most: int = 200) -> list[Referral]:
    """The cases for which this person can book a flat now: accepted, no booking; their own first, `most` in all."""
    cases = (
        referral_access.visible_to(user)
        .filter(
            lead_organisation__in=partners.organisations_where(user, Permission.STAY_BOOK),
            status__in=UNDER_WAY,
        )
        .exclude(stays__status__in=[Stay.Status.PROVISIONAL, Stay.Status.CONFIRMED, Stay.Status.ARRIVED])
        .select_related("patient")
        .order_by(Case(When(assignee=user, then=Value(0)), default=Value(1)), "reference")[:most]
    )
    return list(cases)


def needs_of(referral: Referral) -> dict[str, Any]:
    """What the referral suggests of a flat, to begin the search with."""
    codes = set(referral.needs.values_list("code", flat=True))
    return {"step_free": bool(codes & {"stairs", "bathroom", "major_adaptation"})}
