"""Sentences whose bad words are denied, quoted or answered, and such that are unkind in spite of a denial.

Written for this package: in the public sets at hand an insult's word is nearly always an insult. The same words stand
in both kinds; the sentences that measure (`held_apart`) share neither frames nor insults with those that train.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Final

from moderation.train.identities import GROUPS

_NOUNS: Final = (
    "idiot", "moron", "liar", "fool", "clown", "loser", "coward", "piece of trash", "pig", "parasite", "racist",
    "bitch", "asshole", "bastard", "scumbag",
)  # fmt: skip
_ADJECTIVES: Final = (
    "stupid", "ugly", "pathetic", "disgusting", "dumb", "worthless", "crazy", "corrupt", "filthy", "evil",
)  # fmt: skip
_VERBS: Final = ("kill", "shoot", "beat up", "hang", "burn", "stab")
_WHO: Final = ("he", "she", "the mayor", "the author", "your brother", "the referee", "our neighbour", "the minister")

KIND: Final = (
    "You are not {a_noun}, you just disagree with me.",
    "I never said that you are {adjective}.",
    "I do not think {who} is {a_noun}.",
    "Nobody here called you {a_noun}.",
    "{who} is no {noun} and never was.",
    "It is not true that {group} people are {adjective}.",
    "{group} people are not {adjective}.",
    "I do not hate {group} people, and I do not know anyone who does.",
    "Nobody should call {group} people {adjective}.",
    'Somebody shouted "{noun}" at a {group} woman on the bus, and everybody looked away.',
    'The man was fined for writing "{group} people are {adjective}" on the wall.',
    '"You {adjective} {noun}" is what {who} was called in the street. That has to stop.',
    'He wrote "{verb} them all" under the video and was reported for it.',
    "Please do not call each other {adjective}, it helps nobody.",
    "Whoever says that {group} people are {adjective} has not met many.",
    "Saying that {group} people are {adjective} is hateful, and I will not be quiet about it.",
    "Calling somebody {a_noun} is not an argument.",
    "Why is it acceptable to call {group} people {adjective}?",
    "My teacher called me {a_noun} when I was eight, and I still remember it.",
    "I felt {adjective} after that exam, but I passed.",
    "What {a_noun} I was to sell the house that year.",
    "They threatened to {verb} her because she is {group}.",
    "No one is going to {verb} anybody, calm down.",
    "In the film {who} wants to {verb} the king and fails.",
    "The word {noun} was cut from the new edition of the book.",
    "It is sad that {group} children still hear that they are {adjective}.",
    "If you think that {group} people are {adjective}, talk to one of them.",
    "The idea is not {adjective} at all, {who} has a point.",
    "That was {adjective} weather for a wedding.",
    "This is a damn good article.",
    "I would kill for a coffee like that.",
    "We got beaten badly last night, congratulations to the others.",
)
UNKIND: Final = (
    "You are not only {a_noun}, you are {adjective} as well.",
    "I am not prejudiced, but {group} people are {adjective}.",
    "Nobody wants {group} people here.",
    "Do not tell me that {group} people are not {adjective}, we all know they are.",
    "It is no insult to call you {a_noun}, it is a description.",
    "You are not clever, you are {a_noun}.",
    "With all due respect, {who} is {a_noun}.",
    "I never thought that anyone could be such a {adjective} {noun} as you.",
    "You cannot expect {group} people to be honest, they are all {adjective}.",
    'They say "be nice to {group} people". No. They are {adjective}.',
    "Not all {group} people are {adjective}, only nine of ten.",
    "I do not say that we should {verb} {group} people, but nobody would miss them.",
    "Somebody should {verb} you.",
    "I will find you and {verb} you, {noun}.",
    "I hope they {verb} {who}.",
    "Thanks for proving once more that you are {a_noun}.",
    "Your comment is {adjective} and so are you.",
    "Go back where you came from, nobody asked for {group} people.",
    "The world would be better without {group} people.",
    "{group} people do not belong in this country.",
    "Why do {group} people always have to be so {adjective}?",
    "Even {a_noun} like you should understand that.",
)
# What measures: other frames, other insults.
_APART_NOUNS: Final = ("imbecile", "jerk", "rat", "degenerate", "lowlife", "crook")
_APART_ADJECTIVES: Final = ("brainless", "repulsive", "lazy", "dishonest", "vile", "primitive")
_APART_GROUPS: Final = ("gay", "muslim", "black", "jewish", "trans", "mexican", "disabled", "immigrant")
APART: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "negation": (
        (
            "{group} neighbours are anything but {adjective}.",
            "She is far from being {a_noun}.",
            "There is nothing {adjective} about {group} families.",
            "I would not say you are {adjective}.",
        ),
        (
            "There is nothing good about {group} families, they are {adjective}.",
            "You are far from being a decent person, {noun}.",
            "I cannot stand {group} neighbours, they are {adjective}.",
            "I would not trust a {adjective} {noun} like you.",
        ),
    ),
    "counter-speech": (
        (
            "How dare you say {group} women are {adjective}? They deserve the same respect as everyone.",
            "People who treat {group} kids as {adjective} should be ashamed.",
            "I am tired of hearing that {group} workers are {adjective}. It is a lie.",
        ),
        (
            "{group} women are {adjective} and deserve no respect.",
            "{group} kids are {adjective}, and I am not ashamed to say it.",
            "I am tired of {group} workers, {adjective} all of them.",
        ),
    ),
    "quotation": (
        (
            'She was told "go home, you {adjective} {noun}" in front of her kids.',
            'The court ruled that "{group} people are {adjective}" is incitement.',
            'A reader signed his letter with "{noun}" and the paper printed an apology.',
        ),
        (
            "Go home, you {adjective} {noun}, and take your kids along.",
            "The court ruled what all of us think: {group} people are {adjective}.",
            'A "reader" like you, {noun}, deserves no apology.',
        ),
    ),
}  # fmt: skip
_ROUNDS: Final = 40


def _article(word: str) -> str:
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"


def _fill(frame: str, draw: random.Random, nouns: Sequence[str], adjectives: Sequence[str], group: str) -> str:
    noun = draw.choice(nouns)
    return frame.format(
        noun=noun,
        a_noun=_article(noun),
        adjective=draw.choice(adjectives),
        verb=draw.choice(_VERBS),
        who=draw.choice(_WHO),
        group=group,
    )


def functional_sentences() -> Iterator[tuple[str, bool, bool]]:
    """Yield sentences, whether each is unkind, and whether it is about a group."""
    draw = random.Random(31)
    for frames, unkind in ((KIND, False), (UNKIND, True)):
        for frame in frames:
            for _ in range(_ROUNDS):
                yield _fill(frame, draw, _NOUNS, _ADJECTIVES, draw.choice(GROUPS)), unkind, "{group}" in frame


def held_apart() -> Iterator[tuple[str, str, bool]]:
    """Yield (function, sentence, unkind) for measuring: every frame with every group, nothing of it trained on."""
    draw = random.Random(77)
    for name, sides in APART.items():
        for frames, unkind in zip(sides, (False, True), strict=True):
            for frame in frames:
                for group in _APART_GROUPS:
                    yield name, _fill(frame, draw, _APART_NOUNS, _APART_ADJECTIVES, group), unkind
