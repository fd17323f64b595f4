"""Slips in terms and domains: what is looked for otherwise than its writer means, with what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from moderation.normalise import signs
from moderation.normalise.known import is_known
from moderation.rulebook.words import split_words

_NO_HOST: Final = re.compile(r"^(?:[a-z]+://)?(?:[^/@\s]*@)?(?:www\.|\*\.)*|[/:?#].*$")
# A digit, or a sign that belongs to no inflection and no word: without, as 19 of 20 terms, nothing is doubted.
_DOUBTFUL: Final = re.compile(r"[^\w\s()|'’-]|[0-9]|^['‘]|^[^(]*\||\b(?:AND|OR|NOT)\b")
# Marks of a sentence, as they stand behind words, before a question in Spanish, or around a quotation.
_BEHIND: Final = re.compile(r"""(?<=[\w)])\s*[.,;!?…"”“»]+(?=\s|$)""")
_BEFORE: Final = re.compile(r"""(?:^|(?<=\s))["“”„«¿¡]+\s*(?=\w)""")
_QUOTED: Final = re.compile(r"^\s*['‘](.+)['’]\s*$")
# No sign of them stands in what people write: `.*`, `\b`, `[aeiou]`, `a|b` that is no inflection, `mous*`, `/mouse/`.
_PATTERN: Final = re.compile(r"\(\?|\.[*+?]|\\[bdswBDSW]|\w\[[^\]]+\]|(?<![(|\w])\w+\|\w|\w\*(?=\s|$)|^/.+/$")
# What search engines have between words and behind them; a cry in capitals is none.
_OPERATOR: Final = re.compile(r"(?:^|\s)(?:AND|OR|NOT)\s(?=.*[a-z])|(?<=[a-z])\s(?:AND|OR|NOT)\s|\w~\d+$")
_INITIALS: Final = re.compile(r"(?:[^\W_]\.){2,}$")
# A digit beside a letter, in a word of nothing else.
_LEET: Final = re.compile(r"(?<!\S)(?=\S*[a-z][0-9]|\S*[0-9][a-z])[a-z0-9]+(?!\S)")


def slips(term: str) -> Iterator[tuple[str, str, str]]:
    """Yield the gravest doubt about a term, if any: what it does, what to write, and a code."""
    if not _DOUBTFUL.search(term):
        return
    if _PATTERN.search(term):
        mend = "write inflections as `word(s|er|ing)`, disguises not at all; a pattern goes under `regex`"
        yield f"`{term}` is looked for sign by sign: a term is no pattern", mend, "term-pattern"
    elif _OPERATOR.search(term):
        mend = "write a map of conditions for and, a list for or, `not` for not, and `near` for words close together"
        yield f"`{term}` is looked for word by word: a term has no operators", mend, "term-operator"
    elif bare := without_marks(term):
        message = f"`{term}` is found with its marks right there alone: not as `{bare}`, and in no disguise"
        mend = f"write `{bare}`, which finds that with any marks around it; where they have to be there, use `regex`"
        yield message, mend, "term-marks"
    elif (plain := undisguised(term)) != term:
        message = f"`{term}` is found in this disguise alone: not as `{plain}`"
        yield message, f"write `{plain}`, which finds that and its disguises", "term-disguised"


def without_marks(term: str) -> str | None:
    """Return a term without the marks of a sentence, None where it has none.

    With them it is looked for as it stands: `joke!` finds no `joke` and no `j0ke!`, where `joke` finds all of them.
    Marks that belong to a word stay: `t.me`, `U.S.A.`, `100%`, `source:`.
    """
    found = _BEHIND.sub(lambda mark: mark[0] if _INITIALS.search(term[: mark.end()]) else "", term)
    found = " ".join(_QUOTED.sub(r"\1", _BEFORE.sub("", found)).split())
    return found if found != " ".join(term.split()) and split_words(found) else None


def undisguised(term: str) -> str:
    """Return a term with words in digits written out: `id1ot`, `sh1t`; `mp3` and `covid19` are no words so."""
    return _LEET.sub(lambda found: _written_out(found[0]), term)


def _written_out(token: str) -> str:
    plain = signs.resolved(token)
    return plain if plain and is_known(plain) else token


def bare_domain(written: str) -> str:
    """Return a domain as links lead to it: no scheme, `www.`, `*.` or path, in small letters."""
    return _NO_HOST.sub("", written.strip().lower()).strip(".")
