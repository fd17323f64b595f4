"""What a change of rules, policy or classifier does to a corpus.

sides (what is compared), budget (how much it may do), surprise (how far a text lies from others), tally (what is
counted) -> compare (two sides on one chunk) -> diff (all chunks, and what to look at first) -> report (a terminal,
JSON), page (HTML), markdown
"""
