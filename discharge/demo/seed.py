"""Fills a database with the demo. A service has all its cases or none, so that a broken run can be run again."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import connection, transaction
from django.db.models import F, OuterRef

from discharge.actions.retention import propose_runs
from discharge.demo.build import Builder, make_catalogue
from discharge.demo.deadlines import plan_deadlines
from discharge.demo.histories import Historian
from discharge.demo.load import Service, load_service
from discharge.demo.patients import PatientMaker
from discharge.demo.plans import SchemePlan
from discharge.demo.records import guard_records, write_looks
from discharge.demo.services import SERVICES
from discharge.demo.stories import StoryTeller
from housing.models import InterventionKind
from outcomes.actions.prices import publish_missing_prices
from partners.models import Notification, Scheme, SharingAgreement
from referrals import deadlines
from referrals.actions.alerts import announce_due
from referrals.lifecycle import Part
from referrals.london import london_date, london_instant
from referrals.models import Referral, ReferralParty

DAYS = 730
OLD = 3_400  # days: a while more than the 8 years that records are kept
SEED = 1948  # any number: the same people each time
NUMBERS_EACH = 50_000  # test NHS numbers kept for each service, so that services can be filled at the same time


@dataclass(frozen=True, slots=True, order=True)
class Planned:
    """One case to be told; what is empty is drawn at random."""

    sent_at: datetime
    ending: str | None = None
    urgency: str = ""
    pace: float = 1.0
    kind: str = ""


@transaction.atomic
def build_reference(now: datetime) -> None:
    """Make the services, their people, places and prices, unless they are there."""
    if Scheme.objects.filter(slug=SERVICES[0].slug).exists():
        if not SharingAgreement.objects.exists():  # built before there were any
            Builder(now=now).agree(SERVICES)
        return
    make_catalogue()
    publish_missing_prices()
    builder = Builder(now=now)
    for plan in SERVICES:
        builder.service(plan)


def unfilled(cases: int) -> list[tuple[str, int]]:
    """The services that have no cases yet, with how many each is to get, most first."""
    filled = set(Referral.objects.filter(scheme__isnull=False).values_list("scheme__slug", flat=True).distinct())
    shares = shares_of(cases, [plan.weight for plan in SERVICES])
    wanted = [(plan.slug, share) for plan, share in zip(SERVICES, shares, strict=True) if plan.slug not in filled]
    return sorted(((slug, share) for slug, share in wanted if share), key=lambda each: -each[1])


@transaction.atomic
def fill_service(slug: str, cases: int, now: datetime, told: Callable[[], object]) -> None:
    """Tell this many cases of one service, as if Homeward had run for two years until `now`; `told` after each."""
    with connection.cursor() as cursor:
        # Made-up data need not survive a power cut within the next half second.
        cursor.execute("set local synchronous_commit = off")
    place = next(index for index, plan in enumerate(SERVICES) if plan.slug == slug)
    chance = random.Random(f"{SEED} {slug}")  # noqa: S311 - a story, not a secret
    people = PatientMaker(SEED + place, chance, first_number=place * NUMBERS_EACH)
    kinds = {kind.code: kind for kind in InterventionKind.objects.all()}
    historian = Historian(load_service(SERVICES[place]), people, kinds, chance, now)
    for tell in _history(historian, cases, chance, now):
        tell()
        told()
    write_looks(historian.service, now)
    guard_records(historian.service, chance, now)
    plan_deadlines(historian.service, chance, now)


def finish(now: datetime) -> None:
    """Stamp what is overdue and list what is old; what was announced more than two days ago has been read."""
    announce_due(at=now)
    propose_runs(at=now)
    # The database writes the parts of lead and referrer by its own clock, which was not the story's.
    told = ReferralParty.objects.filter(part__in=[Part.LEAD, Part.REFERRER], referral__submitted_at__isnull=False)
    told.update(from_at=Referral.objects.filter(pk=OuterRef("referral")).values("submitted_at")[:1])
    Notification.objects.update(posted_at=F("created_at"))  # what the story tells of was sent then
    Notification.objects.filter(created_at__lt=now - timedelta(days=2), read_at__isnull=True).update(
        read_at=F("created_at")
    )


def shares_of(total: int, weights: list[int]) -> list[int]:
    """`total` divided by weight into whole cases, by largest remainder, so that they add up."""
    exact = [total * weight / sum(weights) for weight in weights]
    shares = [int(each) for each in exact]
    order = sorted(range(len(weights)), key=lambda index: exact[index] - shares[index], reverse=True)
    for index in order[: total - sum(shares)]:
        shares[index] += 1
    return shares


def _history(historian: Historian, cases: int, chance: random.Random, now: datetime) -> Iterator[Callable[[], object]]:
    """The cases of one service in the order in which they were sent: today's set pieces, and two years before them."""
    service = historian.service
    planned = [] if service.plan.ended_days_ago is not None else list(_today(service, cases, chance, now))[:cases]
    while len(planned) < cases:
        sent = _some_time(service.plan, chance, now)
        planned.append(Planned(sent, pace=0.75 + 0.6 * (now - sent).days / DAYS))
    teller = StoryTeller(service.plan, chance)
    for each in sorted(planned, key=lambda one: one.sent_at):
        if each.ending == "draft":
            yield lambda at=each.sent_at: historian.start_draft(at)  # type: ignore[misc]
        else:
            story = teller.story(each.sent_at, ending=each.ending, urgency=each.urgency, pace=each.pace, kind=each.kind)
            yield lambda story=story: historian.tell(story)  # type: ignore[misc]


