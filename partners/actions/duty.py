"""Who is away and who covers; who is on duty for what nobody has yet."""

from datetime import date, datetime

from django.db import transaction

from partners import access, audit
from partners.errors import NotAllowed, UnableTo
from partners.models import Absence, DutyShift, Organisation, User
from partners.roles import Permission


class UnableToPlan(UnableTo):
    """The days, the times or the people do not fit."""


@transaction.atomic
def record_absence(
    *, person: User, from_on: date, until_on: date, cover: User | None, by: User, at: datetime
) -> Absence:
    """Somebody is away on these London days, both included; their cover is told in their place, or else the team.

    Raises NotAllowed for another's absence without the right to; UnableToPlan for days out of order or that overlap an
    absence recorded already, or a cover who is not of the team or is the person themselves.
    """
    if not access.may_plan_for(by, person):
        raise NotAllowed("You do not have the right to record when this person is away.")
    if until_on < from_on:
        raise UnableToPlan("The last day must be the first day or after it.")
    if cover is not None and (cover == person or not access.may_cover(cover, person)):
        raise UnableToPlan("Select a colleague of the same team to cover.")
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    if Absence.objects.filter(person=person, from_on__lte=until_on, until_on__gte=from_on).exists():
        raise UnableToPlan("Some of these days are recorded already. Remove that absence first.")
    added = Absence.objects.create(
        person=person, from_on=from_on, until_on=until_on, cover=cover, recorded_by=by, recorded_at=at
    )
    audit.record(
        action="absence_recorded",
        by=by,
        at=at,
        object_type="absence",
        object_id=added.pk,
        detail={"person": person.pk, "cover": cover.pk if cover else None},
    )
    return added


@transaction.atomic
def remove_absence(*, absence: Absence, by: User, at: datetime) -> None:
    """They are there after all. Raises NotAllowed for another's absence without the right to."""
    if not access.may_plan_for(by, absence.person):
        raise NotAllowed("You do not have the right to change when this person is away.")
    audit.record(
        action="absence_removed",
        by=by,
        at=at,
        object_type="absence",
        object_id=absence.pk,
        detail={"person": absence.person_id},
    )
    absence.delete()


@transaction.atomic
def add_shift(
    *, organisation: Organisation, person: User, from_at: datetime, to_at: datetime, by: User, at: datetime
) -> DutyShift:
    """Somebody answers for what nobody has, from this moment to that (UTC). Adding the same again changes nothing.

    Raises NotAllowed without the right to at this organisation; UnableToPlan for times out of order or a person who
    does not decide about its cases.
    """
    if not access.has_permission(by, Permission.TEAM_LEAVERS, organisation.pk):
        raise NotAllowed("You do not have the right to plan who is on duty here.")
    if to_at <= from_at:
        raise UnableToPlan("The end must be after the start.")
    if not access.people_with(Permission.CASE_TRIAGE, organisation.pk).filter(pk=person.pk).exists():
        raise UnableToPlan("Select somebody who decides about cases here.")
    shift, added = DutyShift.objects.get_or_create(
        organisation=organisation, person=person, from_at=from_at, defaults={"to_at": to_at}
    )
    if added:
        audit.record(
            action="shift_added",
            by=by,
            at=at,
            object_type="duty_shift",
            object_id=shift.pk,
            detail={"person": person.pk, "organisation": organisation.pk},
        )
    return shift


@transaction.atomic
def remove_shift(*, shift: DutyShift, by: User, at: datetime) -> None:
    """Raises NotAllowed without the right to at its organisation."""
    if not access.has_permission(by, Permission.TEAM_LEAVERS, shift.organisation_id):
        raise NotAllowed("You do not have the right to plan who is on duty here.")
    audit.record(
        action="shift_removed",
        by=by,
        at=at,
        object_type="duty_shift",
        object_id=shift.pk,
        detail={"person": shift.person_id, "organisation": shift.organisation_id},
    )
    shift.delete()
