"""What a case needs next, in words, from where it stands. Pure: no queries, no reading of time."""

from dataclasses import dataclass

from referrals.catalogue import PAUSE_REASONS
from referrals.lifecycle import STATUS_LABELS, Status
from referrals.lists import label_of

#: A promise of a council’s, which may run for a year: it is asked when due, and hides nothing that can be done now.
COUNCIL = "council"


@dataclass(frozen=True)
class Standing:
    """What the next step is read from: the status, the promise that is due first, and how far the work has come."""

    status: Status
    clock_kind: str = ""
    clock_label: str = ""
    has_assessment: bool = False
    has_work: bool = False
    blocking: int = 0


def next_step(case: Standing) -> str:
    """The one thing to do next. For an ended case, how it ended."""
    if case.status is Status.SUBMITTED:
        return "Accept or decline"
    if case.status is Status.INFORMATION_REQUESTED:
        return "Wait for the ward’s answer"
    if case.status is Status.ACCEPTED:
        return _before_discharge(case)
    if case.status is Status.DISCHARGED:
        return clock_words(case.clock_kind, case.clock_label) if case.clock_kind else "Close with outcome"
    return STATUS_LABELS[case.status]


def _before_discharge(case: Standing) -> str:
    if case.clock_kind and case.clock_kind != COUNCIL:
        return clock_words(case.clock_kind, case.clock_label)
    if case.blocking:
        return "Get the work done"
    if not case.has_assessment and not case.has_work:
        return "Assess the home"
    return "Record discharge" if case.has_work else "Plan the work"


def clock_words(kind: str, label: str) -> str:
    """What a running promise asks somebody to do."""
    if kind == COUNCIL:
        return f"Ask the council: {label[:1].lower()}{label[1:]}"
    return {
        "answer": "Accept or decline",
        "support_plan": "Write the support plan",
        "stay": "Agree the move on",
        "review": "Hold the team review",
        "benefit_claim": "Send the housing benefit claim",
    }.get(kind, label)


def pause_words(reason: str) -> str:
    """Why a promise stands still, in words for the middle of a sentence."""
    label = label_of(PAUSE_REASONS, reason)
    return label[:1].lower() + label[1:]
