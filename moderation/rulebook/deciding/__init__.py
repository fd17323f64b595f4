"""Conditions made functions of a comment: what they look at, where they may not look, and whether they hold."""
