"""What the actions on follow-ups and outcomes say when they cannot do what they were asked."""

from partners.errors import NotAllowed, UnableTo, UnableToActNow

__all__ = ["NotAllowed", "UnableTo", "UnableToActNow", "UnableToClose", "UnableToRecordFollowUp"]


class UnableToRecordFollowUp(UnableTo):
    """This follow-up cannot be recorded, or not so."""


class UnableToClose(UnableTo):
    """The case cannot be closed with these details, or not yet."""
