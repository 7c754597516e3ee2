"""The six pages of the ward's referral in their order, what was typed on them, and what they say together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from referrals.answers import CarerAnswers, PatientAnswers, ReferralAnswers, SharingAnswers
from referrals.forms.ward_context import WardFormContext
from referrals.forms.ward_pages import PATHWAY_NOT_DECIDED, NeedsForm, WardPageForm, WhereForm, WhoForm
from referrals.forms.ward_pages_home import NO_RISKS, HomeForm, SharingForm, UrgencyForm

# More than any question takes: what is longer is refused by the question, and need not fill the draft.
LONGEST_ANSWER = 5_000


@dataclass(frozen=True, slots=True)
class WardPage:
    """One page: its code in the address, its heading, its short name on "Check your answers"."""

    code: str
    heading: str
    name: str
    form: type[WardPageForm]


PAGES: tuple[WardPage, ...] = (
    WardPage("who", "Who is the patient?", "Patient", WhoForm),
    WardPage("where", "Where is the patient?", "Where they are", WhereForm),
    WardPage("needs", "What stands in the way of going home?", "What stands in the way", NeedsForm),
    WardPage("home", "Home and people", "Home and people", HomeForm),
    WardPage("urgency", "How urgent is it?", "How urgent", UrgencyForm),
    WardPage("sharing", "Who may see this?", "Sharing", SharingForm),
)
PAGE_CODES: tuple[str, ...] = tuple(page.code for page in PAGES)

Raw = dict[str, Any]


def page_of(code: str) -> WardPage:
    """The page with this code. Raises LookupError."""
    for page in PAGES:
        if page.code == code:
            return page
    raise LookupError(code)


def page_after(code: str) -> WardPage | None:
    """The page that follows, or None after the last."""
    place = PAGE_CODES.index(code)
    return PAGES[place + 1] if place + 1 < len(PAGES) else None


def page_before(code: str) -> WardPage | None:
    """The page before this one, or None before the first."""
    place = PAGE_CODES.index(code)
    return PAGES[place - 1] if place else None


def as_typed(page: WardPage, data: Any, about: WardFormContext) -> Raw:
    """What was typed on this page, word for word, for the draft: lists for checkboxes, words for the rest.

    What was not asked because there is only one choice is kept with it, so that a colleague with more choices sees it.
    """
    raw: Raw = {}
    names = page.form.base_fields
    for name, field in names.items():
        parts = [f"{name}_{part}" for part in getattr(field.widget, "parts", ())]
        if getattr(field.widget, "allow_multiple_selected", False):
            given = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
            raw[name] = [_kept(value) for value in given][: len(getattr(field, "choices", ())) + 1]
            continue
        for key in [name, *parts]:
            if key in data:
                raw[key] = _kept(data[key])
    for name, known in (("ward", about.default_ward_id), ("scheme", about.default_scheme_id)):
        if name in page.form.base_fields and known is not None:
            raw.setdefault(name, str(known))
    return raw


def _kept(value: Any) -> str:
    # PostgreSQL keeps no NUL characters.
    return str(value).replace("\x00", "")[:LONGEST_ANSWER]


def forms_from(answers: Mapping[str, Raw], about: WardFormContext) -> dict[str, WardPageForm]:
    """Every page with what was typed on it; a page nobody saved yet is empty and unbound."""
    forms = {page.code: page.form(answers.get(page.code), about=about) for page in PAGES}
    who, where = forms["who"], forms["where"]
    if is_finished(who) and is_finished(where):
        admitted_on = where.cleaned_data["admitted_on"]
        if admitted_on and admitted_on < who.cleaned_data["born_on"]:
            where.add_error("admitted_on", "Date of admission must be on or after the date of birth")
    return forms


def is_finished(form: WardPageForm) -> bool:
    """Was this page saved, and is it complete and right?"""
    return form.is_bound and form.is_valid()


def unfinished(forms: Mapping[str, WardPageForm]) -> list[WardPage]:
    """The pages still to do, in their order."""
    return [page for page in PAGES if not is_finished(forms[page.code])]


def answers_from(forms: Mapping[str, WardPageForm]) -> ReferralAnswers:
    """What the six pages say together. Raises ValueError unless every page is finished."""
    if to_do := unfinished(forms):
        raise ValueError(f"Not finished: {', '.join(page.code for page in to_do)}")
    who, where, needs = (forms[code].cleaned_data for code in ("who", "where", "needs"))
    home, urgency, sharing = (forms[code].cleaned_data for code in ("home", "urgency", "sharing"))
    pathway = where.get("pathway")
    return ReferralAnswers(
        patient=PatientAnswers(
            nhs_number=who["nhs_number"] or None,
            no_nhs_number_reason=who["no_nhs_number_reason"],
            family_name=who["family_name"],
            given_name=who["given_name"],
            born_on=who["born_on"],
            no_fixed_abode=home["no_fixed_abode"],
            address=home["address"],
            postcode=home["postcode"],
            phone=home["phone"],
            interpreter=home["interpreter"],
        ),
        scheme_id=int(where["scheme"]),
        ward_id=int(where["ward"]),
        purpose=where["purpose"],
        admitted_on=where["admitted_on"],
        expected_discharge_on=where["expected_discharge_on"],
        ready_on=where["ready_on"],
        pathway=int(pathway) if pathway and pathway != PATHWAY_NOT_DECIDED else None,
        needs=tuple(needs["needs"]),
        main_need=needs["main_need"],
        what_stands_in_the_way=needs["what_stands_in_the_way"],
        tenure=home["tenure"],
        household=home["household"],
        carer=_carer(home),
        access_notes=home["access_notes"],
        risks=tuple(code for code in home["risks"] if code != NO_RISKS),
        safety_notes=home["safety_notes"],
        urgency=urgency["urgency"],
        sharing=SharingAnswers(basis=sharing["basis"], decision_maker=sharing["decision_maker"], note=sharing["note"]),
        second_referral_reason=who.get("second_referral_reason", ""),
    )


def _carer(home: dict[str, Any]) -> CarerAnswers | None:
    if not home["carer_name"]:
        return None
    return CarerAnswers(
        name=home["carer_name"],
        relationship=home["carer_relationship"],
        phone=home["carer_phone"],
        lives_with_patient=home["carer_lives_with_patient"],
    )
