"""What an action says when it cannot do what it was asked. Each message is for the person who asked."""


class UnableTo(Exception):
    """An expected refusal. `message` is shown as it is, so it says what is wrong and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(UnableTo):
    """The person may see the thing but not do this to it: pages answer 403."""


class UnableToActNow(UnableTo):
    """The case has moved on since the page was opened: somebody else acted first."""
