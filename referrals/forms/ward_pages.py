"""The first three pages of the ward's referral: who, where, and what stands in the way. They save nothing."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from partners.forms.base import PlainForm
from partners.forms.fields import CheckboxesField, ChoiceRadios, DateBoxesField, NhsNumberInput, Radios
from referrals import nhs_number
from referrals.catalogue import NEEDS, NO_NHS_NUMBER_REASONS, PATHWAYS, PURPOSES, Entry, choices, grouped_choices
from referrals.forms.ward_context import WardFormContext

OLDEST_PERSON_YEARS = 120
LONGEST_STAY_YEARS = 10
FURTHEST_PLAN_YEARS = 1
# More wards than this are easier to find in a list than among radios.
MOST_RADIOS = 7
PATHWAY_NOT_DECIDED = "not_decided"
# Django's own words repeat what was typed, which may be a name once a spreadsheet's columns have slipped.
LISTED = {"invalid_choice": "Select one of the answers listed"}


def years_from(day: date, years: int) -> date:
    """The same day some years later or earlier; 28 February where 29 February does not exist."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def with_hints(entries: tuple[Entry, ...]) -> list[tuple[str, str, str]]:
    return [(entry.code, entry.label, entry.hint) for entry in entries]


class WardPageForm(PlainForm):
    """One page of the referral. `about` says what the page must know beside the answers."""

    def __init__(self, data: Any = None, *, about: WardFormContext) -> None:
        self.about = about
        super().__init__(data)
        self.prepare()

    def prepare(self) -> None:
        """Fit the questions to what is known."""

    def one_line(self, name: str) -> str:
        return " ".join(str(self.cleaned_data.get(name) or "").split())


class WhoForm(WardPageForm):
    """The patient: the NHS number first, or why there is none."""

    nhs_number = forms.CharField(
        label="NHS number",
        required=False,
        max_length=40,
        help_text="10 digits, like 999 123 4567. On the wristband or in the notes",
        widget=NhsNumberInput(attrs={"optional": False}),
    )
    no_nhs_number_reason = ChoiceRadios(
        label="Why is there no NHS number?",
        required=False,
        choices=choices(NO_NHS_NUMBER_REASONS),
        attrs={"optional": False, "small": True},
    )
    family_name = forms.CharField(
        label="Last name",
        max_length=100,
        error_messages={"required": "Enter the patient’s last name"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "width": 20}),
    )
    given_name = forms.CharField(
        label="First name",
        max_length=100,
        error_messages={"required": "Enter the patient’s first name"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "width": 20}),
    )
    born_on = DateBoxesField(
        label="Date of birth",
        noun="Date of birth",
        help_text="For example, 31 3 1944",
        error_messages={"required": "Enter the patient’s date of birth"},
    )
    second_referral_reason = forms.CharField(
        label="Why is a second referral needed?",
        required=False,
        max_length=500,
        help_text="For example, the patient is back in hospital with a new need",
        widget=forms.Textarea(attrs={"rows": 2, "optional": False}),
    )

    def prepare(self) -> None:
        born_on = self.fields["born_on"]
        assert isinstance(born_on, DateBoxesField)  # noqa: S101 - tells the type checker
        born_on.latest = self.about.today
        born_on.earliest = years_from(self.about.today, -OLDEST_PERSON_YEARS)
        if not self.about.second_needed:
            del self.fields["second_referral_reason"]

    def clean_family_name(self) -> str:
        return self.one_line("family_name")

    def clean_given_name(self) -> str:
        return self.one_line("given_name")

    def clean_nhs_number(self) -> str:
        """The ten digits, or nothing."""
        typed = self.cleaned_data["nhs_number"]
        if not nhs_number.clean(typed):
            return ""
        try:
            return nhs_number.check(typed, allow_test_range=self.about.allow_test_numbers)
        except nhs_number.NhsNumberProblem as problem:
            raise ValidationError(problem.message, code=problem.code) from None

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if "nhs_number" in found:
            if found["nhs_number"]:
                # Radios cannot be unticked, so a number wins over a reason chosen before it was found.
                found["no_nhs_number_reason"] = ""
                self.errors.pop("no_nhs_number_reason", None)
            elif not found.get("no_nhs_number_reason") and "no_nhs_number_reason" not in self.errors:
                self.add_error(
                    "nhs_number", "Enter the NHS number, or open “No NHS number” and select why there is none"
                )
        if self.about.second_needed and not found.get("second_referral_reason"):
            self.add_error(
                "second_referral_reason",
                "Enter why a second referral is needed, or use the one that is open",
            )
        return found


