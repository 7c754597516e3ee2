"""Deadlines as a calendar that other programs read (RFC 5545): a reference and what is due, never who."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from referrals.queries.beyond import LinkedDeadline


def calendar_of(deadlines: Iterable[LinkedDeadline], *, site: str, at: datetime) -> bytes:
    """The calendar. `site`: where pages are found, empty for no links; `at`: when it was asked for, UTC."""
    calendar = Calendar()
    calendar.add("prodid", "-//Homeward//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Homeward deadlines")
    calendar.add("refresh-interval;value=duration", "PT1H")
    for deadline in deadlines:
        event = Event()
        event.add("uid", f"deadline-{deadline.clock_id}@homeward")
        event.add("dtstamp", at.astimezone(UTC))
        event.add("dtstart", deadline.due_at.astimezone(UTC))
        event.add("duration", timedelta(minutes=15))
        event.add("summary", f"{deadline.reference}: {deadline.label} is due")
        event.add("transp", "TRANSPARENT")
        if site:
            event.add("url", f"{site}/cases/{deadline.reference}/")
        calendar.add_component(event)
    return calendar.to_ical()
