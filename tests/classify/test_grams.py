"""The hash is exactly what its definition says; a compiled kernel can be held to the same."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.classify import grams

words = st.lists(st.text(st.characters(), min_size=1, max_size=12), min_size=1, max_size=8)


def fnv(codes) -> int:
    """FNV-1a over code points, as the definition reads."""
    h = 0x811C9DC5
    for code in codes:
        h = ((h ^ code) * 0x01000193) % 2**32
    return h


def mix(h: int) -> int:
    """MurmurHash3's finaliser, as the definition reads."""
    h ^= h >> 16
    h = h * 0x85EBCA6B % 2**32
    h ^= h >> 13
    h = h * 0xC2B2AE35 % 2**32
    return h ^ h >> 16


@given(words)
def test_character_grams_are_those_of_the_definition(tokens: list[str]) -> None:
    """Every window of every token, hashed one by one, gives the same buckets."""
    encoded = grams.encode(tokens)
    found = [buckets[fits].tolist() for buckets, fits in grams.character_grams(encoded, (2, 5), 19)]
    for n, buckets in zip(range(2, 6), found, strict=True):
        expected = []
        for token in tokens:
            codes = [32, *map(ord, token), 32]
            for at in range(len(codes) - n + 1):
                expected.append(mix((fnv(codes[at : at + n]) + n * 0x9E3779B1) % 2**32) >> 13)
        assert buckets == expected


@given(words)
def test_words_and_pairs_are_those_of_the_definition(tokens: list[str]) -> None:
    """Word and pair hashes agree with plain integers."""
    plain = [mix(fnv([32, *map(ord, token), 32])) for token in tokens]
    hashes = grams.word_hashes(grams.encode(tokens))
    assert hashes.tolist() == plain
    assert grams.word_buckets(hashes, 19).tolist() == [mix((h + 0x51ED270B) % 2**32) >> 13 for h in plain]
    pairs = [mix((a * 0x9E3779B1 + b + 7) % 2**32) >> 13 for a, b in pairwise(plain)]
    assert grams.pair_buckets(hashes[:-1], hashes[1:], 19).tolist() == pairs


@given(st.text())
def test_tokens_are_bounded_and_lose_no_sign(text: str) -> None:
    """Whatever is not space stands in exactly one token of at most 51 characters."""
    tokens = grams.token().findall(text)
    assert all(1 <= len(token) <= 51 for token in tokens)
    assert sum(map(len, tokens)) == len(text) - len([c for c in text if not grams.token().match(c)])


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("don't shout!!", ["don't", "shout", "!!"]),
        ("see http://a.io/x", ["see", "http", "://", "a", ".", "io", "/", "x"]),
        ("a" * 90, ["a" * 40, "a" * 40, "a" * 10]),
        ("\u00abgut\u00bb \u4f60\u597d", ["\u00ab", "gut", "\u00bb", "\u4f60\u597d"]),
        ("\u00a0\u2003 ", []),
    ],
    ids=["apostrophe", "link", "long word", "guillemets and Han", "spaces alone"],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    """Words keep their apostrophe, signs stand together, runs are cut."""
    assert grams.token().findall(text) == tokens


def test_no_tokens_encode_to_nothing() -> None:
    """The empty list is fine."""
    encoded = grams.encode([])
    assert len(encoded.codes) == 0
    assert grams.word_hashes(encoded).dtype == np.uint32
