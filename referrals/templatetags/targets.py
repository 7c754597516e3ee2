"""`{% targets_of scheme now as targets %}`: how long things may take in a scheme; `{% contract_of scheme as one %}`
when its contract must be renewed; `hours_words`: when it is open; `by_words`: 5pm on Friday 4 December."""

from datetime import datetime

from django import template

from partners.models import Scheme
from partners.opening import Week, week_in_words
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
def hours_words(week: Week) -> list[str]:
    """Opening hours as lines: Monday to Friday: 9am to 5pm."""
    return week_in_words(week)


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
