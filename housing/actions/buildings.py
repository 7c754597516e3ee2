"""Administrators add and change the buildings with temporary flats, and the flats in them."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from housing import access
from housing.actions.occupancy import lock_units
from housing.actions.turnarounds import stop_turnaround
from housing.errors import NotAllowed, UnableToChangeFlats
from housing.models import Building, Occupation, Unit
from housing.stays import Days, day_words, last_day
from partners import audit
from partners.actors import Actor
from partners.models import Organisation, Scheme, SchemePartner
from referrals.london import london_date
from referrals.queries.beyond import is_booked


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildingDetails:
    """What an administrator says about a building. `staffed`: hours with staff, in words; `minimum_age`: in years, None
    for any; `turnaround_days`: days between two guests.
    """

    name: str
    address: str
    postcode: str
    staffed: str = ""
    minimum_age: int | None = None
    turnaround_days: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDetails:
    """What an administrator says about a flat. `shared`: kitchen or living room shared with other guests; `active`: it
    is in the list of flats that can be booked.
    """

    name: str
    bedrooms: int = 1
    step_free: bool = False
    wheelchair: bool = False
    shared: bool = False
    note: str = ""
    active: bool = True


@transaction.atomic
def add_building(
    *, organisation: Organisation, scheme: Scheme, details: BuildingDetails, by: Actor, at: datetime
) -> Building:
    """Add a building that this organisation runs for this scheme.

    Raises NotAllowed; UnableToChangeFlats when the organisation does not provide flats in the scheme or has a building
    of this name.
    """
    _check_may_manage(by)
    _check_provides_flats(organisation, scheme)
    building = Building(organisation=organisation, scheme=scheme, **asdict(details))
    _check_building_name(building)
    try:
        with transaction.atomic():
            building.save()
    except IntegrityError as taken:
        raise _building_taken(building) from taken
    audit.record(action="building_added", by=by, at=at, object_type="building", object_id=building.pk)
    return building


@transaction.atomic
def change_building(*, building: Building, details: BuildingDetails, by: Actor, at: datetime) -> Building:
    """Correct a building's details. Who runs it and for which scheme stay: its guests would change hands with it.

    Bookings made already keep their days and their guests; new turnaround days count from the next booking or
    departure. Raises NotAllowed; UnableToChangeFlats when the organisation has another building of this name.
    """
    _check_may_manage(by)
    locked = (
        Building.objects.select_for_update(of=("self",), no_key=True).select_related("organisation").get(pk=building.pk)
    )
    changed = [name for name, value in asdict(details).items() if getattr(locked, name) != value]
    if not changed:
        return locked
    for name in changed:
        setattr(locked, name, getattr(details, name))
    _check_building_name(locked)
    try:
        with transaction.atomic():
            locked.save(update_fields=changed)
    except IntegrityError as taken:
        raise _building_taken(locked) from taken
    audit.record(
        action="building_changed",
        by=by,
        at=at,
        object_type="building",
        object_id=locked.pk,
        detail={"changed": changed},
    )
    return locked


@transaction.atomic
def add_unit(*, building: Building, details: UnitDetails, by: Actor, at: datetime) -> Unit:
    """Add a flat to a building; it can be booked at once.

    Raises NotAllowed; UnableToChangeFlats when the building has a flat of this name.
    """
    _check_may_manage(by)
    unit = Unit(building=building, **asdict(details))
    _check_unit_name(unit)
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError as taken:
        raise _unit_taken(unit) from taken
    audit.record(
        action="unit_added",
        by=by,
        at=at,
        object_type="unit",
        object_id=unit.pk,
        detail={"building": building.pk},
    )
    return unit


@transaction.atomic
def change_unit(*, unit: Unit, details: UnitDetails, by: Actor, at: datetime) -> Unit:
    """Correct a flat's details, take it out of the list (`active` False) or put it back.

    The flat is locked as for a booking, so that nobody books it while it is taken out.
    Raises NotAllowed; UnableToChangeFlats when the building has another flat of this name, or when a flat to be taken
    out is booked, lived in, being made ready or out of use today (London) or later.
    """
    _check_may_manage(by)
    locked = lock_units(unit)[0]
    changed = [name for name, value in asdict(details).items() if getattr(locked, name) != value]
    if not changed:
        return locked
    if locked.active and not details.active:
        _check_nobody_has_it(locked, london_date(at))
        stop_turnaround(locked, at=at)
    for name in changed:
        setattr(locked, name, getattr(details, name))
    _check_unit_name(locked)
    try:
        with transaction.atomic():
            locked.save(update_fields=changed)
    except IntegrityError as taken:
        raise _unit_taken(locked) from taken
    audit.record(
        action="unit_changed",
        by=by,
        at=at,
        object_type="unit",
        object_id=locked.pk,
        detail={"changed": changed},
    )
    return locked


def _check_may_manage(by: Actor) -> None:
    if not access.can_manage_buildings(by):
        raise NotAllowed("Only an administrator can change buildings and flats.")


def _check_provides_flats(organisation: Organisation, scheme: Scheme) -> None:
    takes_part = SchemePartner.objects.filter(
        organisation=organisation, scheme=scheme, part=SchemePartner.Part.ACCOMMODATION
    ).exists()
    if not takes_part and scheme.lead_organisation_id != organisation.pk:
        raise UnableToChangeFlats(
            f"{organisation.name} does not provide flats in {scheme.name}. Add it to the scheme's partners first."
        )


def _check_building_name(building: Building) -> None:
    """In any capitals; two at the same moment meet at the database's constraint."""
    others = Building.objects.filter(organisation=building.organisation, name__iexact=building.name)
    if others.exclude(pk=building.pk or 0).exists():
        raise _building_taken(building)


def _building_taken(building: Building) -> UnableToChangeFlats:
    return UnableToChangeFlats(f"{building.organisation.name} already has a building called {building.name}.")


def _check_unit_name(unit: Unit) -> None:
    others = Unit.objects.filter(building=unit.building, name__iexact=unit.name)
    if others.exclude(pk=unit.pk or 0).exists():
        raise _unit_taken(unit)


def _unit_taken(unit: Unit) -> UnableToChangeFlats:
    return UnableToChangeFlats(f"{unit.building.name} already has a flat called {unit.name}.")


def _check_nobody_has_it(unit: Unit, today: date) -> None:
    """A guest who should have left is looked for too: the days of that stay are over, the guest is not gone."""
    last = (
        Occupation.objects.filter(unit=unit, cancelled_at__isnull=True, during__overlap=(today, None))
        .order_by("-during")
        .first()
    )
    if last is not None:
        ends = last_day(Days(last.during.lower, last.during.upper))
        until = f"until {day_words(ends)}" if ends is not None else "until further notice"
        raise UnableToChangeFlats(
            f"{unit.name} is booked, being made ready or out of use {until}. "
            "It can be taken out of the list when nothing is planned for it."
        )
    if is_booked(unit.pk):
        raise UnableToChangeFlats(
            f"Somebody who should have left {unit.name} is still there. "
            "It can be taken out of the list when they have moved out."
        )
