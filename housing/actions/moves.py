"""The flat's manager records who moved in and out; the support plan is written in between."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.urls import reverse

from housing import access
from housing.actions.bookings import check_not_on_hold, end_part, lock_stay, stop_clocks
from housing.actions.occupancy import lock_units, settle, take
from housing.actions.shared import log, same_person_did, tell_coordinator
from housing.errors import NotAllowed, UnableToRecordStay
from housing.models import Stay
from housing.stays import day_words
from partners.models import User
from partners.opening import last_closing
from referrals.actions import clocks
from referrals.actions.death import DIED, record_death
from referrals.actions.parties import stand_on_contract
from referrals.catalogue import DESTINATIONS, codes, label_of
from referrals.london import london_date, london_instant
from referrals.queries.beyond import guest_in

_Status = Stay.Status
# Somebody may move in before the first night booked; much earlier is a slip of the pen.
_EARLIEST = timedelta(days=14)
_MANAGERS_ONLY = "Only the organisation that runs the flat can record who moves in and out."


@transaction.atomic
def record_arrival(*, stay: Stay, arrived_on: date, by: User, at: datetime) -> Stay:
    """The guest moved in on this day (London). Starts the 48 hours for the support plan and the 42 days of the stay,
    from now, or from midday of the day when it is recorded later.

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
    started = at if arrived_on == london_date(at) else london_instant(arrived_on, time(12))
    current.status, current.arrived_on = _Status.ARRIVED, arrived_on
    current.support_plan_clock = clocks.start_clock(
        referral=referral,
        kind="support_plan",
        label=f"Support plan, {unit.name}",
        target_name="support_plan",
        at=started,
        scheme=unit.building.scheme,
        partner=_landlord(current, "Support plan"),
    )
    current.limit_clock = clocks.start_clock(
        referral=referral,
        kind="stay",
        label=f"End of stay, {unit.name}",
        target_name="stay_limit",
        at=started,
        scheme=unit.building.scheme,
        advisory=True,
        partner=_landlord(current, "End of stay"),
    )
    current.save(update_fields=["status", "arrived_on", "from_on", "support_plan_clock", "limit_clock"])
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
    starts on this day, earlier or later than booked. The clocks of the stay stop now, or at the closing of the day
    when it is recorded later.

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
    closing = london_instant(departed_on, last_closing(unit.building.scheme.hours[departed_on.weekday()]) or time(17))
    stop_clocks(current, at=at if departed_on == london_date(at) else closing)
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


def _landlord(stay: Stay, what: str) -> clocks.Partner:
    """Who runs the flat can write the plan and record the move as well as the coordinator."""
    return clocks.Partner(stay.unit.building.organisation, f"{what}, {stay.unit.name}", reverse("stay", args=[stay.pk]))
