"""An administrator says when a scheme's contract began; its renewal is due from then on."""

from datetime import date, datetime, time

from django.db import transaction
from django.urls import reverse

from partners import audit
from partners.actions.organisations import check_may_manage
from partners.actors import Actor
from partners.models import Scheme
from referrals.actions.service_clocks import start_service_clock, stop_service_clock
from referrals.london import london_instant
from referrals.models import ServiceClock


@transaction.atomic
def set_contract(*, scheme: Scheme, started_on: date | None, by: Actor, at: datetime) -> Scheme:
    """The present contract began, or was renewed, on this day (London); None: it has ended, or there is none.

    Stops the clock of the contract before and starts the lead's new one, from the beginning of that day. The same day
    again is quiet. Raises what `check_may_manage` raises, and BeyondKnownHolidays.
    """
    check_may_manage(by)
    locked = Scheme.objects.select_for_update(of=("self",), no_key=True).get(pk=scheme.pk)
    if locked.contract_started_on == started_on:
        return locked
    for clock in ServiceClock.objects.filter(
        scheme=locked, kind=ServiceClock.Kind.CONTRACT_RENEWAL, stopped_at__isnull=True
    ):
        stop_service_clock(clock=clock, at=at)
    locked.contract_started_on = started_on
    locked.save(update_fields=["contract_started_on"])
    if started_on is not None:
        start_service_clock(
            scheme=locked,
            organisation=locked.lead_organisation,
            kind=ServiceClock.Kind.CONTRACT_RENEWAL,
            label=f"Contract renewal, {locked.name}",
            # Its people see no page of the scheme itself: that is the administrators'.
            path=reverse("team"),
            at=london_instant(started_on, time(0)),
        )
    audit.record(
        action="contract_set",
        by=by,
        at=at,
        object_type="scheme",
        object_id=locked.pk,
        detail={"started_on": str(started_on or "")},
    )
    return locked
