"""better-profanity with the given words."""

from word_filter import answer


def load(words):
    """Return the filter."""
    from better_profanity import profanity

    profanity.load_censor_words(words)
    return lambda texts: [profanity.contains_profanity(text) for text in texts]


if __name__ == "__main__":
    answer(load)
