"""Functions of a `Store`, a subject each: holds, notes, bulks, targets, people and what else a team keeps."""
