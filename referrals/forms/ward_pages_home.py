"""The last three pages of the ward's referral: home and people, how urgent, and sharing. They save nothing."""

from typing import Any

from django import forms

from partners.forms.fields import CheckboxesField, ChoiceRadios, PhoneField, PostcodeField
from referrals.catalogue import CARER_RELATIONSHIPS, CONSENT_BASES, HOUSEHOLDS, RISKS, TENURES, URGENCIES, choices, find
from referrals.forms.ward_pages import LISTED, WardPageForm, with_hints
from referrals.london import time_words, to_london

# Said out loud: an empty list of risks would not tell whether anybody thought of them.
NO_RISKS = "none_known"


def _notes(label: str, hint: str, *, rows: int = 3, most: int = 1000) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=most, widget=forms.Textarea(attrs={"rows": rows})
    )


class HomeForm(WardPageForm):
    """Where home is, who lives there, and what somebody at the door must know."""

    no_fixed_abode = forms.BooleanField(label="The patient has no fixed abode", required=False)
    address = forms.CharField(
        label="Home address",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "optional": False, "autocomplete": "off"}),
    )
    postcode = PostcodeField(label="Postcode", required=False, max_length=10)
    phone = PhoneField(label="Patient’s phone number", required=False, max_length=30)
    tenure = forms.ChoiceField(
        label="How does the patient hold the home?",
        required=False,
        choices=[("", "Select one"), *choices(TENURES)],
        error_messages=LISTED,
        widget=forms.Select(attrs={"optional": False}),
    )
    household = forms.ChoiceField(
        label="Who lives there?",
        required=False,
        choices=[("", "Select one"), *choices(HOUSEHOLDS)],
        error_messages=LISTED,
        widget=forms.Select(attrs={"optional": False}),
    )
    interpreter = forms.CharField(
        label="Language, if an interpreter is needed",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"width": 20}),
    )
    carer_name = forms.CharField(
        label="Name of the carer or next of kin",
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"width": 20, "autocomplete": "off"}),
    )
    carer_relationship = forms.ChoiceField(
        label="Who they are to the patient",
        required=False,
        choices=[("", "Select one"), *choices(CARER_RELATIONSHIPS)],
        error_messages=LISTED,
    )
    carer_phone = PhoneField(label="Their phone number", required=False, max_length=30)
    carer_lives_with_patient = forms.BooleanField(label="They live with the patient", required=False)
    access_notes = _notes("How to get in", "Keys, key safe, pets, parking, who to ring first", rows=2)
    risks = CheckboxesField(
        label="Risks for the patient or for people who visit",
        choices=[*with_hints(RISKS), (NO_RISKS, "None known", "")],
        exclusive=[NO_RISKS],
        dividers={NO_RISKS: "or"},
        attrs={"small": True},
        error_messages={"required": "Select the risks, or “None known”"},
    )
    safety_notes = _notes(
        "What visitors must know to stay safe", "Firms and charities who go to the home will see this", rows=2
    )

    def clean_interpreter(self) -> str:
        return self.one_line("interpreter")

    def clean_carer_name(self) -> str:
        return self.one_line("carer_name")

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        homeless = bool(found.get("no_fixed_abode"))
        if not homeless and not found.get("address") and "address" not in self.errors:
            self.add_error("address", "Enter the home address, or tick that the patient has no fixed abode")
        self._known(
            found, "tenure", "no_home" if homeless else "", "Select how the patient holds the home, or “Not known”"
        )
        self._known(found, "household", "no_household" if homeless else "", "Select who lives there, or “Not known”")
        others = ("carer_relationship", "carer_phone", "carer_lives_with_patient")
        if not found.get("carer_name") and "carer_name" not in self.errors and any(found.get(each) for each in others):
            self.add_error("carer_name", "Enter the name of the carer or next of kin")
        return found

    def _known(self, found: dict[str, Any], name: str, assumed: str, message: str) -> None:
        if found.get(name) or name in self.errors:
            return
        if assumed:
            found[name] = assumed
        else:
            self.add_error(name, message)


class UrgencyForm(WardPageForm):
    """How soon an answer is needed; each choice says what it promises, and by when."""

    urgency = ChoiceRadios(
        label="How urgent is it?",
        choices=with_hints(URGENCIES),
        attrs={"label_hidden": True},
        error_messages={"required": "Select how urgent it is"},
    )

    def prepare(self) -> None:
        widget: Any = self.fields["urgency"].widget
        for each in URGENCIES:
            due = self.about.promises.get(each.code)
            promise = f"{each.promise}: by {deadline_words(due)}" if due else each.promise
            widget.hints[each.code] = f"{each.hint}. {promise}."


def deadline_words(due: Any) -> str:
    """5pm on Thursday 26 November, for a moment in UTC."""
    at = to_london(due)
    return f"{time_words(at.time())} on {at:%A} {at.day} {at:%B}"


class SharingForm(WardPageForm):
    """On what basis details go to housing partners. Without one the referral stops here, and the draft is kept."""

    basis = ChoiceRadios(
        label="Does the patient agree that we share this?",
        choices=with_hints(CONSENT_BASES),
        error_messages={"required": "Select on what basis we may share this"},
    )
    decision_maker = forms.CharField(
        label="Who decided?",
        required=False,
        max_length=150,
        help_text="Name and role",
        widget=forms.TextInput(attrs={"optional": False, "autocomplete": "off"}),
    )
    note = forms.CharField(
        label="Why, and when?",
        required=False,
        max_length=1000,
        help_text="What was decided, who was consulted, and where it is written in the notes",
        widget=forms.Textarea(attrs={"rows": 3, "optional": False}),
    )

    @property
    def stops(self) -> bool:
        """Nobody may send this: the patient refused, or was not asked."""
        return any(error.code == "stop" for error in self.errors.as_data().get("basis", []))

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if not found.get("basis"):
            return found
        basis = find(CONSENT_BASES, found["basis"])
        if not basis.allows_sharing:
            self.add_error(
                "basis",
                forms.ValidationError(
                    "The referral cannot be sent without the patient’s agreement or a recorded decision", code="stop"
                ),
            )
        elif basis.code != "consent":
            if not found.get("decision_maker") and "decision_maker" not in self.errors:
                self.add_error("decision_maker", "Enter who decided, with their role")
            if not found.get("note") and "note" not in self.errors:
                self.add_error("note", "Enter why and when it was decided")
        return found
