"""Why somebody who is ready to leave hospital is still there, as versioned lists. Pure data.

NHS England has replaced its list of delay reasons twice: the codes of delayed transfers of care until February 2020,
the daily situation report's from 2020, and the present one since spring 2024. The same word means other things in each,
so a recorded reason keeps the version of its list for ever, and reasons of two versions are never put side by side.
What may be counted across them is the party a day was spent waiting for, which is ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from referrals.lists import Entry, UnknownCode, find
from referrals.readiness import NOT_RECORDED
from referrals.reasons import DELAY_PARTIES


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayReason(Entry):
    """Why a day in hospital passed. `party`: the code in `DELAY_PARTIES` of whom everybody waits for."""

    party: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayList:
    """One list of reasons. In force from `valid_from` to before `valid_until` (days in London; None: until replaced).

    `national_wording`: False where codes and words are ours and must be mapped before a national return is made.
    """

    version: str
    valid_from: date
    valid_until: date | None
    national_wording: bool
    source: str
    reasons: tuple[DelayReason, ...]


#: The lines about housing alone, for records brought in from that time: the rest of that list was never seen.
_SITREP_2020 = DelayList(
    version="2020-sitrep-housing",
    valid_from=date(2020, 4, 1),
    valid_until=date(2024, 4, 1),
    national_wording=False,
    source="NHS England daily discharge situation report, 2020 to 2024: its housing reasons, in our words",
    reasons=(
        DelayReason(code="equipment", label="Equipment and adaptations to housing", party="provider"),
        DelayReason(code="homeless", label="Homeless, or no place to go", party="council_housing"),
    ),
)
#: NHS England publishes about 37 codes in five families, whose exact wording and numbers were not seen. These are ours.
_OWN_2024 = DelayList(
    version="2024-own",
    valid_from=date(2024, 4, 1),
    valid_until=None,
    national_wording=False,
    source="Our own wording, after the families of the list in use since spring 2024; not the national codes",
    reasons=(
        DelayReason(code="ward_tasks", label="Medicines, transport or discharge letter", party="hospital"),
        DelayReason(code="ward_assessment", label="An assessment by the ward or a therapist", party="hospital"),
        DelayReason(code="ward_answer", label="The ward’s answer to a question", party="hospital"),
        DelayReason(code="home_assessment", label="The home has not been assessed yet", party="service"),
        DelayReason(code="work_planning", label="Work has not been ordered yet", party="service"),
        DelayReason(code="temporary_flat", label="No temporary flat is free", party="service"),
        DelayReason(code="work", label="Ordered work is not done yet", party="provider"),
        DelayReason(code="equipment", label="Equipment is not there yet", party="provider"),
        DelayReason(code="homeless", label="Homeless: the council’s decision or offer", party="council_housing"),
        DelayReason(code="housing_offer", label="An offer of a suitable home", party="council_housing"),
        DelayReason(code="adaptation", label="A grant for adapting the home", party="council_housing"),
        DelayReason(code="care_assessment", label="A care assessment or decision on funding", party="social_care"),
        DelayReason(code="care_package", label="Care at home to start", party="social_care"),
        DelayReason(code="landlord", label="The landlord’s permission or repairs", party="landlord"),
        DelayReason(code="deciding", label="The patient or family is deciding", party="patient"),
        DelayReason(code="no_access", label="Nobody can let us into the home", party="patient"),
        DelayReason(code="other", label="Something else", party="other"),
    ),
)
#: Oldest first, without gap or overlap.
DELAY_LISTS: tuple[DelayList, ...] = (_SITREP_2020, _OWN_2024)

#: Each party, as it is written after a number of days.
WITH_PARTY: dict[str, str] = {
    "hospital": "with the hospital",
    "service": "with the housing service",
    "provider": "with a provider",
    "council_housing": "with council housing",
    "social_care": "with adult social care",
    "landlord": "with the landlord",
    "patient": "with the patient or family",
    "other": "with somebody else",
    NOT_RECORDED: "not recorded",
}


def list_on(day: date) -> DelayList | None:
    """The list in force on a day in London; None before the first."""
    for each in reversed(DELAY_LISTS):
        if each.valid_from <= day and (each.valid_until is None or day < each.valid_until):
            return each
    return None


def reasons_on(day: date) -> tuple[DelayReason, ...]:
    """The reasons that may be recorded from a day in London; none before the first list."""
    found = list_on(day)
    return found.reasons if found else ()


def reason_of(version: str, code: str) -> DelayReason:
    """A reason as it was recorded; one that no list knows shows its code and counts with somebody else."""
    for each in DELAY_LISTS:
        if each.version == version:
            try:
                return find(each.reasons, code)
            except UnknownCode:
                break
    return DelayReason(code=code, label=code, party="other")


def split_words(parts: Mapping[str, int]) -> str:
    """2 with council housing, 1 with a provider. Most days first; empty where no day has a reason."""
    if not any(days for party, days in parts.items() if party != NOT_RECORDED):
        return ""
    order = [*(entry.code for entry in DELAY_PARTIES), NOT_RECORDED]
    shown = sorted(
        (party for party in parts if parts[party]),
        key=lambda party: (party == NOT_RECORDED, -parts[party], order.index(party)),
    )
    return ", ".join(f"{parts[party]} {WITH_PARTY[party]}" for party in shown)
