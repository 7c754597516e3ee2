"""The flat's manager records who moved in and out; the support plan is written in between."""

from datetime import date, datetime, timedelta

from django.db import transaction

from housing import access
from housing.actions.bookings import check_not_on_hold, end_part, lock_stay, stop_clocks
from housing.actions.occupancy import lock_units, settle, take
from housing.actions.promises import moment_on, promise
from housing.actions.shared import closing_of, log, same_person_did, tell_coordinator
from housing.actions.turnarounds import start_turnaround, stop_turnaround
from housing.errors import NotAllowed, UnableToRecordStay
from housing.models import Stay
from housing.stays import day_words
from partners.models import User
from referrals.actions import clocks
from referrals.actions.death import DIED, record_death
from referrals.actions.parties import stand_on_contract
from referrals.catalogue import DESTINATIONS, codes, label_of
from referrals.london import london_date
from referrals.queries.beyond import guest_in

_Status = Stay.Status
# Somebody may move in before the first night booked; much earlier is a slip of the pen.
_EARLIEST = timedelta(days=14)
_MANAGERS_ONLY = "Only the organisation that runs the flat can record who moves in and out."


@transaction.atomic
def record_arrival(*, stay: Stay, arrived_on: date, by: User, at: datetime) -> Stay:
    """The guest moved in on this day (London). Starts the 48 hours for the support plan, the 42 days of the stay, the
    week to the first team review and the days for the housing benefit claim, from now, or from midday of the day when
    it is recorded later.

    Raises NotAllowed; UnableToRecordStay for a day in the future, a day more than 14 days before the booking or a flat
    somebody else is still in; UnableToBook when the guest came earlier than booked into days that are taken;
    UnableToActNow when the stay is over, or on hold because sharing was withdrawn.
    """
    referral, current = lock_stay(stay)
    if not access.runs_flat(by, current):
        raise NotAllowed(_MANAGERS_ONLY)
    if current.status not in (_Status.PROVISIONAL, _Status.CONFIRMED):
        same_person_did("moved_in_to_flat", about=current, by=by, referral=referral)
        return current
    check_not_on_hold(referral, current)
    if arrived_on > london_date(at):
        raise UnableToRecordStay("The day of moving in must be today or in the past.")
    if arrived_on < current.from_on - _EARLIEST:
        raise UnableToRecordStay(
            f"The booking starts on {day_words(current.from_on)}. "
            f"The day of moving in must be {day_words(current.from_on - _EARLIEST)} or after it."
        )
    unit = lock_units(current.unit)[0]
    leaves = guest_in(unit.pk, but=current.pk)
    if leaves is not None:
        raise UnableToRecordStay(
            f"{unit.name} is still taken: the guest before was due to leave on {day_words(leaves)}. "
            "Record that they have left first."
        )
    if arrived_on >= current.until_on:
        raise UnableToRecordStay(
            f"The booking ended on {day_words(current.until_on)}. Change its dates before you record the move in."
        )
    if arrived_on < current.from_on:
        take(unit, current, from_on=arrived_on, until_on=current.until_on, at=at)
        current.from_on = arrived_on
    started = moment_on(arrived_on, at)
    stop_turnaround(unit, at=started)
    current.status, current.arrived_on = _Status.ARRIVED, arrived_on
    current.support_plan_clock = promise(current, "support_plan", "support_plan", "Support plan", at=started)
    current.limit_clock = promise(current, "stay", "stay_limit", "End of stay", at=started, advisory=True)
    current.review_clock = promise(current, "review", "mdt_review", "Team review", at=started)
    current.claim_clock = promise(current, "benefit_claim", "benefit_claim", "Housing benefit claim", at=started)
    current.save(
        update_fields=[
            *("status", "arrived_on", "from_on"),
            *("support_plan_clock", "limit_clock", "review_clock", "claim_clock"),
        ]
    )
    stand_on_contract(referral=referral, organisation=unit.building.organisation, at=at)
    log(referral, "moved_in_to_flat", about=current, by=by, at=at, note=f"{unit.name} on {day_words(arrived_on)}")
    tell_coordinator(referral, f"moved in to {unit.name}", f"stay:{current.pk}:arrived", at, but=by)
    return current


@transaction.atomic
def write_support_plan(*, stay: Stay, plan: str, by: User, at: datetime) -> Stay:
    """Write or change the support plan of a guest; the first one stops the 48 hours. By the flat's manager or a
    coordinator.

    Raises NotAllowed; UnableToRecordStay for an empty plan or before anybody moved in.
    """
    referral, current = lock_stay(stay)
    if not access.can_change_booking(by, current):
        raise NotAllowed("You do not have the right to write this support plan.")
    if not plan.strip():
        raise UnableToRecordStay("Enter the support plan.")
    if current.status != _Status.ARRIVED:
        raise UnableToRecordStay("A support plan is for a guest who is in the flat.")
    if current.support_plan == plan.strip():
        return current
    current.support_plan = plan.strip()
    current.save(update_fields=["support_plan"])
    if current.support_plan_clock is not None:
        clocks.stop_clock(clock=current.support_plan_clock, at=at)
    log(referral, "support_plan_written", about=current, by=by, at=at, note=current.unit.name)
    return current


@transaction.atomic
def record_departure(*, stay: Stay, departed_on: date, move_on_to: str, by: User, at: datetime) -> Stay:
    """The guest moved out on this day (London) to a code of `DESTINATIONS`. Only this frees the flat: the turnaround
    starts on this day, earlier or later than booked, and with it the landlord's clock. The clocks of the stay stop now,
    or at the closing of the day when it is recorded later.

    Raises NotAllowed; UnableToRecordStay for dates out of order; UnableToActNow when nobody is in.
    """
    referral, current = lock_stay(stay)
    if not access.runs_flat(by, current):
        raise NotAllowed(_MANAGERS_ONLY)
    if current.status != _Status.ARRIVED:
        same_person_did("moved_out_of_flat", about=current, by=by, referral=referral)
        return current
    if departed_on > london_date(at):
        raise UnableToRecordStay("The day of moving out must be today or in the past.")
    if current.arrived_on is not None and departed_on < current.arrived_on:
        raise UnableToRecordStay(f"The guest moved in on {day_words(current.arrived_on)} and cannot leave before.")
    if move_on_to not in codes(DESTINATIONS):
        raise UnableToRecordStay("Select where the guest went.")
    unit = lock_units(current.unit)[0]
    current.status, current.departed_on, current.move_on_to = _Status.DEPARTED, departed_on, move_on_to
    current.save(update_fields=["status", "departed_on", "move_on_to"])
    if move_on_to == DIED:
        record_death(referral=referral, by=by, at=at)
    settle(unit, current, from_on=current.from_on, until_on=departed_on, at=at)
    left = at if departed_on == london_date(at) else closing_of(unit, departed_on)
    stop_clocks(current, at=left)
    start_turnaround(unit, at=left)
    log(
        referral,
        "moved_out_of_flat",
        about=current,
        by=by,
        at=at,
        note=f"{unit.name} on {day_words(departed_on)}: {label_of(DESTINATIONS, move_on_to).lower()}",
        detail={"move_on_to": move_on_to},
    )
    tell_coordinator(referral, f"moved out of {unit.name}", f"stay:{current.pk}:departed", at, but=by)
    end_part(referral, current, at=at)
    return current
