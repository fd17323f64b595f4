"""Who writes: full names, first names, nicknames, initials, and what some call themselves."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final


@dataclass(frozen=True, slots=True)
class People:
    """Names to draw from; `others` are used as they are."""

    first: tuple[str, ...]
    last: tuple[str, ...]
    others: tuple[str, ...]

    def name(self, chance: Random) -> str:
        """Return a name in one of five manners."""
        first, last = chance.choice(self.first), chance.choice(self.last)
        manner = chance.random()
        if manner < 0.5:
            return f"{first} {last}"
        if manner < 0.65:
            return first
        if manner < 0.8:
            return f"{first}{last}".lower() + chance.choice(("", "7", "42", "1969", "_x"))
        return f"{first} {last[0]}." if manner < 0.9 else chance.choice(self.others)

    def full_name(self, chance: Random) -> str:
        """Return a first and a last name."""
        return f"{chance.choice(self.first)} {chance.choice(self.last)}"


PEOPLE: Final = People(
    first=(
        *("Ann", "Bob", "Carla", "Dee", "Erik", "Faye", "Gus", "Hana", "Ivo", "Jo", "Kim", "Lena", "Mo", "Nils", "Ola"),
        *("Petra", "Quinn", "Rosa", "Sam", "Tess", "Uwe", "Vera", "Will", "Xena", "Yan", "Zoe"),
    ),
    last=(
        *("Berg", "Lind", "Marsh", "Quill", "Ferris", "Teal", "Osgood", "Harrow", "Pike", "Dunn", "Vogel", "Krantz"),
        *("Moss", "Reed", "Stone", "Larsen", "Novak", "Silva"),
    ),
    others=(
        *("Concerned Citizen", "Old Ferryman", "bridge_watcher", "NoMoreTolls", "The Lock Keeper", "TruthSeeker99"),
        *("xX_gate_Xx", "Grumpy Gran", "M. de la Cruz", "J.R. Holt", "Dr. Weir"),
    ),
)


def nickname(name: str) -> str:
    """Return `name` as the one word that some sites make of it."""
    return name.replace(" ", "").replace(".", "")


def bare(name: str | None) -> str:
    """Return `name` without the mark that a site puts before every name, for comparing."""
    return (name or "").removeprefix("u/").lstrip("@")
