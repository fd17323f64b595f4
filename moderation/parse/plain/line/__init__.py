"""A page as its lines, and what each of them may be, judged alone."""
