"""profanex with the given words and all its normalisers on; `--fuzzy` for its fuzzy matching, too."""

import sys

from word_filter import answer


def load(words):
    """Return the filter."""
    from dataclasses import fields

    from profanex import Filter, FilterConfig

    on = {field.name: True for field in fields(FilterConfig) if field.name.startswith(("normalize_", "collapse_"))}
    found = Filter(FilterConfig(banned=words, enable_fuzzy="--fuzzy" in sys.argv, **on))
    return lambda texts: [next(iter(found.find(text)), None) is not None for text in texts]


if __name__ == "__main__":
    answer(load)
