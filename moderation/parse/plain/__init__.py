"""The text of a page, as a scraper or a person copied it, taken apart into article and comments."""
