"""Tables with any column names to comments: delimited text and JSON Lines."""
