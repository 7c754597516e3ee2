"""The pasts of what came of a case, for the page of what changed."""

from outcomes.history import FOLLOW_UP, OUTCOME
from outcomes.models import FollowUpPast, OutcomePast
from partners.models.past import Past
from referrals.history import Thing

SOURCES: tuple[tuple[Thing, type[Past]], ...] = ((FOLLOW_UP, FollowUpPast), (OUTCOME, OutcomePast))
