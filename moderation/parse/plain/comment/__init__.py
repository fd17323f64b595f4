"""From a header that recurs to a comment: its lines, its author, its time, whom it answers."""
