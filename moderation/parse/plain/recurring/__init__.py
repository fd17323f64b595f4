"""What comes back on a page, and how much speaks for it being the headers of comments."""
