"""The demo's people: what they are told apart by, and their one password. Only settings with IS_DEMO use any of it.

Their addresses end in `.example`, a name kept for examples (RFC 2606), so no real person can have one.
"""

DEMO_PASSWORD = "welcome-home-demo"  # noqa: S105 - the demo's people are made up, and it is printed for everybody
DEMO_ADDRESS_ENDING = ".example"
