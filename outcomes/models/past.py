"""The pasts of what came of it. `partners.models.past` says how."""

from outcomes.models.follow_up import FollowUp
from outcomes.models.outcome import Outcome
from partners.models.past import past_of


class FollowUpPast(past_of(FollowUp, index="referral")):
    """Of a call or visit after the person went home."""


class OutcomePast(past_of(Outcome, index="referral")):
    """Of what came of the case."""
