"""What may be a comment -> a record: who, when, what, in answer to which; and which items are none."""
