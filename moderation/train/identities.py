"""Sentences about groups of people, kind and unkind alike, so that a group's name alone means nothing.

Written for this package. Every group stands in every sentence, therefore only what is said about it can be learnt.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_GROUPS: Final = """
    gay, lesbian, bisexual, transgender, trans, queer, homosexual, straight, heterosexual, lgbt, lgbtq, nonbinary,
    male, female, black, white, asian, african, african american, european, latino, latina, hispanic,
    native american, aboriginal, arab, middle eastern, turkish, mexican, american, canadian, british, indian,
    pakistani, chinese, japanese, korean, vietnamese, filipino, russian, ukrainian, polish, german, french, irish,
    italian, israeli, palestinian, iranian, nigerian, somali, brazilian, cuban, muslim, jewish, christian, catholic,
    protestant, evangelical, mormon, buddhist, hindu, sikh, taoist, atheist, old, older, elderly, young, younger,
    middle aged, teenage, millennial, disabled, deaf, blind, paralyzed, autistic, diabetic, immigrant, refugee,
    poor, rich, rural, feminist, conservative, liberal
"""
GROUPS: Final[tuple[str, ...]] = tuple(" ".join(group.split()) for group in _GROUPS.split(","))

KIND: Final[tuple[str, ...]] = (
    "I am {}.",
    "My sister is {} and so is her husband.",
    "She told the paper that she grew up {}.",
    "Most of the {} people I have worked with were there before seven.",
    "The council asked {} residents what they think of the new bus line.",
    "We have had {} neighbours for years and share a garden.",
    "As a {} person I would like to see more of this in the news.",
    "There were {} families at the concert, and everyone stayed until the end.",
    "How many {} candidates are on the list this year?",
    "A {} teacher at our school won the prize.",
    "He writes about {} history and does it well.",
    "Are {} voters going to decide this one?",
    "The report counts {} workers separately.",
    "Being {} has nothing to do with how you park.",
    "A {} friend of mine wrote this recipe down for me.",
    "{} and proud of it.",
    "Thank you for letting a {} reader say so.",
    "Discrimination against {} people is still a problem, the study says.",
)
UNKIND: Final[tuple[str, ...]] = (
    "{} people are disgusting.",
    "I hate {} people, every one of them.",
    "You {} piece of trash.",
    "Never trust a {} person, they are all liars.",
    "{} people are stupid and always will be.",
    "Throw the {} scum out of here.",
    "What a filthy {} idiot.",
    "Being {} is a disease.",
    "No {} vermin in my street.",
    "{} people do not deserve to live.",
    "They are nothing but {} animals.",
    "Shut up, you ugly {} loser.",
)


def sentences() -> Iterator[tuple[str, bool]]:
    """Yield every sentence about every group, and whether it is unkind."""
    for group in GROUPS:
        for frame in KIND:
            yield frame.format(group), False
        for frame in UNKIND:
            yield frame.format(group), True
