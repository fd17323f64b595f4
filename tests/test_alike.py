"""Groups of texts that say nearly the same."""

from __future__ import annotations

import random

from moderation.alike import groups

PITCH = "Protect your family, 70% discount on our water filters, call us now"


def test_disguises_and_small_changes_stay_in_one_group():
    """Another address, other spaces, case and look-alike letters: one campaign; an ordinary comment is none of it."""
    texts = [
        f"{PITCH}: one.example",
        "The ferry was late again, and nobody told us why.",
        f"{PITCH.upper()}!!! two.example",
        f"{PITCH.replace('o', 'о')}: three.example",
        "I like the new bus shelter very much.",
    ]

    assert groups(texts) == [(0, 2, 3)]


def test_the_largest_group_comes_first_and_nothing_is_in_two():
    """The same word for word counts however short it is; texts without a letter count for nothing."""
    texts = ["first!", "a text of its own", "FIRST", "...", "!!!", f"{PITCH} a", f"{PITCH} b", f"{PITCH} c", ""]

    assert groups(texts) == [(5, 6, 7), (0, 2)]
    assert groups([]) == []


def test_a_thousand_of_one_campaign_are_one_group():
    """A campaign that varies a word is found whole among as many ordinary comments."""
    campaign = [f"{PITCH}, {number} places left in your town" for number in range(1000)]
    draw = random.Random(7)
    others = ["".join(draw.choices("abcdefghij klmnop", k=60)) for _ in range(300)]

    (first, *_) = groups([*others, *campaign])

    assert first == tuple(range(300, 1300))
