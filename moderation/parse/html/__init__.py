"""Saved pages of the web to an article and its comments."""
