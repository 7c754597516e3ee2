"""Refusals of the actions that concern several apps at once."""

from partners.errors import NotAllowed, UnableTo, UnableToActNow

__all__ = ["NotAllowed", "UnableToActNow", "UnableToAnswer"]


class UnableToAnswer(UnableTo):
    """The copy or the hold cannot be made as asked."""
