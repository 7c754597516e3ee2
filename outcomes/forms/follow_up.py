"""What was found out at a call or visit."""

from typing import Any

from django import forms

from outcomes.models import FollowUp
from partners.forms.base import PlainForm
from partners.forms.fields import ChoiceRadios

#: Not a result: nobody was reached this time, and the follow-up stays due.
TRY_AGAIN = "try_again"

RESULTS: list[tuple[str, str] | tuple[str, str, str]] = [
    (FollowUp.Result.FINE.value, FollowUp.Result.FINE.label),
    (FollowUp.Result.NEEDS_HELP.value, FollowUp.Result.NEEDS_HELP.label, "Say below what help they need"),
    (FollowUp.Result.IN_HOSPITAL.value, FollowUp.Result.IN_HOSPITAL.label),
    (FollowUp.Result.ELSEWHERE.value, FollowUp.Result.ELSEWHERE.label),
    (FollowUp.Result.DIED.value, FollowUp.Result.DIED.label, "The other follow-ups are cancelled"),
    (TRY_AGAIN, "Nobody was reached: try again", "The follow-up stays due, and the attempt is written down"),
    (FollowUp.Result.NOT_REACHED.value, "Nobody was reached: stop trying", "Counted as not reached"),
]


class FollowUpForm(PlainForm):
    """One answer, and words for it."""

    result = ChoiceRadios(
        label="What did you find out?",
        choices=RESULTS,
        attrs={"label_size": "m"},
        error_messages={"required": "Select what you found out"},
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What they told you, and what you arranged. The ward does not see this page.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("result") == FollowUp.Result.NEEDS_HELP and not data.get("note"):
            self.add_error("note", "Enter what help the person needs")
        return data
