"""`moderation rules show`."""
