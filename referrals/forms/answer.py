"""The ward's answer to the coordinator's question."""

from django import forms

from partners.forms.base import PlainForm

LONGEST_ANSWER = 4_000


class AnswerForm(PlainForm):
    """One box. `question` is the message that was on the page; the templates write it, so that it is always the one
    shown.
    """

    question = forms.IntegerField(required=False, widget=forms.HiddenInput())
    answer = forms.CharField(
        label="Your answer",
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
