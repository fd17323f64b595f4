"""A text on one line with carets under some of it, and what each condition of a rule found there."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from moderation.errors import columns
from moderation.records import Folded, Span
from moderation.rulebook.compile import term_lists
from moderation.rulebook.outcome import Outcome
from moderation.rulebook.rule import KEYS, AllOf, AnyOf, Condition, Count, Near, Not, Terms, parts_of
from moderation.rulebook.view import View

# As much of a text as a terminal shows on one line.
WIDTH: Final = 96
BEFORE: Final = 30
_LIST_NAMES: Final[dict[type, tuple[str, ...]]] = {Terms: ("terms",), Near: ("of", "to"), Count: ("of",)}


def underlined(text: str, spans: Iterable[Span], width: int = WIDTH) -> list[str]:
    """Return the part of a text that has the first of `spans`, and a line of carets under them where there are any."""
    marked = {at for span in spans for at in range(span.start, span.end)}
    first = min(marked, default=0)
    start = max(0, first - BEFORE) if first > width - BEFORE else 0
    line, carets = ("…", " ") if start else ("", "")
    for at in range(start, len(text)):
        shown = _shown(text[at])
        wide = columns(shown)
        if columns(line) + wide >= width:
            line += "…"
            break
        line += shown
        carets += ("^" if at in marked else " ") * wide
    return [line, carets.rstrip()] if carets.strip() else [line]


def _shown(char: str) -> str:
    """Return what stands for a character: something that can be seen and keeps its line."""
    if char.isspace():
        return " "
    return f"<{ord(char):04X}>" if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} else char


def placed(condition: Condition, path: str = "") -> Iterator[tuple[str, Condition]]:
    """Yield a condition and everything in it with the paths that deciding it reports."""
    path = path or KEYS[type(condition)]
    yield path, condition
    if isinstance(condition, AllOf | AnyOf):
        for below, part in parts_of(condition, path):
            yield from placed(part, below)
    elif isinstance(condition, Not):
        yield from placed(condition.part, f"{path}.{KEYS[type(condition.part)]}")


def stands_there(view: View, condition: Condition) -> tuple[list[Span], str]:
    """Return where words of a condition that is not met stand all the same, and that in words."""
    spans: list[Span] = []
    told = []
    for name, terms in zip(_LIST_NAMES.get(type(condition), ()), term_lists(condition), strict=True):
        found = view.finds(view.program.groups[terms])
        here = [view.folded.span(one.start, one.end) for one in found]
        spans += here
        words = quoted(view.folded.original, here)
        told.append(f"{name}: {words or 'none of its words'}")
    if isinstance(condition, Near) and len(spans) > 1 and all("none of" not in part for part in told):
        parted = ", or a sentence ends between them" * (condition.within == "sentence")
        told.append(f"more than {condition.words} words apart, or one in the other{parted}")
    return spans, ", ".join(told)


def quoted(text: str, spans: Iterable[Span]) -> str:
    """Return the texts at some spans, each once."""
    found = dict.fromkeys(text[span.start : span.end] for span in spans)
    return ", ".join(f"`{''.join(map(_shown, one))}`" for one in found)


def steps_in_words(
    steps: Sequence[tuple[str, Outcome]], folded: Folded, conditions: dict[str, Condition], view: View
) -> list[str]:
    """Return one line for each condition that was decided, the outermost last: whether it holds, and by what."""
    lines = []
    wide = max((len(path) for path, _ in steps), default=0)
    for path, outcome in steps:
        if isinstance(conditions.get(path), AllOf | AnyOf) and len(steps) > 1 and path == steps[-1][0]:
            continue
        if outcome.truth:
            told = quoted(folded.original, (folded.span(*found) for found in outcome.ranges))
        else:
            told = stands_there(view, conditions[path])[1] if path in conditions else ""
        said = "holds" if outcome.truth else "not known" if outcome.truth is None else "not met"
        lines.append(f"{path:<{wide}}  {said:<9}  {told}".rstrip())
    return lines
