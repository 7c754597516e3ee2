"""Who takes the cases of somebody who leaves."""

from collections.abc import Mapping, Sequence
from typing import Any

from partners import words
from partners.forms.base import PlainForm
from partners.forms.fields import ChoiceRadios
from referrals.queries.leaving import Held


class HandOverForm(PlainForm):
    """One question for each organisation that leads cases through this person; none when there are none."""

    def __init__(self, data: Any = None, *, held: Sequence[Held]) -> None:
        super().__init__(data)
        self.held = held
        for each in held:
            field = ChoiceRadios(
                label=f"Who takes the {words.count(each.cases, 'open case')} of {each.organisation.name}?",
                choices=[(str(one.pk), one.name, words.count(one.open_cases, "open case")) for one in each.colleagues],
                error_messages={"required": "Select who takes the cases"},
            )
            self.fields[self._name(each)] = field

    @staticmethod
    def _name(held: Held) -> str:
        return f"takes_{held.organisation.pk}"

    @property
    def stuck(self) -> list[Held]:
        """Where nobody could take them."""
        return [each for each in self.held if not each.colleagues]

    def chosen(self) -> Mapping[int, int]:
        """The id of the person chosen, by organisation; only after `is_valid`."""
        return {each.organisation.pk: int(self.cleaned_data[self._name(each)]) for each in self.held}
