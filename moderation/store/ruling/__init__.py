"""Who has which comment, and what a ruling changes: the sealed event first, then the state that follows from it."""
