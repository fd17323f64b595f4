"""What a rule looks for, in words: for `rules show`, and for moderators who ask why it fired."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from moderation.rulebook import rule
from moderation.rulebook.rule import AllOf, AnyOf, Condition, Not

_STEP: Final = "  "
FEW: Final = 8  # terms of a list that are named; the others are counted
_PATTERN: Final = 80  # characters of a pattern that are shown

_AUTHOR: Final[dict[rule.AuthorFact, str]] = {
    "comments": "comment{s} of the author's",
    "approved": "approved comment{s} of the author's",
    "rejected": "rejected comment{s} of the author's",
    "rejected_percent": "percent of the author's comments rejected",
    "age_days": "day{s} since the author came",
    "threads": "thread{s} that the author wrote in within ten minutes",
}
_ARTICLE: Final[dict[rule.ArticleFact, str]] = {
    "title": "the article's title has one of",
    "text": "the article's text has one of",
    "site": "the site is one of",
    "section": "the section of the article's address is one of",
}
_THREAD: Final = {"depth": "answers above it", "position": "place in its thread"}
_COPIED: Final[dict[rule.CopyFact, str]] = {
    "times": "comment{s} with nearly the same words",
    "authors": "author{s} of nearly the same words",
}


def looked_for(condition: Condition) -> list[str]:
    """Return the lines of a condition; what stands below a line is indented by two blanks more."""
    if isinstance(condition, AllOf | AnyOf):
        head = "all of these:" if isinstance(condition, AllOf) else "any of these:"
        return [head, *(_STEP + line for part in condition.parts for line in looked_for(part))]
    if isinstance(condition, Not):
        first, *others = looked_for(condition.part)
        return [f"not {first}", *others]
    return [_SAID[type(condition)](condition)]


def _listed(values: Sequence[str]) -> str:
    more = len(values) - FEW
    return ", ".join(values[:FEW]) + (f" and {more} more" if more > 0 else "")


def _bounded(least: int | None, most: int | None, what: str) -> str:
    """Return bounds with what they count; `{s}` in it stands where a plural ends."""
    last = least if most is None else most
    return f"{_range(least, most)} {what.format(s='' if last == 1 else 's')}"


def _range(least: int | None, most: int | None) -> str:
    if least is None:
        return f"at most {most}" if most else "no"
    if most is None:
        return f"at least {least}"
    return f"{least}" if least == most else f"{least} to {most}"


def _near(near: rule.Near) -> str:
    where = ", in one sentence" if near.within == "sentence" else ""
    distance = "side by side" if near.words == 1 else f"at most {near.words} words apart"
    return f"{distance}{where}: {_listed(near.of)} + {_listed(near.to)}"


def _pattern(regex: rule.Regex) -> str:
    shown = regex.pattern if len(regex.pattern) <= _PATTERN else f"{regex.pattern[:_PATTERN]}…"
    return f"a pattern around {_listed(regex.hint)}: {shown}"


def _links(links: rule.Links) -> str:
    to = f" to {_listed(links.domain)}" if links.domain else ""
    return _bounded(links.min, links.max, "link{s}") + to


def _repeat(repeat: rule.Repeat) -> str:
    ways = [(repeat.char, "one character {} times in a row"), (repeat.word, "one word {} times")]
    return " or ".join(way.format(times) for times, way in ways if times is not None)


def _thread(thread: rule.Thread) -> str:
    if thread.fact == "reply":
        return "a reply" if thread.min else "no reply"
    return f"{_THREAD[thread.fact]}: {_range(thread.min, thread.max)}"


_SAID: Final[dict[type, Callable[[Any], str]]] = {
    rule.Terms: lambda terms: f"one of: {_listed(terms.terms)}",
    rule.Near: _near,
    rule.Count: lambda count: f"at least {count.min} of: {_listed(count.of)}",
    rule.Regex: _pattern,
    rule.Links: _links,
    rule.Caps: lambda caps: f"{caps.ratio:.0%} capitals or more of at least {caps.letters} letters",
    rule.Repeat: _repeat,
    rule.Length: lambda length: _bounded(length.min, length.max, "word{s}" if length.words else "character{s}"),
    rule.Author: lambda author: _bounded(author.min, author.max, _AUTHOR[author.fact]),
    rule.Article: lambda article: f"{_ARTICLE[article.fact]}: {_listed(article.values)}",
    rule.Thread: _thread,
    rule.Copied: lambda copied: _bounded(copied.min, copied.max, _COPIED[copied.fact]),
    rule.Written: lambda written: f"the comment's language is one of: {_listed(written.languages)}",
    rule.Disguised: lambda disguised: f"the rule's words disguised as one of: {_listed(disguised.kinds)}",
}
