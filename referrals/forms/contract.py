"""The question about a scheme's contract."""

from partners.forms.base import PlainForm
from partners.forms.fields import DateBoxesField


class ContractForm(PlainForm):
    """When the present contract began."""

    started_on = DateBoxesField(
        label="When did the contract start, or when was it renewed?",
        noun="The day the contract started",
        required=False,
        help_text="Leave it empty when the contract has ended, or when there is none.",
    )
