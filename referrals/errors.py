"""What the actions on a case say when they cannot do what they were asked."""

from partners.errors import NotAllowed, UnableTo, UnableToActNow

__all__ = ["NotAllowed", "UnableTo", "UnableToActNow", "UnableToSubmit"]


class UnableToSubmit(UnableTo):
    """The referral cannot be sent as it stands."""
