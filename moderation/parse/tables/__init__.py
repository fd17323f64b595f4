"""Tables with any column names to comments: the cells of a row to a comment, a value to a field."""
