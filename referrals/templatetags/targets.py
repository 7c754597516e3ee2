"""`{% targets_of scheme now as targets %}`: how long each thing may take in a scheme; `clock_words`: 5.30pm."""

from datetime import datetime, time

from django import template

from partners.models import Scheme
from referrals.london import time_words
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