def _some_time(plan: SchemePlan, chance: random.Random, now: datetime) -> datetime:
    """A moment of the last two years, or of a pilot's months, by day: later ones likelier, weekends rare."""
    first, last = (DAYS, 3) if plan.ended_days_ago is None else (plan.started_days_ago - 3, plan.ended_days_ago + 20)
    while True:
        back = last + (first - last) * (1 - chance.random() ** 0.75)
        if chance.random() < 0.16 and plan.ended_days_ago is None:
            back = chance.uniform(3, 45)
        day = london_date(now) - timedelta(days=round(back))
        if day.weekday() < 5 or chance.random() < 0.25:
            return london_instant(day, time(chance.randrange(8, 18), chance.randrange(60)))


def _today(service: Service, cases: int, chance: random.Random, now: datetime) -> Iterator[Planned]:
    """What makes the first pages alive today, the most telling first; more of it for a service with more cases."""
    hour = timedelta(hours=1)
    day = 24 * hour
    yield Planned(now - 2 * hour, "waiting", "emergency")
    yield Planned(now - 50 * hour, "asked", "urgent", 0.4)
    if cases < 8:
        return
    yield Planned(_sent_so_that_due(service, now, now - 3 * hour), "waiting", "urgent")
    yield Planned(now - 20 * hour, "draft")
    yield Planned(now - 6 * day, "with_provider", "emergency", 0.3, "adapt")
    yield Planned(now - 78 * hour, "", "urgent", 0.1, "support")
    yield Planned(now - 10 * day, "declined")
    yield Planned(now - 12 * day, "withdrawn", "urgent", 0.3)
    if service.plan.started_days_ago > OLD:  # three that are older than records are kept
        yield from (Planned(now - (OLD - back) * day, "declined") for back in (20, 140, 260))
    if cases < 15:
        return
    yield Planned(_sent_so_that_due(service, now, now + 5 * hour), "waiting", "urgent")
    yield Planned(now - 4 * day, "answered", "urgent", 0.3)
    yield Planned(now - 2.2 * day, "with_provider", "urgent", 0.15)
    yield Planned(now - 8 * day, "", "urgent", 0.3, "support")
    for _ in range(min(cases // 5, len(service.units) * 6 // 10)):
        yield Planned(now - chance.randrange(4 * 24, 33 * 24) * hour, "", "urgent", 0.35, "flat")
    if cases < 60:
        return
    yield Planned(now - 70 * hour, "draft")
    yield Planned(now - 26 * hour, "waiting", "routine")
    yield Planned(now - 9 * hour, "waiting", "emergency")
    yield Planned(now - 30 * hour, "asked", "urgent", 0.4)
    yield Planned(now - 3 * day, "answered", "urgent", 0.3)
    for days in (1.5, 2, 2.5, 3, 6, 9):
        yield Planned(now - days * day, "with_provider", "urgent", 0.15)
    for hours in (74, 80, 100, 190):
        yield Planned(now - hours * hour, "", "urgent", 0.2, "support")


def _sent_so_that_due(service: Service, now: datetime, due: datetime) -> datetime:
    """When an urgent referral was sent whose answer is due nearest to this moment."""
    candidates = [now - timedelta(hours=hours) for hours in range(3, 9 * 24, 5)]

    def apart(sent: datetime) -> float:
        return abs((deadlines.promise(service.scheme, "urgent", sent) - due).total_seconds())

    return min(candidates, key=apart)
