"""Rules held to their examples: tests, carets, cover, disguises, and what the commands print of them."""
