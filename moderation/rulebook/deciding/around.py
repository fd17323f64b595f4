"""What surrounds a comment, as conditions ask for it: its author, article, thread and language.

Three values: None is "nobody knows".
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit

from moderation.normalise import fold
from moderation.records import Context
from moderation.rulebook import rule
from moderation.rulebook.terms import Literal, variants
from moderation.rulebook.words import SEPARATOR, is_edge, split_words
from moderation.taxonomy import UNDETERMINED


def is_between(value: int, least: int | None, most: int | None) -> bool:
    """Tell whether a number lies within bounds, None being none."""
    return (least is None or value >= least) and (most is None or value <= most)


def _author(condition: rule.Author, context: Context, language: str) -> bool | None:  # noqa: ARG001
    value = author_fact(condition.fact, context)
    return None if value is None else is_between(value, condition.min, condition.max)


def author_fact(fact: rule.AuthorFact, context: Context) -> int | None:
    """Return what is known of the author; a share needs at least one comment that was decided."""
    if fact != "rejected_percent":
        value: int | None = getattr(context, f"author_{fact}")
        return value
    approved, rejected = context.author_approved, context.author_rejected
    if approved is None or rejected is None or approved + rejected == 0:
        return None
    return round(100 * rejected / (approved + rejected))


def _thread(condition: rule.Thread, context: Context, language: str) -> bool | None:  # noqa: ARG001
    known = {"depth": context.depth, "position": context.position, "reply": context.is_reply}
    value = known[condition.fact]
    return None if value is None else is_between(int(value), condition.min, condition.max)


def _copied(condition: rule.Copied, context: Context, language: str) -> bool | None:  # noqa: ARG001
    value = getattr(context, f"copied_{condition.fact}")
    return None if value is None else is_between(value, condition.min, condition.max)


def _written(condition: rule.Written, context: Context, language: str) -> bool | None:  # noqa: ARG001
    return None if language == UNDETERMINED else language in condition.languages


def _article(condition: rule.Article, context: Context, language: str) -> bool | None:  # noqa: ARG001
    match condition.fact:
        case "title":
            return _says(context.article_title, condition.values)
        case "text":
            return _says(context.article_text, condition.values)
        case "site":
            return _is_of(context, condition.values)
    return _stands_in(context.article_url, condition.values)


def _says(text: str | None, terms: tuple[str, ...]) -> bool | None:
    return _has_one(text, terms) if text else None


# All comments under an article ask the same of it.
@lru_cache(maxsize=4096)
def _has_one(text: str, terms: tuple[str, ...]) -> bool:
    folded, words = _read(text)
    return any(_has(folded, words, literal) for term in terms for literal in variants(term))


@lru_cache(maxsize=64)
def _read(text: str) -> tuple[str, str]:
    folded = fold(text).text
    return folded, f"{SEPARATOR}{SEPARATOR.join(split_words(folded))}{SEPARATOR}"


def _has(folded: str, words: str, literal: Literal) -> bool:
    if literal.raw is None:
        return f"{SEPARATOR}{SEPARATOR.join(literal.words)}{SEPARATOR}" in words
    at = folded.find(literal.raw)
    while at >= 0:
        if is_edge(folded, at) and is_edge(folded, at + len(literal.raw)):
            return True
        at = folded.find(literal.raw, at + 1)
    return False


def _is_of(context: Context, sites: tuple[str, ...]) -> bool | None:
    """Tell whether the article's host, or the name that the export has for its site, is one of `sites` or below it."""
    host, _ = _address(context.article_url) if context.article_url else ("", "")
    known = {name for name in (host, (context.article_site or "").lower().removeprefix("www.")) if name}
    if not known:
        return None
    wanted = [site.lower().removeprefix("www.") for site in sites]
    return any(name == site or name.endswith(f".{site}") for name in known for site in wanted)


def _stands_in(url: str | None, sections: tuple[str, ...]) -> bool | None:
    """Tell whether one of `sections` is a folder in the address: `politics` in `https://a.org/uk/politics/42`."""
    host, path = _address(url) if url else ("", "")
    if not host:
        return None
    return any(f"/{section.strip('/').lower()}/" in path for section in sections)


@lru_cache(maxsize=1024)
def _address(url: str) -> tuple[str, str]:
    """Return an address's host without `www.` and its path between slashes, both in lower case."""
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
        host = parts.hostname or ""
    except ValueError:
        return "", ""
    return host.removeprefix("www."), f"/{parts.path.strip('/').lower()}/"


# Condition -> whether it holds, given what surrounds the comment and the language that it is judged as.
FACTS: Final[dict[type, Callable[[Any, Context, str], bool | None]]] = {
    rule.Author: _author,
    rule.Article: _article,
    rule.Thread: _thread,
    rule.Copied: _copied,
    rule.Written: _written,
}
