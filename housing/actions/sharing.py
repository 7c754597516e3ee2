"""What a change to a patient's decision about sharing does to jobs and bookings: they stop where their organisation may
see the person no longer, and go on where it may again. Nothing is cancelled for the coordinator.
"""

from datetime import datetime

from django.urls import reverse

from housing import access
from housing.actions.shared import log, tell_coordinator
from housing.models import Intervention, Stay
from housing.stays import day_words
from partners import access as partners
from partners.actors import Actor
from partners.models import Organisation
from partners.roles import Permission
from referrals.actions.parties import add_party
from referrals.actions.sharing import parts_ended_now
from referrals.actions.team import tell
from referrals.errors import UnableToShare
from referrals.lifecycle import Part
from referrals.models import Referral


def stop_unshared(referral: Referral, *, by: Actor, at: datetime) -> None:
    """Put the jobs and bookings whose organisation has just lost its part to the coordinator, and tell who did them."""
    ended = {(party.part, party.organisation_id) for party in parts_ended_now(referral, at)}
    for job in access.stopped_jobs(referral):
        if (Part.PROVIDER.value, job.provider_id) in ended:
            log(referral, "work_stopped", about=job, by=by, at=at, note=job.kind.label)
            _ask(referral, f"{job.kind.label} has stopped: sharing was withdrawn", f"work:{job.pk}", by, at)
            _tell_provider(job, "stop, do not go", "stopped", at)
    for stay in access.stopped_stays(referral):
        if (Part.ACCOMMODATION.value, stay.unit.building.organisation_id) in ended:
            log(referral, "booking_stopped", about=stay, by=by, at=at, note=stay.unit.name)
            _ask(referral, f"{stay.unit.name} is on hold: sharing was withdrawn", f"stay:{stay.pk}", by, at)
            _tell_manager(stay, "on hold, wait for the coordinator", "stopped", at)


def resume_shared(referral: Referral, *, by: Actor, at: datetime) -> None:
    """Let the organisations of stopped jobs and bookings take part again where a decision and an agreement now allow
    it.
    """
    for job in access.stopped_jobs(referral):
        if job.provider is not None and _takes_part_again(referral, job.provider, Part.PROVIDER, at):
            log(referral, "work_goes_on", about=job, by=by, at=at, note=job.kind.label)
            _tell_provider(job, "it goes on", "goes_on", at)
    for stay in access.stopped_stays(referral):
        if _takes_part_again(referral, stay.unit.building.organisation, Part.ACCOMMODATION, at):
            log(referral, "booking_goes_on", about=stay, by=by, at=at, note=stay.unit.name)
            _tell_manager(stay, "the booking goes on", "goes_on", at)


def _takes_part_again(referral: Referral, organisation: Organisation, part: Part, at: datetime) -> bool:
    try:
        add_party(referral=referral, organisation=organisation, part=part, at=at)
    except UnableToShare:
        return False
    return True


def _ask(referral: Referral, text: str, key: str, by: Actor, at: datetime) -> None:
    tell_coordinator(referral, text, f"{key}:stopped:{at:%Y%m%d%H%M%S}", at, but=by)


def _tell_provider(job: Intervention, what: str, key: str, at: datetime) -> None:
    tell(
        referral=job.referral,
        people=partners.people_with(Permission.WORK_VIEW, job.provider_id or 0),
        key=f"work:{job.pk}:{key}:{at:%Y%m%d%H%M%S}",
        text=f"Job {job.pk}: {what}",
        path=reverse("job", args=[job.pk]),
        at=at,
    )


def _tell_manager(stay: Stay, what: str, key: str, at: datetime) -> None:
    tell(
        referral=stay.referral,
        people=partners.people_with(Permission.STAY_MANAGE, stay.unit.building.organisation_id),
        key=f"stay:{stay.pk}:{key}:{at:%Y%m%d%H%M%S}",
        text=f"{stay.unit.building.name}, {stay.unit.name} from {day_words(stay.from_on)}: {what}",
        path=reverse("flats"),
        at=at,
    )
