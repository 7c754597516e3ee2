from outcomes.models.follow_up import FollowUp
from outcomes.models.outcome import Outcome, UnitCost

__all__ = ["FollowUp", "Outcome", "UnitCost"]
