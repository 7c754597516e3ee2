"""Looking for a flat, booking it, and what its manager records."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from housing.catalogue import NO_CLAIM_REASONS, OVERSTAY_REASONS, VOID_REASONS, choices
from housing.forms.shared import as_options, limit_to_today, past_day, with_hints
from housing.models import Unit
from housing.queries.flats import Wanted
from housing.stays import LIMIT_NIGHTS, Days, nights_over
from partners.forms.base import PlainForm
from partners.forms.fields import CheckboxesField, ChoiceRadios, DateBoxesField
from referrals.catalogue import DESTINATIONS
from referrals.models import Referral

USUAL_NIGHTS = 14
_NEEDS = (
    ("step_free", "Step-free"),
    ("wheelchair", "Made for a wheelchair"),
    ("two_bedrooms", "2 bedrooms, for somebody who comes too"),
    ("not_shared", "Nothing shared with other guests"),
)


class SearchFlatForm(PlainForm):
    """From when to when, and what the flat must have. Also carries the booking, once a flat is chosen."""

    from_on = DateBoxesField(
        label="First night", noun="First night", error_messages={"required": "Enter the first night"}
    )
    until_on = DateBoxesField(
        label="Day of leaving", noun="Day of leaving", error_messages={"required": "Enter the day of leaving"}
    )
    needs = CheckboxesField(label="The flat must be", choices=_NEEDS, required=False, attrs={"optional": False})
    overstay_reason = forms.ChoiceField(
        label=f"Why longer than {LIMIT_NIGHTS} nights",
        help_text="Only for a longer stay",
        choices=as_options(OVERSTAY_REASONS, "Not longer"),
        required=False,
        widget=forms.Select(attrs={"optional": False}),
    )

    def clean(self) -> dict[str, Any]:
        """The days must be in order; a long stay needs its reason."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("from_on"), cleaned.get("until_on")
        if start and end and end <= start:
            self.add_error("until_on", "Day of leaving must be after the first night")
        elif start and end and (over := nights_over(start, end)) and not cleaned.get("overstay_reason"):
            self.add_error(
                "overstay_reason",
                f"Select why the stay is {over} {'night' if over == 1 else 'nights'} longer than {LIMIT_NIGHTS}",
            )
        return cleaned

    def wanted(self) -> Wanted:
        """What was asked for."""
        needs = set(self.cleaned_data.get("needs") or [])
        return Wanted(
            days=Days(self.cleaned_data["from_on"], self.cleaned_data["until_on"]),
            step_free="step_free" in needs,
            wheelchair="wheelchair" in needs,
            bedrooms=2 if "two_bedrooms" in needs else 1,
            not_shared="not_shared" in needs,
        )


class BookForm(SearchFlatForm):
    """The search with a flat chosen."""

    unit = forms.ModelChoiceField(
        queryset=Unit.objects.none(), error_messages={"required": "Select a flat", "invalid_choice": "Select a flat"}
    )

    def __init__(self, data: Any = None, *, units: QuerySet[Unit]) -> None:
        super().__init__(data)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class CaseForFlatForm(PlainForm):
    """For whom a free flat is booked."""

    reference = ChoiceRadios(label="Who is it for?", error_messages={"required": "Select who the flat is for"})

    def __init__(self, data: Any = None, *, cases: Sequence[Referral]) -> None:
        super().__init__(data)
        field = self.fields["reference"]
        field.choices = [  # type: ignore[attr-defined]
            (case.reference, f"{case.patient.full_name if case.patient else 'No name'}, {case.reference}")
            for case in cases
        ]


class ArrivalForm(PlainForm):
    """The day somebody moved in."""

    arrived_on = past_day("When did they move in?", "Day of moving in", "Enter when they moved in")

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"arrived_on": today})
        limit_to_today(self, today, "arrived_on")


class DepartureForm(PlainForm):
    """The day somebody moved out, and where to."""

    departed_on = past_day("When did they move out?", "Day of moving out", "Enter when they moved out")
    move_on_to = ChoiceRadios(
        label="Where did they go?",
        choices=with_hints(entry for entry in DESTINATIONS if entry.code not in {"temporary_flat", "not_admitted"}),
        error_messages={"required": "Select where they went"},
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"departed_on": today})
        limit_to_today(self, today, "departed_on")


