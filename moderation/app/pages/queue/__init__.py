"""The queue: the panel with its items, the figures around it, what is skipped, and what the panel wishes for."""
