"""`{% targets_of scheme now as targets %}`: how long each thing may take in a scheme; `{% contract_of scheme as one %}`
when its contract must be renewed; `clock_words`: 5.30pm; `by_words`: 5pm on Friday 4 December."""

from datetime import datetime, time

from django import template

from partners.models import Scheme
from referrals.london import date_words, time_words, to_london
from referrals.models import ServiceClock
from referrals.queries import contracts
from referrals.queries.targets import TargetRow, targets_in_force

register = template.Library()


@register.simple_tag
def targets_of(scheme: Scheme, now: datetime) -> list[TargetRow]:
    """The targets in force at this time."""
    return targets_in_force(scheme, now)


@register.filter
def clock_words(value: time) -> str:
    """A time of day as people say it: 9am, 5.30pm."""
    return time_words(value)


@register.simple_tag
def contract_of(scheme: Scheme) -> ServiceClock | None:
    """The running renewal of this scheme's contract, or None."""
    return contracts.contract_of(scheme)


@register.filter
def by_words(due: datetime, now: datetime) -> str:
    """When something is due (UTC), for after "by": 5pm on Friday 4 December; with the year where it is not this one."""
    moment = to_london(due)
    day = date_words(moment.date())
    return f"{time_words(moment.time())} on {day if moment.year != to_london(now).year else day.rsplit(' ', 1)[0]}"
