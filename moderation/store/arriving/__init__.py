"""Comments and verdicts into the tables: what is new, what is known already, what holds and the watch make of it."""
