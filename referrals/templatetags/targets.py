"""`{% targets_of scheme now as targets %}`: how long things may take in a scheme; `hours_words`: when it is open."""

from datetime import datetime

from django import template

from partners.models import Scheme
from partners.opening import Week, week_in_words
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
