"""A wish about the rules: editing (a rule file's text with words put in) -> draft (what came of it, tested)."""
