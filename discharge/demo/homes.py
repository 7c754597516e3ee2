"""The parts of a story that happen in a temporary flat or a new home, and what a council is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from discharge.demo import words
from discharge.demo.stories import Story
from housing.actions import bookings, council, guests, moves, rehousing, turnarounds
from housing.council import CONSENTS, DUTY_TO_REFER, FACILITIES_GRANT
from housing.errors import UnableToActNow, UnableToBook
from housing.models import Stay
from referrals.catalogue import NEEDS
from referrals.london import london_date, london_instant
from referrals.models import Referral

if TYPE_CHECKING:
    from discharge.demo.histories import Historian

MOST_BOOKED = 42
_DUTY_NEEDS = frozenset(need.code for need in NEEDS if need.duty_to_refer)
_GRANT_NEEDS = frozenset(need.code for need in NEEDS if "major_adaptation" in need.usual_kinds)
# What happened after the first stage, the oldest first. Nobody has waited for the first answers for weeks: of older
# cases it is the first line or the last.
_DUTY_STAGES: tuple[tuple[str, ...], ...] = (("accepted",), (), ("not_accepted",))
#: How long ago a council’s 56 days were over in any case.
_LONG_AGO = timedelta(days=50)
_GRANT_STAGES: tuple[tuple[str, ...], ...] = (
    ("visited", "applied"),
    (),
    ("visited",),
    ("visited", "applied", "approved"),
)


def ask_council(teller: Historian, story: Story, case: Referral) -> None:
    """The duty to refer for who may soon be homeless, a grant for a large change to the home, some stages on."""
    if _DUTY_NEEDS & set(story.needs):
        kind, lines = DUTY_TO_REFER, _DUTY_STAGES
    elif _GRANT_NEEDS & set(story.needs) and story.age % 2:
        kind, lines = FACILITIES_GRANT, _GRANT_STAGES
    else:
        return
    at, by, day = teller.moment, teller.coordinator, london_date(teller.moment)
    old = at < teller.now - timedelta(days=5)
    stages = lines[story.age // 2 % 2 - 1] if old else lines[story.age // 2 % len(lines)]
    if stages == ("accepted",) and at < teller.now - _LONG_AGO:  # helped sooner than the 56 days
        stages = ("accepted", "ended")
    asked = council.start_application(
        referral=case,
        kind=kind,
        council=f"{teller.service.plan.town} Council",
        on=day - timedelta(days=4 * len(stages)),
        agreed=[each.code for each in CONSENTS],
        by=by,
        at=at,
    )
    for place, stage in enumerate(stages, 1):
        asked = council.record_stage(
            application=asked,
            stage=stage,
            on=day - timedelta(days=4 * (len(stages) - place)),
            reason="not_threatened" if stage == "not_accepted" else "",
            by=by,
            at=at,
        )


def move_house(teller: Historian, story: Story, case: Referral) -> None:
    """From application to tenancy, about a month; a quarter of what a waiting list takes."""
    chance = teller.chance
    landlord = "the council" if story.homeless else chance.choice(["the council", "a housing association"])
    route = "homeless" if story.homeless else chance.choice(["register", "transfer", "direct_offer", "extra_care"])
    at = teller.later(5)
    home = rehousing.start_rehousing(
        referral=case,
        landlord=f"{teller.service.plan.area}: {landlord}",
        route=route,
        applied_on=london_date(at),
        by=teller.coordinator,
        at=at,
    )
    for step, days in (("registered", 2.5), ("offered", 11), ("viewed", 2.5), ("signed", 6)):
        if step == "registered" and route in ("transfer", "direct_offer"):
            continue
        at = teller.later(24 * days * story.pace * chance.uniform(0.6, 1.3))
        rehousing.record_step(
            rehousing=home,
            step=step,
            on=london_date(at),
            new_address=f"{chance.randrange(1, 60)} {chance.choice(words.NEW_STREETS)}, {teller.service.plan.town}"
            if step == "signed"
            else "",
            by=teller.coordinator,
            at=at,
        )


def book_flat(teller: Historian, case: Referral) -> Stay | None:
    """Hold a flat from one of the next days on and have it confirmed; None when no flat that suits is free."""
    chance = teller.chance
    at = teller.later(4)
    first = london_date(at) + timedelta(days=chance.randrange(1, 4))
    last = first + timedelta(days=chance.choice((14, 21, 28, 28, 35, MOST_BOOKED, MOST_BOOKED)))
    for unit in chance.sample(teller.service.units, len(teller.service.units)):
        try:
            stay = bookings.book_stay(
                referral=case, unit=unit, from_on=first, until_on=last, by=teller.coordinator, at=at
            )
        except UnableToBook:
            continue
        manager = teller.service.flat_managers[unit.building.organisation_id]
        return bookings.confirm_stay(stay=stay, by=manager, at=teller.later(3))
    return None


def steps_in_flat(
    teller: Historian, stay: Stay, moved_in: datetime
) -> list[tuple[datetime, Callable[[datetime], object]]]:
    """What happens in the flat and when: arrival, support plan, housing benefit claim, a review each week, a longer
    stay, departure, the flat made ready."""
    chance = teller.chance
    manager = teller.service.flat_managers[stay.unit.building.organisation_id]
    coordinator = teller.coordinator
    day = london_date(moved_in)
    leaves = _leaves_on(chance.random(), stay, day)

    def arrive(at: datetime) -> None:
        moves.record_arrival(stay=stay, arrived_on=day, by=manager, at=at)

    def plan(at: datetime) -> None:
        moves.write_support_plan(stay=stay, plan=chance.choice(words.SUPPORT_PLANS), by=manager, at=at)

    def claim(at: datetime) -> None:
        reason = "" if chance.random() < 0.85 else chance.choice(["pays_rent", "claim_goes_on", "cannot_claim"])
        sent_on = None if reason else london_date(at)
        guests.record_claim(stay=stay, sent_on=sent_on, no_claim_reason=reason, by=manager, at=at)

    def review(at: datetime) -> None:
        who = chance.choice([manager, manager, coordinator])
        decided = chance.choice(words.REVIEWS)
        guests.record_review(stay=stay, held_on=london_date(at), decided=decided, by=who, at=at)

    def make_ready(at: datetime) -> None:
        try:
            turnarounds.ready_to_let(unit=stay.unit, by=manager, at=at)
        except UnableToActNow:  # somebody else has moved in meanwhile
            return

    def extend(at: datetime) -> None:
        over = (leaves - stay.from_on).days > MOST_BOOKED
        bookings.extend_stay(
            stay=stay, until_on=leaves, overstay_reason="adaptation_late" if over else "", by=coordinator, at=at
        )

    def depart(at: datetime) -> None:
        to = chance.choice(["usual_home", "usual_home", "usual_home", "extra_care", "new_home", "care_home"])
        moves.record_departure(stay=stay, departed_on=london_date(at), move_on_to=to, by=manager, at=at)

    steps: list[tuple[datetime, Callable[[datetime], object]]] = [
        (moved_in, arrive),
        (moved_in + timedelta(hours=chance.choice((5, 20, 26, 30, 44, 56))), plan),
        (london_instant(day + timedelta(days=chance.choice((1, 2, 3, 5, 6, 9))), time(10, 20)), claim),
        (london_instant(leaves, time(11, chance.randrange(60))), depart),
        (london_instant(leaves + timedelta(days=chance.choice((1, 2, 4, 6))), time(15, 10)), make_ready),
    ]
    # The team meets once a week, now and then a day late.
    weeks = range(7, (leaves - day).days, 7)
    late = [chance.random() < 0.1 for _ in weeks]
    steps += [
        (london_instant(day + timedelta(days=number + is_late), time(14, 0)), review)
        for number, is_late in zip(weeks, late, strict=True)
        if day + timedelta(days=number + is_late) < leaves
    ]
    if leaves > stay.until_on:
        steps.append((london_instant(stay.until_on - timedelta(days=1), time(15)), extend))
    return steps


def _leaves_on(drawn: float, stay: Stay, arrived: date) -> date:
    """Three in five leave as booked, one in four earlier, the rest later."""
    booked = (stay.until_on - arrived).days
    if drawn < 0.25:
        return arrived + timedelta(days=max(3, round(booked * 0.7)))
    return stay.until_on if drawn < 0.85 else stay.until_on + timedelta(days=11)
