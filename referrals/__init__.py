"""What is asked: patients, referrals, readiness, clocks, parties, the timeline and messages."""
