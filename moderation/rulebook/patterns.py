"""Regular expressions in rules: what is refused, and the one way to run them.

A time-out guards every search, because no lint finds every slow pattern. Never `concurrent=True`: with it, honest
searches run into their time-out when other threads are busy (20 of 20 in our trial, 0 of 20 without).
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import regex

MOST_CHARACTERS: Final = 400
SECONDS: Final = 0.1
MOST_HITS: Final = 32
# A repeated group may hold an open repetition when it repeats no more often than this (measured: `(?:\w+\W+){0,8}`
# takes 29 ms on 20,000 characters).
MOST_ROUNDS: Final = 20
Fault = tuple[str, str]  # what is wrong, and what mends it

_QUANTIFIER: Final = re.compile(r"(?:[*+?]|\{(\d*)(,?)(\d*)\})[?+]?")
_CLASS: Final = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
# No text that the patterns meet holds one, so such a pattern would find nothing and say nothing.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
# `(?:word){e<=2}`, `{i,d}`: braces that hold neither a count nor a property's or a character's name.
_FUZZY: Final = re.compile(r"(?<!\\)(?<!\\[pPN])\{(?!\d*,?\d*\})[^{}]*[eids][^{}]*\}")
_ANYTHING: Final = (".", r"\S", r"\D")
_OPENING: Final = re.compile(r"\((?:\?(?:[:>=!|]|<[=!]|P?<\w+>|[a-zA-Z-]+:?))?")


@dataclass(slots=True)  # mutable: a tally while the pattern is read once
class _Tally:
    nested: bool = False
    dots: int = 0
    before_anchor: bool = False


def faults(pattern: str) -> list[Fault]:
    """Return what makes a pattern unfit: does not compile, matches nothing at all, or may run away."""
    if len(pattern) > MOST_CHARACTERS:
        return [(f"the pattern has {len(pattern)} characters", f"at most {MOST_CHARACTERS}; split the rule")]
    if _FUZZY.search(pattern):
        return [("fuzzy matching is refused: it can take seconds", "list the spellings as `terms`")]
    if unseen := _CONTROL.search(pattern):
        return [(
            f"a control character stands in the pattern, U+{ord(unseen[0]):04X}",
            "put the pattern in single quotation marks: in double ones YAML reads `\\b` as a backspace",
        )]  # fmt: skip
    try:
        compiled = compiled_pattern(pattern)
        if compiled.search("", timeout=SECONDS):
            return [("the pattern matches an empty text", "make at least one part of it obligatory")]
    except regex.error as error:
        return [
            (
                f"the pattern does not compile: {str(error).partition(' at position')[0]}",
                "mend the pattern; the syntax is that of Python's `regex`",
            )
        ]
    tally = _read(pattern)
    checks = (
        (
            tally.nested,
            "a repetition inside a repetition can take for ever",
            f"bound one: `{{1,8}}`, the outer at most {MOST_ROUNDS}",
        ),
        (
            tally.dots > 1,
            "more than one open repetition of nearly anything (`.*`, `[^x]*`) can take very long",
            "bound them: `.{0,40}`, or use `near`",
        ),
        (tally.before_anchor, "an open repetition before `$` is slow on long runs", "bound it: `{1,8}`"),
    )
    return [(message, mend) for wrong, message, mend in checks if wrong]


@lru_cache(maxsize=4096)
def compiled_pattern(pattern: str) -> regex.Pattern[str]:
    """Return the compiled pattern; case never matters, because the text it meets is lower case."""
    return regex.compile(pattern, regex.IGNORECASE)


def search(pattern: str, text: str) -> list[tuple[int, int]]:
    """Return the ranges that the pattern matches, at most 32, none of them empty.

    Raises TimeoutError where it takes more than 0.1 s; the caller counts that as a failure, never as a match or a clean
    text.
    """
    try:
        return _found(pattern, text)
    except TimeoutError:
        return _searched_alone(pattern, text)


def _searched_alone(pattern: str, text: str) -> list[tuple[int, int]]:
    """Search again until the time-out was this search's own doing.

    The library's clock is that of the process: what other threads compute meanwhile, a cluster's worker that unpacks
    the next comments or a server that answers others, had honest searches fail.
    """
    own = 0.0
    while True:
        begin = time.thread_time()
        try:
            return _found(pattern, text)
        except TimeoutError:
            own += time.thread_time() - begin
            if own >= SECONDS:
                raise


def _found(pattern: str, text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for match in compiled_pattern(pattern).finditer(text, timeout=SECONDS):
        if match.end() > match.start():
            found.append(match.span())
        if len(found) >= MOST_HITS:
            break
    return found


def _read(pattern: str) -> _Tally:
    """Walk over the pattern once and note what repeats without end inside what."""
    tally = _Tally()
    open_inside = [False]  # per open group: does it hold an open repetition
    at = 0
    while at < len(pattern):
        at, atom, inside = _atom(pattern, at, open_inside)
        if atom is None:
            continue
        quantifier = _QUANTIFIER.match(pattern, at)
        if not quantifier:
            open_inside[-1] |= inside
            continue
        at = quantifier.end()
        endless, rounds = _rounds(quantifier)
        tally.nested |= inside and rounds > MOST_ROUNDS
        tally.dots += endless and (atom in _ANYTHING or atom.startswith("[^"))
        tally.before_anchor |= endless and pattern[at : at + 1] == "$" and atom != "."
        open_inside[-1] |= inside or endless
    return tally


def _atom(pattern: str, at: int, open_inside: list[bool]) -> tuple[int, str | None, bool]:
    """Return where the next thing ends, the thing if it can be repeated, and whether it holds an open repetition."""
    char = pattern[at]
    if char == "(":
        opening = _OPENING.match(pattern, at)
        open_inside.append(False)
        return (opening.end() if opening else at + 1), None, False
    if char == ")":
        inside = open_inside.pop() if len(open_inside) > 1 else False
        return at + 1, ")", inside
    if char == "\\":
        return at + 2, pattern[at : at + 2], False
    if char == "[" and (group := _CLASS.match(pattern, at)):
        return group.end(), group.group(), False
    return (at + 1, None, False) if char in "|^$" else (at + 1, char, False)


def _rounds(quantifier: re.Match[str]) -> tuple[bool, float]:
    sign = quantifier.group()[0]
    if sign in "*+":
        return True, float("inf")
    if sign == "?":
        return False, 1
    least, comma, most = quantifier.groups()
    if comma and not most:
        return True, float("inf")
    return False, int(most or least or 1)
