"""The pages, each a `draw`, and their parts."""
