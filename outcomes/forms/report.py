"""Which scheme and which period a report is about."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from outcomes.periods import Period, period_on, periods_on
from partners.forms.base import PlainForm
from partners.models import Scheme


class ReportForm(PlainForm):
    """Both answers may be left out: all schemes, and the year so far."""

    mark_optional = False
    which = forms.ChoiceField(label="Scheme", required=False, widget=forms.Select(attrs={"small": True}))
    when = forms.ChoiceField(label="Period", required=False, widget=forms.Select(attrs={"small": True}))

    def __init__(self, *args: Any, schemes: Sequence[Scheme], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.schemes, self.today = schemes, today
        named = [(scheme.slug, scheme.name) for scheme in schemes]
        self.fields["which"].choices = [*([("", "All schemes")] if len(named) != 1 else []), *named]  # type: ignore[attr-defined]
        self.fields["when"].choices = [(period.code, period.label) for period in periods_on(today)]  # type: ignore[attr-defined]

    def period(self) -> Period:
        """The period asked for, or the usual one."""
        code = self.cleaned_data["when"]
        return period_on(self.today, code) if code else periods_on(self.today)[0]

    def scheme(self) -> Scheme | None:
        """The scheme asked for, or None for all."""
        slug = self.cleaned_data["which"]
        return next((scheme for scheme in self.schemes if scheme.slug == slug), None)
