"""What the launcher says when it cannot do its work. Each message is for the person at the terminal."""


class CannotStart(RuntimeError):
    """The private services or Homeward itself cannot be started; the message says why and what to do."""
