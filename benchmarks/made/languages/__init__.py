"""The sites of each language."""
