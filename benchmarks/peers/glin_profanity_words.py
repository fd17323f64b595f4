"""glin-profanity with the given words, its leetspeak and Unicode detection on and its obfuscation level strict."""

from word_filter import answer


def load(words):
    """Return the filter."""
    from glin_profanity import Filter

    # Without a language it adds its English list; Thai adds nothing that these texts could hold.
    settings = {"languages": ["thai"], "custom_words": words, "detect_leetspeak": True, "normalize_unicode": True}
    found = Filter({**settings, "obfuscation": "strict"})
    return lambda texts: [found.is_profane(text) for text in texts]


if __name__ == "__main__":
    answer(load)
