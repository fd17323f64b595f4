"""One comment as the rules see it: its words, those in disguise among them, and what was found."""
