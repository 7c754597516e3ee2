"""Calls and visits after somebody went home: planned with the discharge, recorded one by one, dropped with the case.

Nobody reached is written down as an attempt, and the follow-up stays due; only when somebody gives up is it done, with
"could not be reached" as its answer, which the figures count.
"""

from datetime import datetime

from django.db import transaction

from outcomes.errors import UnableToActNow, UnableToRecordFollowUp
from outcomes.models import FollowUp
from outcomes.schedule import FOLLOW_UPS, planned_after, went_home_at
from partners import audit
from partners.actors import SWEEP
from partners.models import User
from partners.words import date_long, time_nhs
from referrals.actions import clocks
from referrals.actions.death import record_death
from referrals.actions.messages import REPEAT
from referrals.actions.transition import carry_out, check, lock
from referrals.catalogue import label_of
from referrals.lifecycle import Event
from referrals.london import london_date
from referrals.models import Clock, Referral
from referrals.targets import CLOCKS

ATTEMPT = "Nobody was reached, to be tried again"


def plan_follow_ups(*, referral: Referral, at: datetime) -> list[FollowUp]:
    """Make the follow-ups of somebody who has just left hospital, each with its clock, of those the service
    does. Nothing for somebody who died.

    Called inside the transaction of the discharge. Planning twice changes nothing.
    """
    if referral.discharged_on is None or referral.follow_ups.exists():
        return []
    start = went_home_at(referral.discharged_on, at)
    made = []
    for planned in planned_after(referral.destination):
        clock = clocks.start_clock(
            referral=referral,
            kind=Clock.Kind.FOLLOW_UP,
            label=planned.label,
            target_name=planned.code,
            at=start,
            advisory=CLOCKS[planned.code].advisory,
        )
        if clock is None:  # the service does not do this one
            continue
        if clock.due_at is None:  # only a pause makes a due time unknown, and there is none yet
            raise AssertionError("A clock without pauses has a due time.")
        made.append(FollowUp(referral=referral, kind=planned.code, due_on=london_date(clock.due_at), clock=clock))
    return FollowUp.objects.bulk_create(made)


def drop_follow_ups(*, referral: Referral, at: datetime) -> None:
    """Cancel the follow-ups that still wait, and stop their clocks: the case has ended, or the person has died."""
    waiting = list(referral.follow_ups.filter(done_at__isnull=True, cancelled_at__isnull=True).select_related("clock"))
    FollowUp.objects.filter(pk__in=[follow_up.pk for follow_up in waiting]).update(cancelled_at=at)
    for follow_up in waiting:
        if follow_up.clock is not None:
            clocks.stop_clock(clock=follow_up.clock, at=at)


@transaction.atomic
def drop_for_the_dead(*, at: datetime) -> int:
    """Cancel what is left of the follow-ups of everybody of whom it is known that they have died, on whichever case
    that was written down. As the system. Returns how many cases there were.
    """
    waiting = FollowUp.objects.filter(
        done_at__isnull=True, cancelled_at__isnull=True, referral__patient__death_recorded_at__isnull=False
    )
    cases = Referral.objects.filter(pk__in=waiting.values("referral")).order_by("pk")
    locked = list(cases.select_for_update(of=("self",), no_key=True, skip_locked=True))
    for referral in locked:
        drop_follow_ups(referral=referral, at=at)
        audit.record(
            action="follow_ups_dropped",
            by=SWEEP,
            at=at,
            object_type="referral",
            object_id=referral.pk,
            referral_id=referral.pk,
        )
    return len(locked)


@transaction.atomic
def record_follow_up(*, follow_up: FollowUp, result: str, note: str, by: User, at: datetime) -> FollowUp:
    """What was found out. Its clock stops; when the person has died, the other follow-ups are dropped.

    `result` is a code of `FollowUp.Result`; NOT_REACHED gives up. Recording the same again is quiet for the same
    person. Raises UnableToRecordFollowUp for a result that is not in the list, or help needed without saying which;
    UnableToActNow when somebody else was first or the case has ended; NotAllowed without the right.
    """
    referral = lock(follow_up.referral)
    fresh = _waiting_or_refuse(referral, follow_up, result, by)
    if fresh.done_at is not None:
        return fresh
    if result not in FollowUp.Result.values:
        raise UnableToRecordFollowUp("Select what you found out.")
    if result == FollowUp.Result.NEEDS_HELP and not note:
        raise UnableToRecordFollowUp("Enter what help the person needs.")
    fresh.result, fresh.note, fresh.done_at, fresh.done_by = result, note, at, by
    fresh.save(update_fields=["result", "note", "done_at", "done_by"])
    _write(referral, fresh, str(FollowUp.Result(result).label), note, by, at)
    if fresh.clock is not None:
        clocks.stop_clock(clock=fresh.clock, at=at)
    if result == FollowUp.Result.DIED:
        drop_follow_ups(referral=referral, at=at)
        record_death(referral=referral, by=by, at=at)
    return fresh


@transaction.atomic
def record_attempt(*, follow_up: FollowUp, note: str, by: User, at: datetime) -> FollowUp:
    """Nobody was reached, and somebody will try again: a line on the timeline; the follow-up stays due.

    The same words again within a minute are a repeated click and change nothing. Raises UnableToActNow when it is
    done or the case has ended; NotAllowed without the right.
    """
    referral = lock(follow_up.referral)
    fresh = _waiting_or_refuse(referral, follow_up, None, by)
    repeated = referral.events.filter(
        event=Event.RECORD_FOLLOW_UP, note=_line(fresh, ATTEMPT, note), by=by, at__gt=at - REPEAT, at__lte=at
    )
    if not repeated.exists():
        _write(referral, fresh, ATTEMPT, note, by, at)
    return fresh


def _waiting_or_refuse(referral: Referral, follow_up: FollowUp, result: str | None, by: User) -> FollowUp:
    """The follow-up as it is now, under the lock on its case: waiting, or done just so by the same person."""
    check(referral, Event.RECORD_FOLLOW_UP, by)
    fresh = FollowUp.objects.select_related("clock__referral", "done_by").get(pk=follow_up.pk)
    if fresh.cancelled_at is not None:
        raise UnableToActNow("This follow-up is no longer needed.")
    if fresh.done_at is None or (fresh.done_by_id == by.pk and fresh.result == result):
        return fresh
    who = fresh.done_by.name if fresh.done_by else "Homeward"
    said = FollowUp.Result(fresh.result).label
    raise UnableToActNow(
        f"{who} recorded this follow-up on {date_long(fresh.done_at)} at {time_nhs(fresh.done_at)}: {said.lower()}."
    )


def _write(referral: Referral, follow_up: FollowUp, said: str, note: str, by: User, at: datetime) -> None:
    """The note is for those who follow up alone, as the page promises: with one, the ward does not see the line."""
    carry_out(
        referral,
        Event.RECORD_FOLLOW_UP,
        by=by,
        at=at,
        note=_line(follow_up, said, note),
        lead_only=bool(note),
        detail={"follow_up": follow_up.pk, "kind": follow_up.kind, "result": follow_up.result},
    )


def _line(follow_up: FollowUp, said: str, note: str) -> str:
    text = f"{label_of(FOLLOW_UPS, follow_up.kind)}: {said[0].lower()}{said[1:]}"
    return f"{text}. {note}" if note else text