class WhereForm(WardPageForm):
    """Where the patient is, since when, and when they can leave."""

    HOSPITAL_ONLY = ("admitted_on", "ready", "ready_on", "expected_discharge_on", "pathway")

    ward = forms.ChoiceField(
        label="Ward", error_messages={"required": "Select the ward", "invalid_choice": "Select a ward from the list"}
    )
    scheme = ChoiceRadios(
        label="Which service should help?", error_messages={"required": "Select the service that should help"}
    )
    purpose = ChoiceRadios(
        label="What is the help for?",
        initial="discharge",
        choices=with_hints(PURPOSES),
        error_messages={"required": "Select what the help is for"},
    )
    admitted_on = DateBoxesField(
        label="Date of admission", noun="Date of admission", required=False, attrs={"optional": False}
    )
    ready = ChoiceRadios(
        label="Is the patient ready to leave hospital?",
        required=False,
        help_text="No reason to be in hospital is left but the home",
        choices=[("yes", "Yes"), ("no", "Not yet")],
        reveals={"yes": "ready_on"},
        attrs={"optional": False},
    )
    ready_on = DateBoxesField(
        label="Ready since", noun="Ready since", required=False, attrs={"optional": False, "label_size": ""}
    )
    expected_discharge_on = DateBoxesField(
        label="Expected date of discharge",
        noun="Expected date of discharge",
        help_text="Leave empty if nobody knows yet",
        required=False,
    )
    pathway = ChoiceRadios(
        label="Discharge pathway",
        required=False,
        choices=[*with_hints(PATHWAYS), (PATHWAY_NOT_DECIDED, "Not decided yet", "")],
        attrs={"optional": False},
    )

    def prepare(self) -> None:
        self._prepare_ward()
        self._prepare_scheme()
        admitted_on, ready_on = self._date("admitted_on"), self._date("ready_on")
        expected = self._date("expected_discharge_on")
        admitted_on.latest = ready_on.latest = self.about.today
        admitted_on.earliest = years_from(self.about.today, -LONGEST_STAY_YEARS)
        expected.latest = years_from(self.about.today, FURTHEST_PLAN_YEARS)
        if self.is_bound:
            # What is known is not asked, and holds as if it had been answered.
            self.data = dict(self.data.items()) if not isinstance(self.data, dict) else dict(self.data)
            for name, known in (("ward", self.about.default_ward_id), ("scheme", self.about.default_scheme_id)):
                if known is not None and not self.data.get(name):
                    self.data[name] = str(known)

    def _prepare_ward(self) -> None:
        ward = self.fields["ward"]
        assert isinstance(ward, forms.ChoiceField)  # noqa: S101 - tells the type checker
        if len(self.about.wards) <= MOST_RADIOS:
            ward.widget = Radios()
            ward.choices = [(str(each.pk), each.label) for each in self.about.wards]
        else:
            sites: dict[str, list[tuple[str, str]]] = {}
            for each in self.about.wards:
                sites.setdefault(each.site, []).append((str(each.pk), each.name))
            ward.choices = [("", "Select a ward"), *sites.items()]
        ward.initial = self.about.default_ward_id

    def _prepare_scheme(self) -> None:
        scheme = self.fields["scheme"]
        assert isinstance(scheme, ChoiceRadios)  # noqa: S101 - tells the type checker
        scheme.choices = [(str(pk), name) for pk, name in self.about.schemes]
        scheme.initial = self.about.default_scheme_id

    def _date(self, name: str) -> DateBoxesField:
        found = self.fields[name]
        assert isinstance(found, DateBoxesField)  # noqa: S101 - tells the type checker
        return found

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if found.get("purpose") == "discharge":
            self._check_stay(found)
        elif found.get("purpose"):
            for name in self.HOSPITAL_ONLY:  # not in hospital: whatever stands there does not count
                found[name] = None
                self.errors.pop(name, None)
        return found

    def _check_stay(self, found: dict[str, Any]) -> None:
        self._need(found, "admitted_on", "Enter the date of admission")
        self._need(found, "ready", "Select whether the patient is ready to leave hospital")
        self._need(found, "pathway", "Select the discharge pathway, or “Not decided yet”")
        admitted_on = found.get("admitted_on")
        if found.get("ready") == "yes":
            self._need(found, "ready_on", "Enter the date since when the patient is ready to leave hospital")
        else:
            found["ready_on"] = None
            self.errors.pop("ready_on", None)
        for name, noun in (("ready_on", "Ready since"), ("expected_discharge_on", "Expected date of discharge")):
            if admitted_on and found.get(name) and found[name] < admitted_on:
                self.add_error(name, f"{noun} must be on or after the date of admission")

    def _need(self, found: dict[str, Any], name: str, message: str) -> None:
        if not found.get(name) and name not in self.errors:
            self.add_error(name, message)


class NeedsForm(WardPageForm):
    """What stands in the way of going home: several things, one of them the main one."""

    needs = CheckboxesField(
        label="What stands in the way of going home?",
        choices=with_hints(NEEDS),
        error_messages={"required": "Select at least one thing that stands in the way of going home"},
    )
    main_need = forms.ChoiceField(
        label="Which one matters most?",
        required=False,
        help_text="Leave this if you ticked only one",
        choices=[("", "Select the main one"), *grouped_choices(NEEDS)],
        error_messages=LISTED,
        widget=forms.Select(attrs={"optional": False}),
    )
    what_stands_in_the_way = forms.CharField(
        label="What else should we know about it?",
        required=False,
        max_length=2000,
        help_text="For example: bathroom upstairs, cannot climb. Nothing clinical that is not needed for this",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        needs = found.get("needs") or []
        if len(needs) == 1:
            found["main_need"] = needs[0]
            self.errors.pop("main_need", None)
        elif len(needs) > 1 and "main_need" not in self.errors:
            if not found.get("main_need"):
                self.add_error("main_need", "Select which one of those you ticked matters most")
            elif found["main_need"] not in needs:
                self.add_error("main_need", "Select one of those you ticked, or tick this one as well")
        if "other" in needs and not found.get("what_stands_in_the_way") and "what_stands_in_the_way" not in self.errors:
            self.add_error("what_stands_in_the_way", "Enter what stands in the way, since you ticked “Something else”")
        return found
