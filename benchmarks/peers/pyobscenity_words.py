"""pyobscenity with the given words and its recommended transformers."""

from word_filter import answer


def load(words):
    """Return the filter; `|word|` asks for whole words."""
    from pyobscenity import Dataset, RegexMatcher, english_recommended_blacklist_transformers

    dataset = Dataset()
    for word in words:
        dataset.add_phrase(lambda phrase, word=word: phrase.add_pattern(f"|{word}|"))
    built = dataset.build()
    found = RegexMatcher(
        blacklisted_terms=built["blacklisted_terms"],
        whitelisted_terms=built["whitelisted_terms"],
        blacklist_transformers=english_recommended_blacklist_transformers,
        whitelist_transformers=[],
    )
    return lambda texts: [found.has_match(text) for text in texts]


if __name__ == "__main__":
    answer(load)
