"""The ward's answer to the coordinator's question."""

from django import forms

from partners.forms.base import PlainForm

LONGEST_ANSWER = 4_000


class AnswerForm(PlainForm):
    """One box."""

    answer = forms.CharField(
        label="Your answer",
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
