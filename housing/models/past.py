"""The pasts of what is done. `partners.models.past` says how."""

from housing.models.flat import Stay, Unit
from housing.models.intervention import HomeAssessment, Intervention, Rehousing
from partners.models.past import past_of


class InterventionPast(past_of(Intervention, index="referral")):
    """Of a piece of work."""


class HomeAssessmentPast(past_of(HomeAssessment, index="referral")):
    """Of whether the home is fit to go back to."""


class RehousingPast(past_of(Rehousing, index="referral")):
    """Of the search for another home."""


class StayPast(past_of(Stay, index="referral")):
    """Of a time in a flat."""


class UnitPast(past_of(Unit)):
    """Of a flat: what it offers decides who can stay there."""
