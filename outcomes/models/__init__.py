from outcomes.models.follow_up import FollowUp
from outcomes.models.outcome import Outcome, UnitCost
from outcomes.models.past import FollowUpPast, OutcomePast

__all__ = ["FollowUp", "FollowUpPast", "Outcome", "OutcomePast", "UnitCost"]
