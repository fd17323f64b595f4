"""When a comment was written: the date in its element, or in an attribute for a script that shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, zip_longest
from typing import Final

from moderation.parse.html.comment.dates import moment
from moderation.parse.html.comment.lines import without_joining
from moderation.parse.html.comment.parts import Parts
from moderation.parse.html.document.text import line
from moderation.parse.html.document.tree import Node, within

_TIME_ATTRIBUTES: Final = tuple(
    "datetime data-timestamp data-time data-utime data-created data-date content".split()  # noqa: SIM905 - reads better
)
_SHOWN_BY_SCRIPTS: Final = re.compile(
    r"datetime|title|data-(?:[a-z]+-)*(?:u?time|timestamp|date|datetime|livestamp|epoch|unix|ts|created|posted|published)"
    r"(?:-(?:at|on|time|utc|date))?|data-tippy-content"
)
# Elements of a page's own making have attributes of their own, without the `data-`.
_OWN_TIMES: Final = ("created", "created-at", "date", "datetime", "time", "timestamp", "published")
_CLOCK: Final = re.compile(r"\W{0,3}\d{1,2}[:.h]\d\d(?::\d\d)?(?:\s*(?:uhr|[ap]\.?m\.?))?\W{0,2}", re.IGNORECASE)
_LONGEST_TIME: Final = 120


def times_of(parts: Parts) -> list[Node]:
    """Return the elements that may hold the time, those for machines first."""
    exact = [node for node in parts.of("time") if node.tag in ("time", "abbr") or node.get("datetime")]
    return [*exact, *(node for node in parts.of("time") if node not in exact)]


def created_of(parts: Parts, times: list[Node], header: list[str], language: str) -> str | None:
    """Return the time in UTC, or None when the comment has none but an age; `header` are the lines above its text."""
    for node in times:
        for inner in within(node):
            given = next((inner.get(key) for key in _TIME_ATTRIBUTES if inner.get(key)), None)
            if (when := moment(given, language) if given else None) is not None:
                return when
        for inner in within(node):
            if (when := moment(inner.get("title") or "", language)) is not None:
                return when
    # Date and clock in two elements side by side have no blank between them.
    shown = (text for node in times if len(text := " ".join(node.itertext())) <= _LONGEST_TIME)
    shown_or_kept = chain((moment(text, language) for text in shown), (_for_scripts(node, language) for node in times))
    if (when := next((when for when in shown_or_kept if when), None)) is not None:
        return when
    lines = [*header, *map(_spaced, parts.of("aside")), *map(_spaced, parts.of("author"))]
    told = (without_joining(text) for text in _with_clocks(lines))
    found = (moment(text, language) for text in told if len(text) <= _LONGEST_TIME)
    if (when := next((when for when in found if when), None)) is not None:
        return when
    if (when := _attached(parts, language)) is not None:
        return when
    return (
        moment(line(parts.item, {*parts.cut, *parts.of("body")})[:_LONGEST_TIME], language)
        if parts.of("body")
        else None
    )


def _spaced(node: Node) -> str:
    """Return the text of an element on one line with blanks between all its elements: `Ann K.` and `3 May` beside."""
    return " ".join(" ".join(node.itertext()).split())


def _with_clocks(lines: list[str]) -> Iterator[str]:
    """Yield lines, one that is only a clock together with the one before it."""
    for text, following in zip_longest(lines, lines[1:], fillvalue=""):
        yield f"{text} {following}" if _CLOCK.fullmatch(following) else text


def _attached(parts: Parts, language: str) -> str | None:
    """Return the time that a script was to show: it stands in an attribute of an element of any name."""
    for node in within(parts.item, {*parts.cut, *parts.of("body")}):
        for key, value in node.attrib.items():  # a call for each element would cost as much as the rest
            if _SHOWN_BY_SCRIPTS.fullmatch(key) and (when := moment(value, language)) is not None:
                return when
    own = _OWN_TIMES if "-" in parts.item.tag else ()
    return next((when for name in own if (when := moment(parts.item.get(name) or "", language))), None)


def _for_scripts(node: Node, language: str) -> str | None:
    for key, value in node.attrib.items():
        if _SHOWN_BY_SCRIPTS.fullmatch(key) and (when := moment(value, language)) is not None:
            return when
    return None
