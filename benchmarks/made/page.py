"""What a made page is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Written(NamedTuple):
    """A comment as it was put into a page, or as a parser found it there."""

    author: str
    text: str


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page, the comments in it, none in a list, and its forms: `{"header": "name - date", "row": "reply"}`.

    `parents` are the places of the comments that they answer, where a page is made with answers.
    """

    content: str
    comments: tuple[Written, ...]
    forms: Mapping[str, str]
    parents: tuple[int | None, ...] = ()
