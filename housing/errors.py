"""What stands against an act in this app, in words for the person who asked."""

from partners.errors import NotAllowed, UnableTo, UnableToActNow

__all__ = [
    "NotAllowed",
    "UnableToActNow",
    "UnableToApply",
    "UnableToAssess",
    "UnableToBook",
    "UnableToChangeFlats",
    "UnableToPlanWork",
    "UnableToRecordStay",
    "UnableToRehouse",
]


class UnableToApply(UnableTo):
    """The application to a council, or its next stage, cannot be recorded as given."""


class UnableToAssess(UnableTo):
    """The assessment cannot be recorded as given."""


class UnableToPlanWork(UnableTo):
    """The work cannot be planned, asked for or finished as given."""


class UnableToBook(UnableTo):
    """The flat cannot be had on these days. The message names what is there."""


class UnableToChangeFlats(UnableTo):
    """The building or flat cannot be as asked."""


class UnableToRecordStay(UnableTo):
    """The move in or out does not fit what is recorded."""


class UnableToRehouse(UnableTo):
    """The step does not fit those recorded before."""
