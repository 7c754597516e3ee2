"""What to look for in the record of who looked."""

from django import forms

from partners.forms.base import PlainForm
from partners.forms.fields import DateBoxesField


class ReadLogForm(PlainForm):
    """Filters; all empty shows the newest."""

    mark_optional = False
    label_size = "s"

    reference = forms.CharField(
        label="Reference of the case",
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"width": 10, "autocomplete": "off", "spellcheck": "false"}),
    )
    person = forms.CharField(label="Who looked", required=False, max_length=100)
    on = DateBoxesField(label="Day", noun="The day", required=False)
