"""Why a deadline stands still."""

from typing import Any

from partners.forms.base import PlainForm
from partners.forms.fields import ChoiceRadios
from referrals.catalogue import PAUSE_REASONS, WARD_S_ANSWER
from referrals.models import Clock


class PauseForm(PlainForm):
    """One of the listed reasons. `kind`: of the deadline; the answer to the ward waits for the ward by a question."""

    reason = ChoiceRadios(
        label="Why does it stand still?", error_messages={"required": "Select why the deadline stands still"}
    )

    def __init__(self, data: Any = None, *, kind: str) -> None:
        super().__init__(data)
        is_answer = kind == Clock.Kind.ANSWER
        field = self.fields["reason"]
        field.choices = [  # type: ignore[attr-defined]
            (each.code, each.label) for each in PAUSE_REASONS if not (is_answer and each.code == WARD_S_ANSWER)
        ]
        field.help_text = "The time it stands still is not counted. The ward sees the reason and how long."
        if is_answer:
            field.help_text += " If you wait for the ward, ask them your question instead."
