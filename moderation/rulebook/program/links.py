"""Links in a folded text, with or without a scheme."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from moderation.normalise import fold
from moderation.rulebook.words import listed

# Endings that make a bare name a link. The second list are words, too (`believe.me`): there a path must follow.
SURE: Final = listed(
    "com net org info biz io ly gl gg xyz top shop store online site club live app dev ru cn uk de fr eu es pl ua nl "
    "br gov edu int news blog vip win bet casino loan click link page pro ws su tk ml ga cf gq"
)
NEEDS_PATH: Final = listed("me to in is it at be us co so tv cc no am fm la ai my ee st")
HINTS: Final = ("://", "www.", *(f".{ending}" for ending in SURE), *(f".{ending}/" for ending in NEEDS_PATH))

_TAIL: Final = r"[^\s<>\"'`()\[\]{}]*"
_NAME: Final = r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,5}"
_LINK: Final = re.compile(
    rf"(?:https?://|www\.)[^\s<>\"'`()\[\]{{}}]+"
    rf"|(?<![\w@.-]){_NAME}(?:(?:{'|'.join(SURE)})(?![\w-])(?:[/:?#]{_TAIL})?|(?:{'|'.join(NEEDS_PATH)})/{_TAIL})"
)
_SCHEME: Final = re.compile(r"^(?:https?://)?(?:[^/@\s]*@)?(?:www\.)?")


@dataclass(frozen=True, slots=True)
class Link:
    """A link and the host it leads to, without `www.`."""

    start: int
    end: int
    host: str


def most_links(text: str) -> int:
    """Return how many links a folded text may have at most: each has a scheme or a dot of its own."""
    return text.count("://") + text.count(".")


def find_links(text: str) -> list[Link]:
    """Return the links of a folded text in order."""
    return [_link(m) for m in _LINK.finditer(text)]


@lru_cache(maxsize=256)
def spellings(domains: tuple[str, ...]) -> tuple[str, ...]:
    """Return domains as a folded text shows them: `bücher.example` as `bucher.example` and `xn--bcher-kva.example`."""
    return tuple(dict.fromkeys(shown for domain in domains for shown in _spellings(domain)))


def _spellings(domain: str) -> tuple[str, ...]:
    if domain.isascii() and "xn--" not in domain:
        return (domain,)
    try:
        code = domain.encode("idna")
        return fold(code.decode("idna")).text, code.decode("ascii")
    except UnicodeError:  # no name that a link could lead to
        return (fold(domain).text,)


def links_to(domains: tuple[str, ...], text: str, found: Sequence[Link]) -> list[Link]:
    """Return those of the links found in a text that lead to `domains` or below them, and the bare names of these."""
    domains = spellings(domains)
    wanted = [link for link in found if any(link.host == d or link.host.endswith(f".{d}") for d in domains)]
    if not any(domain in text for domain in domains):
        return wanted
    taken = {place for link in found for place in range(link.start, link.end)}
    bare = (m for m in _named(domains).finditer(text) if m.start() not in taken)
    return sorted([*wanted, *(_link(m) for m in bare)], key=lambda link: link.start)


def _link(found: re.Match[str]) -> Link:
    address = found.group().rstrip(".,;:!?*")
    host = re.split(r"[/:?#]", _SCHEME.sub("", address, count=1), maxsplit=1)[0]
    return Link(found.start(), found.start() + len(address), host.rstrip("."))


@lru_cache(maxsize=256)
def _named(domains: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of names that a rule spells out: those count even where the ending alone would not."""
    names = "|".join(re.escape(domain) for domain in sorted(domains, key=len, reverse=True))
    return re.compile(rf"(?<![\w@.-])(?:{names})(?![\w-])(?:/{_TAIL})?")
