"""The ways to find comments in a page: structured markup, known systems, embedded state, headings, recurring shapes."""
