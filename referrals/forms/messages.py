"""What is written between the ward and the coordinator."""

from django import forms

from partners.forms.base import PlainForm

LONGEST = 4000


class MessageForm(PlainForm):
    """A line to the other side."""

    body = forms.CharField(
        label="Message",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter your message"},
    )


class AskForm(PlainForm):
    """What the coordinator needs to know from the ward before deciding."""

    question = forms.CharField(
        label="What do you need to know?",
        help_text="The ward sees this at once. Ask everything in one go.",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Enter your question"},
    )
