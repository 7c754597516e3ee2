"""The pasts of what is done. `partners.models.past` says how."""

from housing.models.council import CouncilApplication
from housing.models.flat import Stay, Unit
from housing.models.intervention import HomeAssessment, Intervention, Rehousing
from partners.models.past import past_of


class InterventionPast(past_of(Intervention, index="referral")):
    """Of a piece of work."""


class HomeAssessmentPast(past_of(HomeAssessment, index="referral")):
    """Of whether the home is fit to go back to."""


class RehousingPast(past_of(Rehousing, index="referral")):
    """Of the search for another home."""


class CouncilApplicationPast(past_of(CouncilApplication, index="referral")):
    """Of an application to a council. Its stages are rows of their own, never changed."""


class StayPast(past_of(Stay, index="referral")):
    """Of a time in a flat."""


class UnitPast(past_of(Unit)):
    """Of a flat: what it offers decides who can stay there."""
