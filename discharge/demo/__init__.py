"""The demo: published services with fictitious people. Nothing here runs outside the demo's and the tests' settings."""
