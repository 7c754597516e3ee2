"""What came of a case, for its past: which columns are shown, and how they read. `referrals.history` says how."""

from functools import partial

from outcomes.models import FollowUp, Outcome
from outcomes.schedule import FOLLOW_UPS
from referrals.catalogue import OUTCOMES
from referrals.history import Kept, Thing, chosen, coded

FOLLOW_UP = Thing(
    "follow-up",
    "Follow-up",
    {
        "kind": Kept("Kind", "follow_up_note", partial(coded, FOLLOW_UPS)),
        "due_on": Kept("Due", "follow_up_note"),
        "done_at": Kept("Done", "follow_up_note"),
        "result": Kept("Result", "follow_up_note", partial(chosen, FollowUp.Result.choices)),
        "note": Kept("Note", "follow_up_note"),
        "cancelled_at": Kept("Cancelled", "follow_up_note"),
    },
    title="kind",
)
OUTCOME = Thing(
    "outcome",
    "Outcome",
    {
        "code": Kept("Outcome", "outcome_note", partial(coded, OUTCOMES)),
        "note": Kept("Closing note", "outcome_note"),
        "would_have_left_on": Kept("Would have left hospital on", "outcome_evidence"),
        "counterfactual": Kept(
            "How that is known", "outcome_evidence", partial(chosen, Outcome.Counterfactual.choices)
        ),
        "evidence": Kept("Evidence", "outcome_evidence"),
    },
    title="code",
)
THINGS: tuple[Thing, ...] = (FOLLOW_UP, OUTCOME)

#: Columns kept and not listed on the page, as thing.column.
NOT_SHOWN: dict[str, str] = {
    "follow-up.clock_id": "points to a deadline",
    **dict.fromkeys(
        ("follow-up.done_by_id", "outcome.recorded_by_id", "outcome.recorded_at"),
        "each version says who wrote it and when",
    ),
}