class SupportPlanForm(PlainForm):
    """What the guest wants to get done in the flat, and who helps."""

    plan = forms.CharField(
        label="Support plan",
        help_text="Goals, who helps with what, and the plan for moving on.",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "Enter the support plan"},
    )


class ReviewForm(PlainForm):
    """When the team talked about the guest, and what came of it."""

    held_on = past_day("When was the review?", "Day of the review", "Enter when the review was")
    decided = forms.CharField(
        label="What was decided?",
        help_text="Who does what until the next review.",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Enter what was decided"},
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"held_on": today})
        limit_to_today(self, today, "held_on")


class ClaimForm(PlainForm):
    """Housing benefit was claimed, or need not be."""

    claim = ChoiceRadios(
        label="Has housing benefit been claimed?",
        choices=[
            ("sent", "Yes, the claim was sent"),
            *((code, f"No: {label[0].lower()}{label[1:]}") for code, label in choices(NO_CLAIM_REASONS)),
        ],
        error_messages={"required": "Select whether the claim was sent, or why there is none"},
    )
    sent_on = DateBoxesField(
        label="When was the claim sent?",
        noun="Day the claim was sent",
        required=False,
        help_text="Only if it was sent.",
        attrs={"optional": False},
    )

    def __init__(self, data: Any = None, *, today: date, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        limit_to_today(self, today, "sent_on")

    def clean(self) -> dict[str, Any]:
        """A claim that was sent has its day."""
        cleaned = super().clean() or {}
        if cleaned.get("claim") == "sent" and not cleaned.get("sent_on") and "sent_on" not in self.errors:
            self.add_error("sent_on", "Enter when the claim was sent")
        return cleaned

    def answer(self) -> dict[str, Any]:
        """What was said, for the action; only after `is_valid`."""
        sent = self.cleaned_data["claim"] == "sent"
        return {
            "sent_on": self.cleaned_data["sent_on"] if sent else None,
            "no_claim_reason": "" if sent else self.cleaned_data["claim"],
        }

    @classmethod
    def initial_of(cls, sent_on: date | None, no_claim_reason: str, today: date) -> dict[str, Any]:
        """What the page begins with: what was said, or a claim sent today."""
        claim = "sent" if sent_on else no_claim_reason
        return {"claim": claim, "sent_on": sent_on or (None if no_claim_reason else today)}


class ChangeStayForm(PlainForm):
    """Another day of leaving."""

    until_on = DateBoxesField(
        label="New day of leaving", noun="Day of leaving", error_messages={"required": "Enter the day of leaving"}
    )
    overstay_reason = forms.ChoiceField(
        label=f"Why longer than {LIMIT_NIGHTS} nights",
        help_text="Only for a longer stay. Giving the reason authorises it.",
        choices=as_options(OVERSTAY_REASONS, "Not longer"),
        required=False,
        widget=forms.Select(attrs={"optional": False}),
    )


class VoidForm(PlainForm):
    """A flat is out of use: since when, until when, why, and who puts it right."""

    reason = ChoiceRadios(
        label="Why is it out of use?",
        choices=with_hints(VOID_REASONS),
        error_messages={"required": "Select why the flat is out of use"},
    )
    owner = forms.CharField(
        label="Who puts it right?",
        help_text="A person or firm",
        max_length=120,
        error_messages={"required": "Enter who puts it right"},
    )
    from_on = DateBoxesField(label="From", noun="First day", error_messages={"required": "Enter the first day"})
    until_on = DateBoxesField(
        label="In use again on",
        noun="Day in use again",
        required=False,
        help_text="Leave empty if nobody knows yet.",
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"from_on": today})

    def clean(self) -> dict[str, Any]:
        """The days must be in order."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("from_on"), cleaned.get("until_on")
        if start and end and end <= start:
            self.add_error("until_on", "Day in use again must be after the first day")
        return cleaned


class EndVoidForm(PlainForm):
    """The flat can be used again."""

    ended_on = DateBoxesField(
        label="From when can it be used?", noun="Day", error_messages={"required": "Enter when it can be used"}
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"ended_on": today})


def usual_days(expected: date | None, today: date) -> tuple[date, date]:
    """The days a search begins with: from the expected discharge, or today, for two weeks."""
    start = max(expected or today, today)
    return start, start + timedelta(days=USUAL_NIGHTS)
