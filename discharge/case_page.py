"""What every section of a case has on top: who it is about, what can be done next, the way to the other sections."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from discharge.next_actions import next_actions
from discharge.queries.case import CaseCounts, case_counts
from housing.queries import case as housing
from outcomes.queries import case as outcomes
from partners.forms.fields import phone_as_written
from partners.minimum_data import Reader, fields_for, may_show_any
from partners.models import User
from referrals import access
from referrals.catalogue import DESTINATIONS, HOUSEHOLDS, PATHWAYS, TENURES, URGENCIES, label_of
from referrals.identity import identity
from referrals.london import london_date
from referrals.models import Referral
from referrals.queries import case as queries
from referrals.queries.ending import ending_of
from referrals.queries.history import times_changed
from referrals.reading import reader_of


@dataclass(frozen=True)
class Section:
    """One part of a case, at its own address. `shows`: fields of the minimum-data table; who may be shown any of them
    may open it.
    """

    name: str
    text: str
    shows: tuple[str, ...]


SECTIONS: tuple[Section, ...] = (
    Section("summary", "Summary", ("needs",)),
    Section("home", "Home", ("home_assessment",)),
    Section("work", "Work", ("work_kind",)),
    Section("flat", "Flat", ("support_plan",)),
    Section("new-home", "New home", ("new_address",)),
    Section("follow-ups", "Follow-ups", ("follow_up_note",)),
    Section("messages", "Messages", ("messages",)),
    Section("files", "Files", ("files",)),
    Section("sharing", "People and sharing", ("carer_name", "sharing_basis")),
    Section("activity", "Activity", ("timeline",)),
    Section("outcome", "Outcome", ("outcome_note",)),
)
BY_NAME = {section.name: section for section in SECTIONS}
_HOUSING = frozenset({"home", "work", "flat", "new-home"})
_OUTCOMES = frozenset({"follow-ups", "outcome"})


def may_see(user: User, section: Section, referral: Referral) -> bool:
    """May this person, who sees the case, open this section? The ward sees what concerns it, not the lead's own."""
    return may_show_any(reader_of(user, referral), section.shows)


def page_context(user: User, referral: Referral, section: Section, at: datetime) -> dict[str, Any]:
    """Everything the page of one section shows. `at` is UTC; days are London's."""
    counts = case_counts(user, referral)
    reader = reader_of(user, referral)
    allowed = access.allowed_events(user, referral)
    return {
        "referral": referral,
        "patient": referral.patient,
        "section": section,
        "sections": _navigation(reader, referral, section, counts),
        "actions": next_actions(user, referral, counts.progress),
        "restriction": _restriction(user, referral),
        "can": {event.value for event in allowed},
        "identity": identity(referral, at, reader),
        "of_lead": reader is Reader.LEAD,
        "may_read": fields_for(reader),
        "can_correct": access.can_correct_patient(user, referral),
        "can_see_history": access.can_see_history(user, referral),
        "today": london_date(at),
        "now": at,
        **_section_context(user, referral, section, at),
    }


def _restriction(user: User, referral: Referral) -> dict[str, str]:
    """The way to the page on who may see this case, for those who decide it; empty for everybody else."""
    if not access.can_restrict(user, referral):
        return {}
    if referral.restricted:
        return {"text": "Who may see this case", "href": reverse("named_people", args=[referral.reference])}
    return {"text": "Restrict this case", "href": reverse("restrict_case", args=[referral.reference])}


def _navigation(reader: Reader, referral: Referral, current: Section, counts: CaseCounts) -> list[dict[str, Any]]:
    numbers = {
        "work": (counts.open_work, "open"),
        "messages": (counts.messages, "in all"),
        "follow-ups": (counts.progress.follow_ups_due, "to do"),
    }
    items = []
    for section in SECTIONS:
        if not may_show_any(reader, section.shows):
            continue
        item: dict[str, Any] = {
            "text": section.text,
            "href": address(referral, section.name),
            "current": section == current,
        }
        number, words = numbers.get(section.name, (0, ""))
        if number:
            item.update(count=number, count_label=words)
        items.append(item)
    return items


def address(referral: Referral, section: str) -> str:
    """Where a section of a case is."""
    if section == "summary":
        return reverse("case", args=[referral.reference])
    return reverse("case_section", args=[referral.reference, section])


def _section_context(user: User, referral: Referral, section: Section, at: datetime) -> dict[str, Any]:
    name = section.name
    if name in _HOUSING:
        return {"template": f"housing/case/{name}.html", **housing.section(name, user, referral)}
    if name in _OUTCOMES:
        return {"template": f"outcomes/case/{name}.html", **outcomes.section(name, user, referral)}
    found: dict[str, Any] = {"template": f"referrals/case/{name}.html"}
    if name == "summary":
        found["summary"] = queries.summary(referral, london_date(at))
        found["blocking"] = blocking_words(referral)
        found["words"] = case_words(referral)
        found["ending"] = ending_of(referral)
        found["changed"] = times_changed(user, referral)
        found["phone"] = phone_as_written(referral.patient.phone) if referral.patient and referral.patient.phone else ""
    elif name == "messages":
        found["thread"] = thread(user, referral)
    elif name == "sharing":
        found["people"] = queries.people_and_sharing(referral, at)
    elif name == "activity":
        found["lines"] = queries.timeline(user, referral)
    return found


def case_words(referral: Referral) -> dict[str, str]:
    """The codes on a case, in words; "Not recorded" for what is missing."""
    pathway = "" if referral.pathway is None else str(referral.pathway)
    found = {
        "urgency": label_of(URGENCIES, referral.urgency),
        "pathway": label_of(PATHWAYS, pathway) if pathway else "",
        "tenure": label_of(TENURES, referral.tenure) if referral.tenure else "",
        "household": label_of(HOUSEHOLDS, referral.household) if referral.household else "",
        "purpose": str(referral.get_purpose_display()),
        "destination": label_of(DESTINATIONS, referral.destination) if referral.destination else "",
    }
    return {name: words or "Not recorded" for name, words in found.items()}


def thread(user: User, referral: Referral) -> list[dict[str, Any]]:
    """The messages as the page lists them, oldest first; questions and answers are named as such."""
    return [
        {
            "sender": message.written_by.name,
            "organisation": message.organisation.name,
            "at": message.written_at,
            "text": message.body,
            "mine": message.written_by_id == user.pk,
            "audience": "" if message.kind == "message" else str(message.get_kind_display()),
        }
        for message in queries.messages_of(referral)
    ]


def blocking_words(referral: Referral) -> list[str]:
    """The open work without which the person cannot go home, by name, earliest due first."""
    return [work.kind.label for work in housing.open_blocking(referral)]
