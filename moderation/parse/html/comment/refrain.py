"""Lines that every comment of a page opens or ends with: a button, a notice to the writer, a label."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from moderation.parse.html.comment.lines import cut
from moderation.parse.html.found import Found

_FEWEST: Final = 3
_SHARE: Final = 0.6
_LONGEST: Final = 80
_ROUNDS: Final = 3
_NUMBER: Final = re.compile(r"(?:#(?P<sign>\d{1,6})|(?P<dot>\d{1,5})[.)])\s+(?=\S)")
_DASH: Final = re.compile(r"\s+[–—]$")

_LABEL: Final = re.compile(r"([^\W\d_][^\W\d_ ]{2,18}):[^\S\n]*\n?(?=\S)")


def without_refrain(comments: Sequence[Found]) -> None:
    """Take the first and last lines off the texts that most of the comments share; no text becomes empty."""
    for _ in range(_ROUNDS):
        changed = [_strip(comments, end=end) for end in (True, False)]
        if not any(changed):
            return


def without_numbers(comments: Sequence[Found]) -> None:
    """Take the comments' own numbers off their texts, where every text opens with another one: `#3 That is so.`.

    Without the sign, `3. That is so.`, each must be the next, up or down.
    """
    opened = [_NUMBER.match(comment.said.text) for comment in comments]
    numbers = [int(match["sign"] or match["dot"]) for match in opened if match is not None]
    if len(comments) < _FEWEST or len(set(numbers)) < len(comments):
        return
    rising = {abs(b - a) for a, b in pairwise(numbers)} == {1}
    if not rising and any(match is not None and match["dot"] for match in opened):
        return
    for comment, match in zip(comments, opened, strict=True):
        if match is not None:
            comment.said = cut(comment.said, match.end(), len(comment.said.text))


def without_dashes(comments: Sequence[Found]) -> None:
    """Take the dash off that every text ends with: it led to the writer's name, `That is so. – Bo`."""
    if not all(comment.said.text.endswith(("–", "—")) for comment in comments):
        return
    ends = [_DASH.search(comment.said.text) for comment in comments]
    for comment, end in zip(comments, ends, strict=True):
        if end is not None and all(ends):
            comment.said = cut(comment.said, 0, end.start())


def without_labels(comments: Sequence[Found]) -> None:
    """Take the label off that every text opens with, as guest books print it: `Comments: What a pier!`."""
    opened = [_LABEL.match(comment.said.text) for comment in comments]
    if len(comments) < _FEWEST or len({match and match[1] for match in opened}) > 1:
        return
    for comment, match in zip(comments, opened, strict=True):
        if match is not None and match.end() < len(comment.said.text):
            comment.said = cut(comment.said, match.end(), len(comment.said.text))


def _strip(comments: Sequence[Found], *, end: bool) -> bool:
    spoken = [comment for comment in comments if "\n" in comment.said.text]
    edges = Counter(_edge(comment.said.text, end=end) for comment in spoken)
    shared, times = edges.most_common(1)[0] if edges else ("", 0)
    if times < max(_FEWEST, _SHARE * len(comments)) or not 0 < len(shared) <= _LONGEST:
        return False
    for comment in spoken:
        text = comment.said.text
        if _edge(text, end=end) == shared:
            kept = text[: len(text) - len(shared)].rstrip() if end else text[len(shared) :].lstrip()
            start = 0 if end else len(text) - len(kept)
            if kept:
                comment.said = cut(comment.said, start, start + len(kept))
    return True


def _edge(text: str, *, end: bool) -> str:
    return text.rpartition("\n")[2] if end else text.partition("\n")[0]
