"""A text on one line with carets under some of it, and what each condition of a rule found there."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Final

from moderation.errors import columns
from moderation.records import Folded, Span
from moderation.rulebook import patterns
from moderation.rulebook.comment.view import Found, View
from moderation.rulebook.deciding.exempt import outside
from moderation.rulebook.deciding.look import words_between
from moderation.rulebook.outcome import Outcome
from moderation.rulebook.program.compile import term_lists
from moderation.rulebook.rule import (
    KEYS,
    AllOf,
    AnyOf,
    Condition,
    Count,
    Links,
    Near,
    Not,
    Regex,
    Skip,
    Terms,
    is_below_not,
    parts_of,
)

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


def stands_there(view: View, condition: Condition, skips: tuple[Skip, ...] = ()) -> tuple[list[Span], str]:
    """Return where words of a condition that is not met stand all the same, and why they do not count, in words.

    `skips` are those of the rule, none for a condition under `not`.
    """
    looked_for = list(_looked_for(view, condition))
    found = [here for _, here, _ in looked_for]
    spans = [view.folded.span(one.start, one.end) for here in found for one in here]
    told = [f"{name}: {_words(view, here) or none}" for name, here, none in looked_for]
    counted = [outside(view, skips, here) for here in found]
    passed = [one for here, left in zip(found, counted, strict=True) for one in here if one not in left]
    if passed:
        told.append(f"`skip` passes over {_words(view, passed)}")
    if isinstance(condition, Near) and all(counted):
        told.append(_apart(view, counted[0], counted[1], condition))
    return spans, ", ".join(told)


def _looked_for(view: View, condition: Condition) -> Iterator[tuple[str, Sequence[Found], str]]:
    """Yield what a condition looks for by its name in a file, with what there is of it, and how to say that none is."""
    if isinstance(condition, Regex):
        with suppress(TimeoutError):
            places = patterns.search(condition.pattern, view.text)
            yield "pattern", [Found(start, end, "exact") for start, end in places], "nothing"
    elif isinstance(condition, Links):
        yield "links", [Found(one.start, one.end, "exact") for one in view.links(condition.domain)], "none"
    for name, terms in zip(_LIST_NAMES.get(type(condition), ()), term_lists(condition), strict=True):
        yield name, view.finds(view.program.groups[terms]), "none of its words"


def _words(view: View, found: Iterable[Found]) -> str:
    return quoted(view.folded.original, (view.folded.span(one.start, one.end) for one in found))


def _apart(view: View, ones: Iterable[Found], others: Sequence[Found], condition: Near) -> str:
    """Return why no two words of a `near` are near."""
    between = [words_between(view, one, other) for one in ones for other in others]
    least = min((words for words in between if words is not None), default=None)
    if least is None:
        return "one stands in the other"
    if least > condition.words:
        return f"{least} words apart, not {condition.words} or fewer"
    return "a sentence ends between them"


def quoted(text: str, spans: Iterable[Span]) -> str:
    """Return the texts at some spans, each once."""
    found = dict.fromkeys(text[span.start : span.end] for span in spans)
    return ", ".join(f"`{''.join(map(_shown, one))}`" for one in found)


def steps_in_words(
    steps: Sequence[tuple[str, Outcome]],
    folded: Folded,
    conditions: dict[str, Condition],
    view: View,
    skips: tuple[Skip, ...],
) -> list[str]:
    """Return one line for each condition that was decided, the outermost last: whether it holds, and by what.

    `skips` are those of the rule.
    """
    lines = []
    wide = max((len(path) for path, _ in steps), default=0)
    for path, outcome in steps:
        if isinstance(conditions.get(path), AllOf | AnyOf) and len(steps) > 1 and path == steps[-1][0]:
            continue
        if outcome.truth:
            told = quoted(folded.original, (folded.span(*found) for found in outcome.ranges))
        else:
            passed = () if is_below_not(path) else skips
            told = stands_there(view, conditions[path], passed)[1] if path in conditions else ""
        said = "holds" if outcome.truth else "not known" if outcome.truth is None else "not met"
        lines.append(f"{path:<{wide}}  {said:<9}  {told}".rstrip())
    return lines
