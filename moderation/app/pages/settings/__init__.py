"""Settings: what a moderator sets for themselves, and the team, for its admins."""
