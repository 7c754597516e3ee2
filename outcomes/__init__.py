"""What came of it: follow-ups, outcomes, measures and reports."""
