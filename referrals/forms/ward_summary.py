"""What was answered, as lines to read back on "Check your answers"."""

from collections.abc import Callable, Mapping
from typing import Any

from partners import words
from partners.forms.fields import phone_as_written
from referrals import nhs_number
from referrals.catalogue import (
    CARER_RELATIONSHIPS,
    CONSENT_BASES,
    HOUSEHOLDS,
    NEEDS,
    NO_NHS_NUMBER_REASONS,
    PATHWAYS,
    PURPOSES,
    RISKS,
    TENURES,
    URGENCIES,
    label_of,
)
from referrals.forms.ward_context import WardFormContext
from referrals.forms.ward_form import PAGES, is_finished
from referrals.forms.ward_pages import PATHWAY_NOT_DECIDED, WardPageForm
from referrals.forms.ward_pages_home import NO_RISKS, deadline_words

NOT_RECORDED = "Not recorded"
# A question and its answer; several lines where there are several.
Line = tuple[str, str | list[str]]


def summary_of(code: str, form: WardPageForm) -> list[Line]:
    """The lines of one page. Empty when the page is not finished: half an answer is not read back as one."""
    if not is_finished(form):
        return []
    return [(key, value or NOT_RECORDED) for key, value in _SUMMARIES[code](form.cleaned_data, form.about)]


def summaries(forms: Mapping[str, WardPageForm]) -> dict[str, list[Line]]:
    """Page → its lines, in the order of the pages."""
    return {page.code: summary_of(page.code, forms[page.code]) for page in PAGES}


def _who(found: dict[str, Any], about: WardFormContext) -> list[Line]:
    number = nhs_number.display(found["nhs_number"])
    age = words.age_on(found["born_on"], about.today)
    lines: list[Line] = [
        ("NHS number", number or f"None: {label_of(NO_NHS_NUMBER_REASONS, found['no_nhs_number_reason']).lower()}"),
        ("Name", f"{found['family_name'].upper()}, {found['given_name']}"),
        ("Date of birth", f"{words.date_long(found['born_on'])} ({age})"),
    ]
    if found.get("second_referral_reason"):
        lines.append(("Why a second referral", found["second_referral_reason"]))
    return lines


def _where(found: dict[str, Any], about: WardFormContext) -> list[Line]:
    wards = {str(each.pk): each.label for each in about.wards}
    schemes = {str(pk): name for pk, name in about.schemes}
    lines: list[Line] = [
        ("Ward", wards[found["ward"]]),
        ("Service", schemes[found["scheme"]]),
        ("Help is for", label_of(PURPOSES, found["purpose"])),
    ]
    if found["purpose"] != "discharge":
        return lines
    ready, expected = found["ready_on"], found["expected_discharge_on"]
    pathway = found["pathway"]
    return [
        *lines,
        ("Admitted", words.date_long(found["admitted_on"])),
        ("Ready to leave", f"Since {words.date_long(ready)}" if ready else "Not yet"),
        ("Expected to leave", words.date_long(expected) if expected else ""),
        ("Pathway", "Not decided yet" if pathway == PATHWAY_NOT_DECIDED else label_of(PATHWAYS, pathway)),
    ]


def _needs(found: dict[str, Any], about: WardFormContext) -> list[Line]:
    others = [label_of(NEEDS, code) for code in found["needs"] if code != found["main_need"]]
    lines: list[Line] = [("Main need", label_of(NEEDS, found["main_need"]))]
    if others:
        lines.append(("Other needs", others))
    return [*lines, ("In your words", _split(found["what_stands_in_the_way"]))]


def _home(found: dict[str, Any], about: WardFormContext) -> list[Line]:
    address = [*_split(found["address"]), *([found["postcode"]] if found["postcode"] else [])]
    risks = [label_of(RISKS, code) for code in found["risks"] if code != NO_RISKS]
    return [
        ("Home", ["No fixed abode", *address] if found["no_fixed_abode"] else address),
        ("Tenure", label_of(TENURES, found["tenure"])),
        ("Lives there", label_of(HOUSEHOLDS, found["household"])),
        ("Phone", phone_as_written(found["phone"]) if found["phone"] else ""),
        ("Interpreter", found["interpreter"] or "Not needed"),
        ("Carer or next of kin", _carer(found)),
        ("How to get in", _split(found["access_notes"])),
        ("Risks", risks or "None known"),
        ("To stay safe", _split(found["safety_notes"])),
    ]


def _carer(found: dict[str, Any]) -> list[str]:
    if not found["carer_name"]:
        return []
    relationship = label_of(CARER_RELATIONSHIPS, found["carer_relationship"]).lower()
    phone = phone_as_written(found["carer_phone"]) if found["carer_phone"] else ""
    together = "lives with the patient" if found["carer_lives_with_patient"] else ""
    return [", ".join(part for part in (found["carer_name"], relationship, phone, together) if part)]


def _urgency(found: dict[str, Any], about: WardFormContext) -> list[Line]:
    due = about.promises.get(found["urgency"])
    lines: list[Line] = [("Urgency", label_of(URGENCIES, found["urgency"]))]
    return [*lines, ("Answer due", f"By {deadline_words(due)}, if you send it now")] if due else lines


def _sharing(found: dict[str, Any], about: WardFormContext) -> list[Line]:
    lines: list[Line] = [("Basis", label_of(CONSENT_BASES, found["basis"]))]
    if found["decision_maker"]:
        lines.append(("Who decided", found["decision_maker"]))
    if found["note"]:
        lines.append(("Why, and when", _split(found["note"])))
    return lines


def _split(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


_SUMMARIES: dict[str, Callable[[dict[str, Any], WardFormContext], list[Line]]] = {
    "who": _who,
    "where": _where,
    "needs": _needs,
    "home": _home,
    "urgency": _urgency,
    "sharing": _sharing,
}
