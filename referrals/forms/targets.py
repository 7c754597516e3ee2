"""What a team lead is asked about how long something may take."""

from datetime import date, datetime, time
from typing import Any, cast

from django import forms
from django.http import QueryDict

from partners.forms.base import PlainForm
from partners.forms.fields import ChoiceRadios, DateBoxesField
from partners.forms.schemes import HourField
from referrals.actions.targets import REACH, ChangedTarget
from referrals.london import london_date
from referrals.queries.targets import TargetRow
from referrals.targets import CLOCKS, MOST, Unit

OFF = "off"
#: Kind of time → what it is called as an answer, its hint, and what its number counts.
WORDS: dict[Unit, tuple[str, str, str]] = {
    Unit.ELAPSED_HOURS: ("Hours", "Nights, weekends and bank holidays count", "hours"),
    Unit.SAME_OPERATING_DAY: ("The same day", "By closing time, or by the next day’s when it has closed already", ""),
    Unit.WORKING_DAYS: ("Working days", "Weekends and bank holidays do not count", "working days"),
    Unit.CALENDAR_DAYS: ("Days", "Weekends and bank holidays count", "days"),
    Unit.MONTHS: ("Months", "", "months"),
}


class TargetForm(PlainForm):
    """How long one thing may take, and from which day on. Sent once to see what moves, and once more to save it: `seen`
    is what was shown.
    """

    kind = ChoiceRadios(label="How long may it take?", error_messages={"required": "Select how long it may take"})
    cut_off = HourField(
        label="What comes in after this time counts as the next working day’s",
        help_text="For example, 5pm",
        required=False,
    )
    valid_from = DateBoxesField(
        label="From which day?",
        noun="The first day",
        help_text="Deadlines that started on this day or later and still run are counted anew",
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, now: TargetRow, at: datetime) -> None:
        today = london_date(at)
        super().__init__(data, initial=_initial(now, today))
        self.clock, self.now = CLOCKS[now.name], now
        for unit in self.clock.units:
            if unit is not Unit.SAME_OPERATING_DAY:
                self.fields[unit.value] = _number(f"How many {WORDS[unit][2]}?", MOST[unit])
        self.fields["cut_off"].widget.attrs["optional"] = False
        first_day = cast(DateBoxesField, self.fields["valid_from"])
        first_day.earliest, first_day.latest = today - REACH, today + REACH
        self.fields["kind"] = self._kinds()
        self.order_fields(["kind", *(unit.value for unit in self.clock.units), "cut_off", "valid_from", "seen"])

    def _kinds(self) -> ChoiceRadios:
        choices = [(unit.value, *WORDS[unit][:2]) for unit in self.clock.units]
        if self.clock.may_be_off:
            choices.append((OFF, "We do not promise this", "What runs already runs on. Nothing new starts."))
        reveals: dict[str, tuple[str, ...]] = {
            unit.value: (unit.value,) for unit in self.clock.units if unit is not Unit.SAME_OPERATING_DAY
        }
        if Unit.WORKING_DAYS in self.clock.units:
            reveals[Unit.WORKING_DAYS.value] = (Unit.WORKING_DAYS.value, "cut_off")
        return ChoiceRadios(
            label="How long may it take?",
            choices=choices,
            reveals=reveals,
            dividers={OFF: "or"},
            error_messages={"required": "Select how long it may take"},
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        kind = cleaned.get("kind")
        for unit in self.clock.units:  # what stands in the boxes of another kind is not asked for, and not seen
            if kind and kind != unit:
                self.errors.pop(unit.value, None)
        if kind and kind != Unit.WORKING_DAYS:
            self.errors.pop("cut_off", None)
        if kind in self.fields and kind not in self.errors and cleaned.get(kind) is None:
            self.add_error(kind, f"Enter how many {WORDS[Unit(kind)][2]}")
        if kind == Unit.WORKING_DAYS and not cleaned.get("cut_off") and "cut_off" not in self.errors:
            self.add_error("cut_off", "Enter a time, like 5pm")
        return cleaned

    def change(self) -> ChangedTarget:
        """The change as typed; only after `is_valid`."""
        given = self.cleaned_data
        name, valid_from = self.now.name, given["valid_from"]
        if given["kind"] == OFF:
            return ChangedTarget(name=name, valid_from=valid_from, off=True)
        unit = Unit(given["kind"])
        cut_off = given["cut_off"] if unit is Unit.WORKING_DAYS else time(17)
        return ChangedTarget(
            name=name, valid_from=valid_from, unit=unit, amount=given.get(unit.value) or 1, cut_off=cut_off
        )

    def show(self) -> None:
        """Let the page send back that this was shown."""
        typed = cast(QueryDict, self.data).copy()
        typed["seen"] = self.shows
        self.data = typed

    @property
    def shows(self) -> str:
        """What `seen` must be for saving without showing again what moves: the change, and what it is a change of."""
        change, now = self.change(), self.now
        figure = OFF if change.off else f"{change.unit.value} {change.amount} {change.cut_off.isoformat('minutes')}"
        return f"{figure} from {change.valid_from.isoformat()}, {now.length} before"


def _number(label: str, most: int) -> forms.IntegerField:
    wrong = f"Enter a number from 1 to {most}"
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "width": 3, "autocomplete": "off", "optional": False}),
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


def _initial(now: TargetRow, today: date) -> dict[str, Any]:
    unit = now.target.unit
    found: dict[str, Any] = {"kind": OFF if now.off else unit.value, "cut_off": now.target.cut_off, "valid_from": today}
    if unit is not Unit.SAME_OPERATING_DAY:
        found[unit.value] = now.target.amount
    return found
